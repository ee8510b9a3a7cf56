import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Loaded, Screen } from '../../../ui/screen.js'

const HOME = graphql(`
  query Home {
    me {
      id
      displayName
      wallet {
        id
        gold
        diamonds
      }
    }
  }
`)

export default function Home() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: HOME })
  return (
    <Screen title={t('nav.home')}>
      <Loaded data={data} error={error} retry={reload}>
        {({ me }) => (
          <p>
            {me?.displayName}: {formatNumber(me?.wallet?.diamonds ?? 0)} diamonds, {formatNumber(me?.wallet?.gold ?? 0)}{' '}
            gold
          </p>
        )}
      </Loaded>
    </Screen>
  )
}
