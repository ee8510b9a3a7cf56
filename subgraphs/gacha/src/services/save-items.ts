import type { Item } from '../domain/rarity.js'
import type { Needs } from './needs.js'

/** Makes items, or brings their names and descriptions up to date. An item keeps its rarity: banners count on it. */
export async function saveItems(needs: Needs, items: readonly Item[]): Promise<void> {
  const known = await needs.items.findByIds(items.map(({ id }) => id))
  const changed = items.filter(item => {
    const before = known.get(item.id)
    if (before !== undefined && before.rarity !== item.rarity)
      throw new Error(`The item ${item.id} is ${before.rarity} and cannot become ${item.rarity}`)
    return (
      before === undefined ||
      before.name !== item.name ||
      before.description !== item.description ||
      before.kind !== item.kind
    )
  })
  if (changed.length === 0) return
  await needs.items.save(changed)
  await needs.cache.invalidate(
    'item',
    changed.map(({ id }) => id),
  )
}
