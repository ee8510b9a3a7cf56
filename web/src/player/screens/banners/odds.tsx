import { useTranslation } from 'react-i18next'
import ui from '../../../ui/ui.module.css'
import { RarityMark } from '../../items/rarity.js'
import type { BannerWithOdds } from './banner-query.js'
import styles from './banners.module.css'
import { percent, pulls } from './figures.js'

/** Every chance of a banner, as the server has computed it from the definition that draws. */
export function Odds({ odds }: { odds: BannerWithOdds['odds'] }) {
  const { t } = useTranslation()
  return (
    <section className={ui.stack} aria-labelledby="odds">
      <h2 id="odds">{t('banners.odds.title')}</h2>
      {odds.rarities.length > 0 ? <RarityTable rarities={odds.rarities} /> : <p>{t('banners.odds.ofModel')}</p>}
      <ItemOdds items={odds.items} />
      <p className={ui.muted}>
        {t('banners.odds.hash')} <code className={styles.hash}>{odds.hash}</code>
      </p>
    </section>
  )
}

/** A banner by a model has tiers instead, which its disclosure tells. */
function RarityTable({ rarities }: Pick<BannerWithOdds['odds'], 'rarities'>) {
  const { t } = useTranslation()
  return (
    <>
      <div className={ui.tableFrame} tabIndex={0} role="region" aria-label={t('banners.odds.byRarity')}>
        <table className={ui.table}>
          <caption className="visually-hidden">{t('banners.odds.byRarity')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('banners.odds.rarity')}</th>
              <th scope="col" className={ui.number}>
                {t('banners.odds.base')}
              </th>
              <th scope="col" className={ui.number}>
                {t('banners.odds.consolidated')}
              </th>
              <th scope="col" className={ui.number}>
                {t('banners.odds.expected')}
              </th>
              <th scope="col">{t('banners.odds.pity')}</th>
              <th scope="col">{t('banners.odds.featured')}</th>
            </tr>
          </thead>
          <tbody>
            {rarities.map(row => (
              <RarityRow key={row.rarity} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={ui.muted}>{t('banners.odds.note')}</p>
    </>
  )
}

function RarityRow({ row }: { row: BannerWithOdds['odds']['rarities'][number] }) {
  const { t } = useTranslation()
  const pity = [
    typeof row.softPityFrom === 'number' && t('banners.odds.soft', { pull: row.softPityFrom }),
    typeof row.hardPityAt === 'number' && t('banners.odds.hard', { pull: row.hardPityAt }),
  ].filter(Boolean)
  const featured =
    typeof row.featuredSharePercent !== 'number'
      ? []
      : [
          t('banners.odds.share', { share: percent(row.featuredSharePercent) }),
          row.featuredGuaranteed && t('banners.odds.guaranteed', { base: percent(row.featuredBaseSharePercent ?? 0) }),
          typeof row.featuredExpectedPulls === 'number' &&
            t('banners.odds.featuredExpected', { pulls: pulls(row.featuredExpectedPulls) }),
        ].filter(Boolean)
  return (
    <tr>
      <th scope="row">
        <RarityMark rarity={row.rarity} />
      </th>
      <td className={ui.number}>{percent(row.basePercent)}</td>
      <td className={ui.number}>{percent(row.consolidatedPercent)}</td>
      <td className={ui.number}>{pulls(row.expectedPulls)}</td>
      <td className={styles.words}>{pity.length > 0 ? pity.join('; ') : t('banners.odds.none')}</td>
      <td className={styles.words}>{featured.length > 0 ? featured.join('; ') : t('banners.odds.none')}</td>
    </tr>
  )
}

function ItemOdds({ items }: { items: BannerWithOdds['odds']['items'] }) {
  const { t } = useTranslation()
  return (
    <details className={styles.details}>
      <summary>{t('banners.odds.byItem', { count: items.length })}</summary>
      <div className={ui.tableFrame} tabIndex={0} role="region" aria-label={t('banners.odds.item')}>
        <table className={ui.table}>
          <thead>
            <tr>
              <th scope="col">{t('banners.odds.item')}</th>
              <th scope="col">{t('banners.odds.rarity')}</th>
              <th scope="col" className={ui.number}>
                {t('banners.odds.base')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ item, basePercent, featured }) => (
              <tr key={item.id}>
                <th scope="row">
                  {item.name} {featured && <span className={ui.badge}>{t('banners.featured')}</span>}
                </th>
                <td>
                  <RarityMark rarity={item.rarity} />
                </td>
                <td className={ui.number}>{percent(basePercent)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
