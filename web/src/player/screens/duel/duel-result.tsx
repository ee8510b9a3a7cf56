import { useTranslation } from 'react-i18next'
import type { DuelFragment } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import styles from '../../../ui/ui.module.css'
import puzzles from '../../puzzles/puzzles.module.css'
import { resultOf } from './result.js'

export function DuelResult(props: {
  readonly match: DuelFragment
  readonly viewerId: string
  readonly onAgain: () => void
}) {
  const { match, viewerId, onAgain } = props
  const { t } = useTranslation()
  const result = resultOf(match, viewerId)
  return (
    <>
      <Notice tone={result === 'won' ? 'good' : 'plain'}>
        <strong>{t(result === 'running' ? 'loading' : `duel.${result}`)}</strong>
      </Notice>
      <ul className={puzzles.players} aria-label={t('duel.players')}>
        {match.players.map(({ user, ratingBefore, ratingAfter }) => (
          <li key={user?.id} className={styles.stack}>
            <strong>{user?.id === viewerId ? t('duel.you') : (user?.username ?? t('duel.opponent'))}</strong>
            <span>
              {t('duel.ratingChange', {
                before: formatNumber(ratingBefore),
                after: formatNumber(ratingAfter ?? ratingBefore),
              })}
            </span>
          </li>
        ))}
      </ul>
      <div>
        <Button tone="primary" onClick={onAgain}>
          {t('duel.again')}
        </Button>
      </div>
    </>
  )
}
