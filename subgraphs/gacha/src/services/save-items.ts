import { isDeepStrictEqual } from 'node:util'
import { checkItems } from '../domain/check-items.js'
import type { Item } from '../domain/rarity.js'
import { findItems, upsertItems } from '../repositories/item.js'
import type { Needs } from './needs.js'

/**
 * Makes items, or brings all but their rarity up to date: banners count on it.
 * @throws Error naming the problems of the content with their paths
 */
export async function saveItems(needs: Needs, items: readonly Item[]): Promise<void> {
  const problems = checkItems(items)
  if (problems.length > 0) {
    throw new Error(
      `The items cannot be saved: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
    )
  }
  const known = await findItems(
    needs.prisma,
    items.map(({ id }) => id),
  )
  const changed = items.filter(item => {
    const before = known.get(item.id)
    if (before !== undefined && before.rarity !== item.rarity)
      throw new Error(`The item ${item.id} is ${before.rarity} and cannot become ${item.rarity}`)
    return before === undefined || !isDeepStrictEqual(formOf(before), formOf(item))
  })
  if (changed.length === 0) return
  await upsertItems(needs.prisma, changed)
  await needs.cache.invalidate(
    'item',
    changed.map(({ id }) => id),
  )
}

/** All that may change, with what is left out as null: a column has no other way to say so. */
const formOf = ({ name, description, kind, art = null, locale = null, translations = null }: Item): unknown => ({
  name,
  description,
  kind,
  art,
  locale,
  translations,
})
