import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { formatFromNow } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import account from './account.module.css'
import { clientName } from './client-name.js'
import { Part } from './part.js'

const REVOKE = graphql(`
  mutation RevokeSession($id: ID!) {
    revokeSession(id: $id)
  }
`)

interface Session {
  readonly id: string
  readonly current: boolean
  readonly lastSeenAt: string
  readonly userAgent?: string | null
  readonly ipAddress?: string | null
}

export function Sessions({ sessions }: { sessions: readonly Session[] }) {
  const { t } = useTranslation()
  return (
    <Part title={t('account.sessions.title')} hint={t('account.sessions.hint')}>
      <ul className={account.list}>
        {sessions.map(session => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
    </Part>
  )
}

function SessionLine({ session }: { session: Session }) {
  const { t } = useTranslation()
  const [{ fetching }, revoke] = useMutation(REVOKE)
  const outcome = useOutcome()
  const { id, current, lastSeenAt, userAgent, ipAddress } = session
  const client = clientName(userAgent ?? null) ?? t('account.sessions.unknown')
  const when = formatFromNow(lastSeenAt)
  const end = async () => {
    const { data, error } = await revoke({ id })
    // False says that it had ended before.
    if (data) showToast(t('account.sessions.ended'))
    else outcome.check(undefined, error)
  }
  return (
    <li className={account.line}>
      <div>
        <p title={userAgent ?? undefined}>
          <strong>{client}</strong>{' '}
          {current && (
            <span className={styles.badge} data-tone="good">
              {t('account.sessions.current')}
            </span>
          )}
        </p>
        <p className={styles.muted}>
          {t('account.sessions.seen', { when })} {ipAddress && t('account.sessions.from', { address: ipAddress })}
        </p>
      </div>
      {!current && (
        <Button
          tone="danger"
          busy={fetching}
          aria-label={t('account.sessions.endOf', { client, when })}
          onClick={() => void end()}
        >
          {t('account.sessions.end')}
        </Button>
      )}
      {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
    </li>
  )
}
