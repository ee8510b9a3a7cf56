import { useTranslation } from 'react-i18next'
import { SignInForm } from '../session/sign-in-form.js'
import frame from '../ui/frame.module.css'
import styles from '../ui/ui.module.css'

/** The way in: signing in, signing up, playing as a guest, demo players. */
export function Entry() {
  const { t } = useTranslation()
  return (
    <div className={frame.entry}>
      <h1>Waystone</h1>
      <p className={styles.muted}>{t('session.pitch')}</p>
      <SignInForm />
    </div>
  )
}
