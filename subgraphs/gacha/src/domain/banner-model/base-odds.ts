import type { BannerOdds } from '../odds.js'
import { chancesFrom } from '../outlook.js'
import type { CompiledModel } from './compile.js'
import { FEATURED } from './from-banner.js'

const PERCENT = 100

/**
 * The chances of a player's first draw on a banner with a model: of each item, in full boxes and unowned pools, but of
 * none that depends on a choice of the player. It has
 * tiers of its own and no rarities; banner-odds computes those.
 */
export function baseOddsOf(model: CompiledModel): BannerOdds {
  const chances = chancesFrom(model, null)
  const items = new Map<string, { itemId: string; basePercent: number; featured: boolean }>()
  for (const [index, { pool, shares, total }] of model.pools.entries()) {
    if (!('items' in pool)) continue
    for (const [place, { id: itemId }] of pool.items.entries()) {
      const percent = ((chances[index] ?? 0) * (shares[place] ?? 0) * PERCENT) / total
      const { basePercent, featured } = items.get(itemId) ?? { basePercent: 0, featured: false }
      items.set(itemId, {
        itemId,
        basePercent: basePercent + percent,
        featured: featured || pool.name === FEATURED,
      })
    }
  }
  return { rarities: [], items: [...items.values()] }
}
