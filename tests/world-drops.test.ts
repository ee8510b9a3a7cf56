import { expect, test } from 'vitest'
import { items } from '../prisma/gacha/content/items.js'
import { read } from './house/tree.js'

interface Kind {
  readonly key: string
  readonly drops: readonly { readonly itemId: string; readonly name: string }[]
}

test('what monsters leave are items of gacha, under their names', () => {
  const kinds = JSON.parse(read('prisma/characters/content/monsters.json')) as readonly Kind[]
  const nameOf = new Map(items.map(({ id, name }) => [id, name]))
  const drops = kinds.flatMap(kind => kind.drops.map(({ itemId, name }) => ({ kind: kind.key, itemId, name })))
  expect(drops.length).toBeGreaterThan(5)
  expect(drops).toEqual(drops.map(drop => ({ ...drop, name: nameOf.get(drop.itemId) })))
})
