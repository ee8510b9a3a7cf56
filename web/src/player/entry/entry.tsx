import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../generated/gql.js'
import { SignInForm } from '../../session/sign-in-form.js'
import { Button } from '../../ui/button.js'
import frame from '../../ui/frame.module.css'
import styles from '../../ui/ui.module.css'
import mark from '../../ui/waystone.svg'
import { DemoPlayers } from './demo-players.js'
import { ForgotPassword } from './forgot-password.js'
import { GuestButton } from './guest-button.js'
import { SignUpForm } from './sign-up-form.js'

const WAYS_IN = graphql(`
  query WaysIn {
    accessOptions {
      guests
      mail
      demoPlayers {
        username
        password
        displayName
      }
    }
  }
`)

type Way = 'signIn' | 'signUp' | 'forgot'

/** The way in: signing in, signing up, playing as a guest, demo players. */
export function Entry() {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way>('signIn')
  const [{ data }] = useQuery({ query: WAYS_IN })
  const options = data?.accessOptions
  return (
    <div className={frame.entry}>
      <div className={styles.stack}>
        <h1 className={frame.title}>
          <img className={frame.mark} src={mark} alt="" />
          Waystone
        </h1>
        <p className={styles.muted}>{t('session.pitch')}</p>
      </div>
      <section className={styles.card} aria-labelledby="way">
        <h2 id="way">{t(`session.${way === 'forgot' ? 'forgotTitle' : way}`)}</h2>
        {way === 'signIn' && <SignInForm />}
        {way === 'signUp' && <SignUpForm />}
        {way === 'forgot' && <ForgotPassword />}
        <div className={styles.row}>
          {way !== 'signIn' && <Button onClick={() => setWay('signIn')}>{t('session.toSignIn')}</Button>}
          {way !== 'signUp' && <Button onClick={() => setWay('signUp')}>{t('session.toSignUp')}</Button>}
          {way === 'signIn' && options?.mail && <Button onClick={() => setWay('forgot')}>{t('session.forgot')}</Button>}
        </div>
      </section>
      {options?.guests && <GuestButton />}
      {options && options.demoPlayers.length > 0 && <DemoPlayers players={options.demoPlayers} />}
    </div>
  )
}
