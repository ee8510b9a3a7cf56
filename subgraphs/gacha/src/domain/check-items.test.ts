import { describe, expect, it } from 'vitest'
import { items as content } from '../../../../prisma/gacha/content/items.js'
import { checkItems, ITEM_NAME_LENGTH_MAX, ITEMS_SAVED_MAX } from './check-items.js'
import type { Item } from './rarity.js'

const anItem = (changes: Partial<Item> = {}): Item => ({
  id: 'a0c29678-8eec-4f7f-9f0f-4352f6fdf388',
  name: 'Daybreaker',
  description: 'A greatsword with a sliver of morning in its edge.',
  rarity: 'ULTRA_RARE',
  kind: 'WEAPON',
  art: 'items/daybreaker',
  ...changes,
})
const another = (changes: Partial<Item>) => anItem({ id: '001ab128-8678-4dd5-bc17-d1a9189b5906', ...changes })

describe('the items of a content file', () => {
  it('are without problems where they have a picture of their own, none, or were never asked for one', () => {
    const { art: _, ...plain } = another({})
    expect(checkItems([anItem(), plain])).toEqual([])
    expect(checkItems([anItem({ art: null })])).toEqual([])
  })

  it.each([
    ['items[1].art', { art: 'items/Daybreaker.png' }],
    ['items[1].art', { art: '' }],
    ['items[1].art', { art: 'a'.repeat(121) }],
    ['items[1].name', { name: ' ' }],
    ['items[1].name', { name: 'x'.repeat(ITEM_NAME_LENGTH_MAX + 1) }],
    ['items[1].description', { description: '' }],
    ['items[1].id', { id: 'daybreaker' }],
    ['items[1].locale', { locale: 'en_US' }],
    ['items[1].translations[0].locale', { translations: [{ locale: 'pt_BR', name: 'Espada' }] }],
    ['items[1].translations[1].locale', { translations: [{ locale: 'pt' }, { locale: 'pt' }] }],
    ['items[1].translations[0].name', { translations: [{ locale: 'pt', name: '' }] }],
  ] as const)('say at %s what was expected', (path, changes) => {
    const problems = checkItems([anItem(), another(changes)])
    expect(problems.map(problem => problem.path)).toEqual([path])
  })

  it('are refused where two have one id, and where they are too many', () => {
    expect(checkItems([anItem(), anItem()]).map(({ path }) => path)).toEqual(['items[1].id'])
    const crowd = Array.from({ length: ITEMS_SAVED_MAX + 1 }, (_, n) =>
      anItem({ id: `a0c29678-8eec-4f7f-9f0f-${String(n).padStart(12, '0')}` }),
    )
    expect(checkItems(crowd).map(({ path }) => path)).toEqual(['items'])
  })

  it('of the seed have each a picture of its own', () => {
    expect(checkItems(content)).toEqual([])
    const keys = content.map(item => item.art)
    expect(new Set(keys).size).toBe(content.length)
    expect(keys.every(key => key.startsWith('items/'))).toBe(true)
  })
})
