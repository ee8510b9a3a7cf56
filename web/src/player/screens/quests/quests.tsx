import { Tabs } from '@base-ui/react/tabs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { QuestCard } from './quest-card.js'
import { FILTERS, questsOf, type Filter } from './quest-list.js'
import { useServerClock } from './use-server-clock.js'

const QUESTS = graphql(`
  query Quests {
    me {
      id
      questProgress {
        ...QuestProgressShown
      }
      questCompletions(claimed: false, first: 100) {
        edges {
          node {
            id
            quest {
              id
            }
          }
        }
      }
    }
  }
  fragment QuestProgressShown on QuestProgress {
    id
    status
    completions
    updatedAt
    objectives {
      count
      objective {
        id
        description
        target
      }
    }
    quest {
      id
      name
      description
      autoClaim
      reset
      nextResetAt
      availableUntil
      prerequisites {
        id
        name
      }
      rewards {
        ...RewardShown
      }
    }
  }
`)

/** All quests of the player; counts move with `questProgressed`, which the frame follows. */
export default function Quests() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: QUESTS })
  const [filter, setFilter] = useState<Filter>('all')
  const now = useServerClock()
  return (
    <Screen title={t('nav.quests')}>
      <Loaded data={data?.me ?? undefined} error={error} retry={reload}>
        {({ questProgress, questCompletions }) => {
          const waiting = new Map((questCompletions?.edges ?? []).map(({ node }) => [node.quest.id, node.id]))
          const shown = questsOf(questProgress ?? [], filter)
          return (
            <Tabs.Root value={filter} onValueChange={(value: Filter) => setFilter(value)} className={styles.stack}>
              <Tabs.List className={styles.tabs} aria-label={t('quests.filter')}>
                {FILTERS.map(name => (
                  <Tabs.Tab key={name} value={name} className={styles.tab}>
                    {t(`quests.filters.${name}`)} ({questsOf(questProgress ?? [], name).length})
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={filter} className={styles.grid}>
                {shown.map(progress => (
                  <QuestCard
                    key={progress.id}
                    progress={progress}
                    completionId={waiting.get(progress.quest.id) ?? null}
                    now={now}
                  />
                ))}
                {shown.length === 0 && <p className={styles.muted}>{t('quests.none')}</p>}
              </Tabs.Panel>
            </Tabs.Root>
          )
        }}
      </Loaded>
    </Screen>
  )
}
