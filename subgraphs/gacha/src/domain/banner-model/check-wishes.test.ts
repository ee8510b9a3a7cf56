import { describe, expect, it } from 'vitest'
import { heroes, modelDefinitionOf, stone, sword } from '../../../test/banner-model/banner-of-model.js'
import { aWishBanner, choices } from '../../../test/banner-model/wish-banner.js'
import { checkDeliverable } from './check-deliverable.js'
import { checkModel } from './check-model.js'
import { checkSuccessor } from './check-successor.js'

type Tiers = Record<string, unknown>[]
const problemsOf = (change: Record<string, unknown>) =>
  checkModel(aWishBanner(change)).problems.map(({ path, message }) => `${path}: ${message}`)
const [top = {}, rest = {}] = aWishBanner().tiers
const wishes = (change: Record<string, unknown>) => ({ wishes: { choices, count: [1, 2], ...change } })
const wishedAlone = { ...top, pools: [{ name: 'wished', source: 'wished' }] }

describe('a definition with a list of wishes', () => {
  it('is right with a pool of wished items alone, whose list may have all choices', () => {
    expect(problemsOf({})).toEqual([])
    expect(problemsOf({ tiers: [wishedAlone, rest], counters: {}, ...wishes({ count: [1, 3] }) })).toEqual([])
    expect(checkDeliverable(modelDefinitionOf(aWishBanner()))).toEqual([])
  })

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'no list for its pools',
      { wishes: undefined },
      [
        'tiers[0].pools[0].source: needs wishes of the banner, whose choices it gives',
        'tiers[0].pools[1].source: needs wishes of the banner, whose choices it gives',
      ],
    ],
    [
      'no pool of wished items',
      { tiers: [{ ...top, pools: [{ name: 'wished', source: 'unwished' }] }, rest] },
      ['wishes: has no effect: no pool has the source "wished"'],
    ],
    [
      'pools in two tiers',
      { tiers: [top, { ...rest, pools: [{ name: 'more', source: 'wished' }] }] as Tiers },
      ['tiers[1].pools[0].source: must be of the tier SSR: its items are the choices'],
    ],
    [
      'a target',
      { target: { choices: [sword], change: 'free' } },
      [
        'target: has no effect: no pool has the source "target", no counter the scope "item"',
        'wishes: must be left out beside a target: a player chooses one item, or a list',
      ],
    ],
    [
      'a list that leaves nothing',
      wishes({ count: [1, 3] }),
      ['wishes.count[1]: must be 2 at most: a pool gives the choices that are not on the list'],
    ],
    [
      'a list longer than the choices',
      { tiers: [wishedAlone, rest], counters: {}, ...wishes({ count: [1, 4] }) },
      ['wishes.count[1]: must be 3 at most, the number of choices'],
    ],
    [
      'a list that ends before it begins',
      wishes({ count: [2, 1] }),
      ['wishes.count[1]: must be 2 or more, the fewest items of a list'],
    ],
    ['a choice twice', wishes({ choices: [...choices, { id: sword }] }), ['wishes.choices[3].id: is used already']],
    ['a reset of no counter', wishes({ resets: ['luck'] }), ['wishes.resets[0]: no counter has this name']],
  ])('is refused with %s', (_, change, problems) => {
    expect(problemsOf(change)).toEqual(problems)
  })

  it('cannot be published with a choice in a pool that leaves owned items out, or with a reset of an order', () => {
    const unowned = { ...rest, pools: [{ name: 'all', source: 'unowned', items: [{ id: sword }], refill: 'empty' }] }
    const paths = (change: Record<string, unknown>) =>
      checkDeliverable(modelDefinitionOf(aWishBanner(change))).map(({ path }) => path)
    expect(paths({ tiers: [top, unowned] })).toEqual(['wishes.choices[2].id'])
    const misses = { ...aWishBanner().counters.misses, scope: 'order' }
    expect(paths({ counters: { misses }, ...wishes({ resets: ['misses'] }) })).toEqual(['wishes.resets[0]'])
  })
})

describe('a version of a banner with a list', () => {
  const current = modelDefinitionOf(aWishBanner())
  const after = (change: Record<string, unknown>) =>
    checkSuccessor(current, modelDefinitionOf(aWishBanner(change))).map(({ path }) => path)

  it('may add choices, weigh them otherwise, and allow shorter and longer lists', () => {
    const more = [...choices.map(({ id }) => ({ id })), { id: stone, weight: 2 }]
    expect(after(wishes({ choices: more, count: [1, 3] }))).toEqual([])
  })

  it('keeps the lists that players have made', () => {
    const two = modelDefinitionOf(aWishBanner(wishes({ count: [1, 1] })))
    expect(checkSuccessor(current, two).map(({ path }) => path)).toEqual(['wishes.count[1]'])
    expect(after(wishes({ count: [2, 2] }))).toEqual(['wishes.count[0]'])
    expect(after(wishes({ choices: [{ id: heroes.featured }, { id: sword }], count: [1, 1] }))).toEqual([
      'wishes.choices',
      'wishes.count[1]',
    ])
    const plain = {
      ...top,
      pools: [
        { name: 'wished', chance: [{ points: [[1, 50]] }], source: 'weights', items: choices },
        { name: 'others', source: 'weights', items: choices },
      ],
    }
    expect(after({ tiers: [plain, rest], wishes: undefined })).toEqual(['wishes'])
  })
})
