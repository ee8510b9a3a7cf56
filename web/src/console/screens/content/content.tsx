import { useTranslation } from 'react-i18next'
import { Screen } from '../../../ui/screen.js'
import { Tabs } from '../../parts/tabs.js'
import { Banners } from './banners.js'
import { Leaderboards } from './leaderboards.js'
import { Puzzles } from './puzzles.js'
import { Quests } from './quests.js'

export default function Content() {
  const { t } = useTranslation()
  return (
    <Screen title={t('console.nav.content')}>
      <Tabs
        tabs={[
          { name: t('consoleContent.quests'), content: () => <Quests /> },
          { name: t('consoleContent.banners'), content: () => <Banners /> },
          { name: t('consoleContent.leaderboards'), content: () => <Leaderboards /> },
          { name: t('consoleContent.puzzles'), content: () => <Puzzles /> },
        ]}
      />
    </Screen>
  )
}
