import { useTranslation } from 'react-i18next'
import { Screen } from '../../../ui/screen.js'
import { Tabs } from '../../parts/tabs.js'
import { hasRole } from '../../roles.js'
import { Announce } from './announce.js'
import { NotificationLog } from './notification-log.js'
import { SendMail } from './send-mail.js'

/** Mail and announcements to players, and the log of what was pushed. */
export default function Mail() {
  const { t } = useTranslation()
  const log = { name: t('consoleMail.log'), content: () => <NotificationLog /> }
  const send = [
    { name: t('consoleMail.send'), content: () => <SendMail /> },
    { name: t('consoleMail.announce'), content: () => <Announce /> },
  ]
  return (
    <Screen title={t('console.nav.mail')}>
      <Tabs tabs={hasRole('admin.support') ? [...send, log] : [log]} />
    </Screen>
  )
}
