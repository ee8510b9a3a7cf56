import { Tabs } from '@base-ui/react/tabs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { Board } from './board.js'

const LEADERBOARDS = graphql(`
  query Leaderboards {
    leaderboards {
      id
      name
    }
  }
`)

/** All leaderboards, of which one is shown. */
export default function Leaderboards() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: LEADERBOARDS })
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Screen title={t('nav.leaderboards')}>
      <Loaded data={data?.leaderboards} error={error} retry={reload}>
        {boards => {
          const shown = chosen ?? boards[0]?.id
          if (shown === undefined) return <p className={styles.muted}>{t('leaderboards.none')}</p>
          return (
            <Tabs.Root value={shown} onValueChange={(id: string) => setChosen(id)} className={styles.stack}>
              <Tabs.List className={styles.tabs} aria-label={t('leaderboards.choose')}>
                {boards.map(({ id, name }) => (
                  <Tabs.Tab key={id} value={id} className={styles.tab}>
                    {name}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={shown} className={styles.stack}>
                <Board key={shown} id={shown} />
              </Tabs.Panel>
            </Tabs.Root>
          )
        }}
      </Loaded>
    </Screen>
  )
}
