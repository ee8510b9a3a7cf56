import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { PullList } from '../pulls/pull-list.js'
import { Commitment } from './commitment.js'
import styles from './fairness.module.css'
import { Rotation } from './rotation.js'
import { VerifyAll } from './verify-all.js'

const FAIRNESS = graphql(`
  query Fairness {
    me {
      id
      fairness {
        ...CommitmentParts
      }
    }
  }
`)

export default function Fairness() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: FAIRNESS })
  return (
    <Screen title={t('fairness.title')}>
      <p>{t('fairness.intro')}</p>
      {!isSecureContext && <Notice tone="warn">{t('fairness.insecure')}</Notice>}
      <Loaded data={data?.me?.fairness ?? undefined} error={error} retry={reload}>
        {commitment => (
          <div className={styles.halves}>
            <Commitment commitment={commitment} />
            <Rotation before={commitment} />
          </div>
        )}
      </Loaded>
      <VerifyAll />
      <section className={ui.stack} aria-labelledby="pulls">
        <h2 id="pulls">{t('pulls.title')}</h2>
        <PullList />
      </section>
    </Screen>
  )
}
