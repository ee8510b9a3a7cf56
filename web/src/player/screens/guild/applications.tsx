import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatRecent } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'
import styles from './guild.module.css'

const ANSWER = graphql(`
  mutation AnswerGuildApplication($id: ID!, $accept: Boolean!) {
    answerGuildApplication(id: $id, accept: $accept) {
      __typename
      ... on Guild {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

interface Application {
  readonly id: string
  readonly message: string
  readonly sentAt: string
  readonly user: { readonly id: string; readonly username: string }
}

/** Players who want to join; leader and officers answer. */
export function Applications(props: { applications: readonly Application[]; onAnswered: () => void }) {
  const { applications, onAnswered } = props
  const { t } = useTranslation()
  const outcome = useOutcome()
  const [{ fetching }, answer] = useMutation(ANSWER)
  const decide = async (id: string, accept: boolean) => {
    const { data, error } = await answer({ id, accept })
    outcome.check(data?.answerGuildApplication, error)
    onAnswered()
  }
  return (
    <section className={ui.card} aria-labelledby="guild-applications">
      <h2 id="guild-applications">{t('guild.applications')}</h2>
      {outcome.problem !== null && <Notice tone="bad">{outcome.problem}</Notice>}
      <ul className={styles.list}>
        {applications.map(({ id, user, message, sentAt }) => (
          <li key={id} className={ui.stack}>
            <p>
              <strong>{user.username}</strong> <span className={ui.muted}>{formatRecent(sentAt)}</span>
            </p>
            {message !== '' && <p>{message}</p>}
            <div className={ui.row}>
              <Button
                tone="primary"
                busy={fetching}
                aria-label={t('guild.acceptOf', { name: user.username })}
                onClick={() => decide(id, true)}
              >
                {t('guild.accept')}
              </Button>
              <Button
                busy={fetching}
                aria-label={t('guild.declineOf', { name: user.username })}
                onClick={() => decide(id, false)}
              >
                {t('guild.decline')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
