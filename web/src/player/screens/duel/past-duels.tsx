import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { PastDuelFragment } from '../../../generated/graphql.js'
import { formatRecent, formatNumber } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import { resultOf } from './result.js'

graphql(`
  fragment PastDuel on Match {
    id
    status
    startedAt
    winner {
      id
    }
    players {
      ratingBefore
      ratingAfter
      user {
        id
        username
      }
    }
  }
`)

/** The last duels of the player. */
export function PastDuels({ viewerId, matches }: { viewerId: string; matches: readonly PastDuelFragment[] }) {
  const { t } = useTranslation()
  return (
    <section className={styles.stack} aria-label={t('duel.past')}>
      <h2>{t('duel.past')}</h2>
      {matches.length === 0 && <p className={styles.muted}>{t('duel.nonePast')}</p>}
      <ul className={styles.stack} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {matches.map(match => {
          const mine = match.players.find(({ user }) => user?.id === viewerId)
          const opponent = match.players.find(({ user }) => user?.id !== viewerId)?.user?.username
          const result = resultOf(match, viewerId)
          return (
            <li key={match.id} className={styles.split}>
              <span>
                {opponent ?? t('duel.opponent')}{' '}
                <span className={styles.muted}>{match.startedAt && formatRecent(match.startedAt)}</span>
              </span>
              <span className={styles.badge} data-tone={result === 'won' ? 'good' : 'muted'}>
                {t(`duel.results.${result}`)}
                {mine?.ratingAfter ? ` · ${formatNumber(mine.ratingAfter)}` : ''}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
