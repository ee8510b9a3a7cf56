import { useTranslation } from 'react-i18next'
import { Screen } from '../../../ui/screen.js'
import { Tabs } from '../../parts/tabs.js'
import { AdminLog } from './admin-log.js'
import { DeadLetters } from './dead-letters.js'
import { EventList } from './event-list.js'

export default function Events() {
  const { t } = useTranslation()
  return (
    <Screen title={t('console.nav.events')}>
      <Tabs
        tabs={[
          { name: t('consoleEvents.all'), content: () => <EventList /> },
          { name: t('consoleEvents.deadLetters'), content: () => <DeadLetters /> },
          { name: t('consoleEvents.adminLog'), content: () => <AdminLog /> },
        ]}
      />
    </Screen>
  )
}
