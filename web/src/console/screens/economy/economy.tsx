import { useTranslation } from 'react-i18next'
import { Screen } from '../../../ui/screen.js'
import { Tabs } from '../../parts/tabs.js'
import { Audit } from './audit.js'
import { Ledger } from './ledger.js'
import { Purchases } from './purchases.js'

export default function Economy() {
  const { t } = useTranslation()
  return (
    <Screen title={t('console.nav.economy')}>
      <Tabs
        tabs={[
          { name: t('consolePlayers.ledger'), content: () => <Ledger /> },
          { name: t('consolePlayers.purchases'), content: () => <Purchases /> },
          { name: t('consoleEconomy.audit'), content: () => <Audit /> },
        ]}
      />
    </Screen>
  )
}
