import { useTranslation } from 'react-i18next'
import { SignInForm } from '../session/sign-in-form.js'
import frame from '../ui/frame.module.css'

/** The way in for operators. */
export function ConsoleEntry() {
  const { t } = useTranslation()
  return (
    <div className={frame.entry}>
      <h1>{t('console.title')}</h1>
      <SignInForm />
    </div>
  )
}
