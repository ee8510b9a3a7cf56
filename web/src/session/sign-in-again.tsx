import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.js'
import { Dialog } from '../ui/dialog.js'
import { endSession } from './session.js'
import { SignInForm } from './sign-in-form.js'
import { useSessionPhase } from './use-session.js'

/** When a session ends while the page is open: the screen below stays, with all that was typed. */
export function SignInAgain() {
  const { t } = useTranslation()
  return (
    <Dialog open={useSessionPhase() === 'ended'} title={t('session.again.title')} description={t('session.again.text')}>
      <SignInForm />
      <Button onClick={() => void endSession()}>{t('session.again.leave')}</Button>
    </Dialog>
  )
}
