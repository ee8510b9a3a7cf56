import type { TFunction } from 'i18next'

const RARITIES = ['ULTRA_RARE', 'SUPER_RARE', 'RARE'] as const
const POOLS = ['featured', 'others'] as const

/** A tier or pool such as `ULTRA_RARE.featured` in the words of the page; its own names where the page has none. */
export function prizeText(event: string, t: TFunction): string {
  const [tierName = '', poolName] = event.split('.')
  const rarity = RARITIES.find(each => each === tierName)
  const pool = POOLS.find(each => each === poolName)
  const tier = rarity === undefined ? tierName : t(`inventory.rarity.${rarity}`)
  return poolName === undefined
    ? tier
    : t('banners.outlook.pool', { tier, pool: pool === undefined ? poolName : t(`banners.outlook.pools.${pool}`) })
}
