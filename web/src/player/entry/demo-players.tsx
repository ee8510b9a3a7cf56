import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { useOutcome } from '../../refusals/use-outcome.js'
import { deviceToken } from '../../session/session.js'
import { SIGN_IN } from '../../session/sign-in-form.js'
import { useBeginSession } from '../../session/use-begin-session.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import styles from '../../ui/ui.module.css'

interface DemoPlayer {
  readonly username: string
  readonly password: string
  readonly displayName: string
}

/** One click each; the server names them in development only. */
export function DemoPlayers({ players }: { players: readonly DemoPlayer[] }) {
  const { t } = useTranslation()
  const [{ fetching }, signIn] = useMutation(SIGN_IN)
  const outcome = useOutcome()
  const begin = useBeginSession()
  const signInAs = async ({ username, password }: DemoPlayer) => {
    const { data, error } = await signIn({ input: { usernameOrEmail: username, password, deviceToken: deviceToken() } })
    const session = outcome.check(data?.signIn, error)
    if (session !== null) await begin(session)
  }
  const problem = outcome.problem ?? begin.problem
  return (
    <section className={styles.stack} aria-labelledby="demo">
      <h2 id="demo">{t('session.demo')}</h2>
      <p className={styles.muted}>{t('session.demoHint')}</p>
      <div className={styles.row}>
        {players.map(player => (
          <Button key={player.username} busy={fetching} onClick={() => void signInAs(player)}>
            {player.displayName}
          </Button>
        ))}
      </div>
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}
