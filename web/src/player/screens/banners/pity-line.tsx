import { useTranslation } from 'react-i18next'
import type { PityPartsFragment } from '../../../generated/graphql.js'
import ui from '../../../ui/ui.module.css'
import { RarityMark } from '../../items/rarity.js'
import type { BannerWithOdds } from './banner-query.js'
import styles from './banners.module.css'

/** How far the player's luck is overdue: bars towards the pulls that are certain, and what the next one brings. */
export function PityOf({ pity, odds }: { pity: PityPartsFragment; odds: BannerWithOdds['odds'] }) {
  const { t } = useTranslation()
  const lines = [
    { rarity: 'ULTRA_RARE', since: pity.pullsSinceUltraRare, guaranteed: pity.featuredGuaranteedNext },
    { rarity: 'SUPER_RARE', since: pity.pullsSinceSuperRare, guaranteed: pity.superRareFeaturedGuaranteedNext },
  ] as const
  return (
    <section className={ui.card} aria-labelledby="pity">
      <h2 id="pity">{t('banners.pity.title')}</h2>
      {lines.map(({ rarity, since, guaranteed }) => {
        const certainAt = odds.rarities.find(row => row.rarity === rarity)?.hardPityAt ?? null
        const until = certainAt === null ? null : Math.max(1, certainAt - since)
        return (
          <div key={rarity} className={styles.pity}>
            <div className={styles.pityHead}>
              <RarityMark rarity={rarity} />
              <span>{t('banners.pity.since', { count: since })}</span>
            </div>
            {certainAt !== null && (
              <meter min={0} max={certainAt} value={Math.min(since, certainAt)} aria-label={t('banners.pity.title')} />
            )}
            {until !== null && <p className={ui.muted}>{t('banners.pity.until', { count: until })}</p>}
            {guaranteed && <p>{t('banners.pity.guaranteed')}</p>}
          </div>
        )
      })}
    </section>
  )
}
