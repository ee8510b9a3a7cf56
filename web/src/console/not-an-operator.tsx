import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../generated/gql.js'
import { SignOutButton } from '../session/sign-out-button.js'
import frame from '../ui/frame.module.css'
import { Notice } from '../ui/notice.js'

const SECOND_FACTOR = graphql(`
  query ConsoleSecondFactor {
    me {
      id
      twoFactor {
        required
        state
      }
    }
  }
`)

/**
 * For sessions without a right of an administrator: those of players, and those of administrators who have yet to set
 * up the second factor that this server asks for (docs/decisions/091-two-factor.md).
 */
export function NotAnOperator() {
  const { t } = useTranslation()
  const [{ data, fetching }] = useQuery({ query: SECOND_FACTOR, requestPolicy: 'network-only' })
  const twoFactor = data?.me?.twoFactor
  const isWaiting = twoFactor?.required === true && twoFactor.state !== 'ENABLED'
  return (
    <main className={frame.centre}>
      <div className={frame.entry}>
        <h1>{t('console.title')}</h1>
        {fetching ? (
          <p role="status">{t('loading')}</p>
        ) : isWaiting ? (
          <>
            <Notice tone="warn">{t('console.secondFactorNeeded')}</Notice>
            <a href="/account">{t('console.toSecondFactor')}</a>
          </>
        ) : (
          <>
            <Notice tone="bad">{t('console.refused')}</Notice>
            <a href="/">{t('console.toPlayerApp')}</a>
          </>
        )}
        <SignOutButton />
      </div>
    </main>
  )
}
