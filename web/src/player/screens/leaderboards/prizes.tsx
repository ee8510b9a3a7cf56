import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import { rewardsText, type RewardShown } from '../../rewards.js'
import own from './leaderboards.module.css'

interface Prize {
  readonly fromRank: number
  readonly toRank: number
  readonly rewards: readonly RewardShown[]
}

/** The rewards by rank that are granted when the period ends. */
export function Prizes({ prizes }: { prizes: readonly Prize[] }) {
  const { t } = useTranslation()
  return (
    <section className={styles.card}>
      <h2>{t('leaderboards.prizes')}</h2>
      <ul className={own.prizes}>
        {prizes.map(({ fromRank, toRank, rewards }) => {
          const [from, to] = [formatNumber(fromRank), formatNumber(toRank)]
          const ranks = t(fromRank === toRank ? 'leaderboards.prizeOne' : 'leaderboards.prizeMany', { from, to })
          return (
            <li key={fromRank}>
              <span className={styles.muted}>{ranks}</span> <span>{rewardsText(rewards)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
