import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../generated/gql.js'
import { useOutcome } from '../../refusals/use-outcome.js'
import { resumeGuest } from '../../session/session.js'
import { deviceTimeZone } from '../../session/time-zone.js'
import { useBeginSession } from '../../session/use-begin-session.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import styles from '../../ui/ui.module.css'

const SIGN_IN_AS_GUEST = graphql(`
  mutation SignInAsGuest($timeZone: String!) {
    signInAsGuest(input: { timeZone: $timeZone }) {
      __typename
      ...SignedIn
      ... on AuthSession {
        guestCredential
      }
      ... on Refusal {
        message
      }
    }
  }
`)

/** Comes back as the guest of this browser, or makes one. */
export function GuestButton() {
  const { t } = useTranslation()
  const [, signInAsGuest] = useMutation(SIGN_IN_AS_GUEST)
  const outcome = useOutcome()
  const begin = useBeginSession()
  const [busy, setBusy] = useState(false)
  const [isUnreachable, setUnreachable] = useState(false)

  const play = async () => {
    setBusy(true)
    setUnreachable(false)
    try {
      if (await resumeGuest()) return
      const { data, error } = await signInAsGuest({ timeZone: deviceTimeZone() })
      const session = outcome.check(data?.signInAsGuest, error)
      if (session !== null) await begin(session)
    } catch {
      setUnreachable(true)
    } finally {
      setBusy(false)
    }
  }
  const problem = outcome.problem ?? begin.problem ?? (isUnreachable ? t('unreachable') : null)
  return (
    <section className={styles.stack}>
      <Button busy={busy} onClick={() => void play()}>
        {t('session.asGuest')}
      </Button>
      {problem && <Notice tone="bad">{problem}</Notice>}
    </section>
  )
}
