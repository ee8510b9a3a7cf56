import { useTranslation } from 'react-i18next'
import { Progress } from '../../../ui/progress.js'
import { ScreenLink } from '../../../ui/screen-link.js'
import styles from '../../../ui/ui.module.css'
import { questsOf, type Standing } from '../quests/quest-list.js'
import home from './home.module.css'

interface Active extends Standing {
  readonly id: string
  readonly quest: { readonly name: string }
  readonly objectives: readonly {
    readonly count: number
    readonly objective: { readonly id: string; readonly description: string; readonly target: number }
  }[]
}
const SHOWN_MAX = 4

/** Quests that something has counted for, and rewards that wait. */
export function ActiveQuests({ all }: { all: readonly Active[] }) {
  const { t } = useTranslation()
  const waiting = all.filter(({ status }) => status === 'COMPLETED')
  const shown = [...waiting, ...questsOf(all, 'running')].slice(0, SHOWN_MAX)
  return (
    <section className={styles.card} aria-labelledby="active-quests">
      <h2 id="active-quests">{t('home.quests')}</h2>
      {shown.length === 0 && <p className={styles.muted}>{t('home.noQuests')}</p>}
      <ul className={home.quests}>
        {shown.map(({ id, status, quest, objectives }) => (
          <li key={id}>
            <h3>{quest.name}</h3>
            {status === 'COMPLETED' && <p className={styles.muted}>{t('quests.status.COMPLETED')}</p>}
            {objectives.map(({ count, objective: { id: objectiveId, description, target } }) => (
              <Progress
                key={objectiveId}
                label={description}
                value={count}
                max={target}
                text={t('quests.progress', { count: Math.min(count, target), target })}
              />
            ))}
          </li>
        ))}
      </ul>
      <ScreenLink to="/quests">{t('home.allQuests')}</ScreenLink>
    </section>
  )
}
