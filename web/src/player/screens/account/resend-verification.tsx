import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'

const REQUEST_VERIFICATION = graphql(`
  mutation RequestEmailVerification {
    requestEmailVerification {
      __typename
      ... on MailQueued {
        tokenLifetimeSeconds
      }
      ... on Refusal {
        message
      }
    }
  }
`)

export function ResendVerification({ pendingEmail }: { pendingEmail: string }) {
  const { t } = useTranslation()
  const [{ fetching }, request] = useMutation(REQUEST_VERIFICATION)
  const outcome = useOutcome()
  const resend = async () => {
    const { data, error } = await request({})
    if (outcome.check(data?.requestEmailVerification, error) !== null) showToast(t('account.email.resent'))
  }
  return (
    <div className={styles.stack}>
      <Notice tone="warn">{t('account.email.pending', { email: pendingEmail })}</Notice>
      <div>
        <Button busy={fetching} onClick={() => void resend()}>
          {t('account.email.resend')}
        </Button>
      </div>
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
    </div>
  )
}
