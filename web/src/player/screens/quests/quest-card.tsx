import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { QuestProgressShownFragment } from '../../../generated/graphql.js'
import { formatSpan } from '../../../texts/format.js'
import { Progress } from '../../../ui/progress.js'
import styles from '../../../ui/ui.module.css'
import { rewardsText } from '../../rewards.js'
import { ClaimButton } from './claim-button.js'
import card from './quest-card.module.css'

interface QuestCardProps {
  readonly progress: QuestProgressShownFragment
  /** Of a completion whose reward waits. */
  readonly completionId: string | null
  /** The server's time, in milliseconds. */
  readonly now: number
}

export function QuestCard({ progress, completionId, now }: QuestCardProps) {
  const { t } = useTranslation()
  const { quest, status, objectives, completions } = progress
  return (
    <article className={styles.card} data-status={status} aria-labelledby={progress.id}>
      <div className={card.head}>
        <h2 id={progress.id}>{quest.name}</h2>
        <span className={styles.badge} data-tone={TONES[status]}>
          {status === 'LOCKED' && <Lock size={12} aria-hidden />} {t(`quests.status.${status}`)}
        </span>
      </div>
      <p>{quest.description}</p>
      {status === 'LOCKED' && quest.prerequisites.length > 0 && (
        <p className={styles.muted}>
          {t('quests.needs')}: {quest.prerequisites.map(({ name }) => name).join(', ')}
        </p>
      )}
      <ul className={card.objectives}>
        {objectives.map(({ count, objective: { id, description, target } }) => (
          <li key={id}>
            <Progress
              label={description}
              value={count}
              max={target}
              text={t('quests.progress', { count: Math.min(count, target), target })}
            />
          </li>
        ))}
      </ul>
      <p className={styles.muted}>
        {t('quests.rewards')}: {rewardsText(quest.rewards) || t('quests.noReward')}
      </p>
      <p className={styles.muted}>
        {[
          completions > 0 && t('quests.completions', { count: completions }),
          quest.nextResetAt && countdown(quest.nextResetAt, 'quests.resetsIn'),
          quest.availableUntil && status !== 'EXPIRED' && countdown(quest.availableUntil, 'quests.endsIn'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {completionId !== null && <ClaimButton completionId={completionId} quest={quest} />}
    </article>
  )

  function countdown(until: string, key: 'quests.resetsIn' | 'quests.endsIn'): string {
    const leftMs = Date.parse(until) - now
    return leftMs <= 0 ? t('quests.resetDue') : t(key, { span: formatSpan(leftMs) })
  }
}

const TONES = {
  ACTIVE: 'plain',
  COMPLETED: 'accent',
  CLAIMED: 'good',
  EXHAUSTED: 'good',
  LOCKED: 'muted',
  EXPIRED: 'muted',
} as const
