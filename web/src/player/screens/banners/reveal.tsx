import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rarity } from '../../../generated/graphql.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import ui from '../../../ui/ui.module.css'
import { ItemTile } from '../../items/item-tile.js'
import { rarityClass } from '../../items/rarity.js'
import styles from './banners.module.css'
import type { DrawnPull } from './use-pull.js'

const RARITIES: readonly Rarity[] = ['ULTRA_RARE', 'SUPER_RARE', 'RARE']
const LIGHT_MS = 1_400
const STEP_MS = 320

/** How many items are shown: none while the light is on, then one after the other; all at once without motion. */
function useUnveiling(total: number): { shown: number; skip: () => void } {
  const [shown, setShown] = useState(() => (matchMedia('(prefers-reduced-motion: reduce)').matches ? total : 0))
  useEffect(() => {
    if (shown >= total) return undefined
    const timer = setTimeout(() => setShown(shown + 1), shown === 0 ? LIGHT_MS : STEP_MS)
    return () => clearTimeout(timer)
  }, [shown, total])
  return { shown, skip: () => setShown(total) }
}

/** The items that were drawn. The result is settled before anything moves: skipping and closing change nothing. */
export function Reveal(props: {
  readonly pull: DrawnPull
  readonly onAgain: () => void
  readonly onClose: () => void
}) {
  const { pull, onAgain, onClose } = props
  const { t } = useTranslation()
  const { items } = pull
  const { shown, skip } = useUnveiling(items.length)
  const isDone = shown >= items.length
  const counts = RARITIES.map(rarity => ({ rarity, count: items.filter(({ item }) => item.rarity === rarity).length }))
  const best = counts.find(({ count }) => count > 0)?.rarity ?? 'RARE'
  return (
    <Dialog open title={t('banners.result', { count: items.length })} onClose={onClose}>
      <p role="status">
        {isDone &&
          counts
            .filter(({ count }) => count > 0)
            .map(({ rarity, count }) => `${count} × ${t(`inventory.rarity.${rarity}`)}`)
            .join(', ')}
      </p>
      {shown === 0 ? (
        <div className={`${styles.light} ${rarityClass(best)}`} aria-hidden />
      ) : (
        <ol className={styles.drawn}>
          {items.slice(0, shown).map(({ item, featured, duplicate, shards, payout }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- the same item may be drawn twice
            <li key={index} className={styles.card}>
              <ItemTile
                item={item}
                notes={
                  <>
                    {featured && <span className={ui.badge}>{t('banners.featured')}</span>}
                    {!duplicate && <span className={ui.badge}>{t('banners.new')}</span>}
                    {payout && (
                      <span className={ui.badge}>
                        {t('banners.payout', {
                          amount: formatNumber(payout.amount),
                          currency: t(`shop.currency.${payout.currency}`),
                        })}
                      </span>
                    )}
                    {shards && (
                      <span className={ui.badge}>
                        {t('banners.shards', { amount: formatNumber(shards.amount), name: shards.item.name })}
                      </span>
                    )}
                  </>
                }
              />
            </li>
          ))}
        </ol>
      )}
      <div className={`${ui.row} ${styles.actions}`}>
        <Button tone="primary" onClick={isDone ? onClose : skip}>
          {t(isDone ? 'close' : 'banners.skip')}
        </Button>
        {isDone && <Button onClick={onAgain}>{t('banners.again', { count: items.length })}</Button>}
        {isDone && <Link to="/pulls">{t('banners.proof')}</Link>}
      </div>
    </Dialog>
  )
}
