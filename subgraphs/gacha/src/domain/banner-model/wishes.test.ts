import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyModelOfLists } from '../../../test/banner-model/any-list.js'
import { heroes, modelDefinitionOf, stone, sword } from '../../../test/banner-model/banner-of-model.js'
import { aWishBanner, choices } from '../../../test/banner-model/wish-banner.js'
import { seededWords } from '../seeded-words.js'
import { firstMemory } from '../banner-simulation/histories.js'
import { modelOddsOf } from '../banner-odds/model-odds.js'
import { changeMemory, type MemoryChange } from './change-memory.js'
import { checkMemory } from './check-memory.js'
import { compileModel, type CompiledModel } from './compile.js'
import type { Wishes } from './definition.js'
import { drawOrder } from './draw-order.js'
import { followOrder } from './follow-order.js'
import { gatherMemory, mergeKept, scatterMemory } from './kept-memory.js'
import { noMemory, type Memory } from './memory.js'
import { followsList, leastPart, problemOfList } from './wishes.js'

const ID = 'a3c2f3de-0000-4000-8000-000000000001'
const lists = compileModel(modelDefinitionOf(aWishBanner()))
const wishesOf = ({ definition: { wishes } }: CompiledModel): Wishes => {
  if (wishes === undefined) throw new Error('The model has no wishes')
  return wishes
}
const sorted = (...ids: string[]) => ids.toSorted()
const list = (...itemIds: string[]): MemoryChange => ({ kind: 'WISHES', itemIds })
const keptOf = (memory: Partial<Memory>, model = lists) => scatterMemory(model, ID, { ...noMemory, ...memory })

/** All lists that a banner allows. */
function listsOf({ choices: all, count: [min, max] }: Wishes): readonly string[][] {
  const found: string[][] = [[]]
  for (const { id } of all) found.push(...found.map(each => [...each, id]))
  return found.filter(({ length }) => length >= min && length <= max)
}

describe('a list', () => {
  it('is remembered sorted; the first one leaves all counters, another one sets those that it resets', () => {
    const kept = keptOf({ counters: { misses: 1 } })
    const first = changeMemory(lists, ID, { kept, change: list(sword, heroes.featured) })
    if (first.kind !== 'changed') throw new Error(first.kind)
    expect(first.before).toEqual({ ...noMemory, counters: { misses: 1 }, wishes: [] })
    expect(first.after).toEqual({ ...first.before, wishes: sorted(sword, heroes.featured) })
    const then = mergeKept(kept, first.kept)
    expect(changeMemory(lists, ID, { kept: then, change: list(heroes.featured, sword) })).toEqual({ kind: 'same' })
    const other = changeMemory(lists, ID, { kept: then, change: list(sword) })
    if (other.kind !== 'changed') throw new Error(other.kind)
    expect(other.after).toEqual({ ...noMemory, counters: { misses: 0 }, wishes: [sword] })
    expect(gatherMemory(lists, ID, mergeKept(then, other.kept))).toEqual(other.after)
  })

  it.each([
    ['too few', [], { kind: 'count', actual: 0 }],
    ['too many', choices.map(({ id }) => id), { kind: 'count', actual: 3 }],
    ['an item twice', [sword, sword], { kind: 'twice', itemId: sword }],
    ['an item that is no choice', [sword, stone], { kind: 'notOffered', itemId: stone }],
  ])('of %s is refused', (_, itemIds, problem) => {
    expect(changeMemory(lists, ID, { kept: new Map(), change: list(...itemIds) })).toMatchObject({
      kind: 'wrongList',
      problem,
    })
  })

  it('counts as none on a version that does not allow it, and leaves nothing to draw', () => {
    const kept = keptOf({ wishes: sorted(sword, heroes.featured) })
    const short = compileModel(modelDefinitionOf(aWishBanner({ wishes: { choices, count: [1, 1] } })))
    const before = gatherMemory(short, ID, kept)
    expect(before.wishes).toEqual([])
    const [order] = short.definition.orders
    if (order === undefined) throw new Error('The banner has no order')
    expect(drawOrder(short, before, { order, wordsAt: () => () => 0 })).toEqual({ kind: 'noWishes' })
  })

  it('is a part of the memory on banners with wishes alone, sorted and allowed', () => {
    expect(checkMemory(lists, { ...noMemory, wishes: [] })).toEqual([])
    expect(checkMemory(lists, noMemory)).toEqual(['the list of wishes is missing'])
    const [first = '', second = ''] = sorted(sword, heroes.featured)
    expect(checkMemory(lists, { ...noMemory, wishes: [first, second] })).toEqual([])
    for (const wishes of [[second, first], [stone], [first, first]])
      expect(checkMemory(lists, { ...noMemory, wishes })).toEqual(['the list of wishes is none that the banner allows'])
  })
})

describe('the odds of an item', () => {
  it('are the least over all lists that have it, or lack it', () => {
    const wishes = fc
      .record({
        weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }),
        min: fc.nat(),
        max: fc.nat(),
      })
      .map(({ weights, min, max }) => {
        const most = 1 + (max % (weights.length - 1))
        return {
          choices: weights.map((weight, index) => ({ id: `item ${index}`, weight })),
          count: [1 + (min % most), most],
          resets: [],
        } satisfies Wishes
      })
    fc.assert(
      fc.property(wishes, given => {
        for (const { id, weight } of given.choices)
          for (const source of ['wished', 'unwished'] as const) {
            const parts = listsOf(given)
              .filter(each => each.includes(id) === (source === 'wished'))
              .map(each => {
                const on = given.choices.filter(choice => each.includes(choice.id) === (source === 'wished'))
                return weight / on.reduce((sum, choice) => sum + choice.weight, 0)
              })
            expect(leastPart(given, source, id)).toBe(Math.min(...parts))
          }
      }),
    )
  })

  it('are told of each pool that follows the list; those of the pools do not depend on it', () => {
    const { items } = modelOddsOf(lists.definition)
    const told = items.map(({ itemId, event, basePercent }) => [event, itemId, basePercent?.toFixed(6)])
    expect(told).toEqual([
      // Beside the heaviest other item.
      ['SSR.wished', heroes.featured, ((20 * 3) / 5).toFixed(6)],
      ['SSR.wished', heroes.standard, ((20 * 2) / 5).toFixed(6)],
      ['SSR.wished', sword, (20 / 4).toFixed(6)],
      // Beside the heaviest items, where the lightest one is on the list.
      ['SSR.others', heroes.featured, ((20 * 3) / 5).toFixed(6)],
      ['SSR.others', heroes.standard, ((20 * 2) / 5).toFixed(6)],
      ['SSR.others', sword, (20 / 4).toFixed(6)],
      ['R.all', stone, '60.000000'],
    ])
  })
})

describe('a draw by a list', () => {
  it('comes to the same pools with any list, and takes its items from the list, or beside it', () => {
    fc.assert(
      fc.property(anyModelOfLists, fc.nat(), (model, seed) => {
        const [order] = model.definition.orders
        if (order === undefined) throw new Error('The model has no order')
        const pools = new Set<string>()
        for (const ids of listsOf(wishesOf(model))) {
          const wishes = ids.toSorted()
          expect(problemOfList(wishesOf(model), wishes)).toBeNull()
          const before = { ...noMemory, wishes }
          const drawn = drawOrder(model, before, { order, wordsAt: index => seededWords(seed + index) })
          if (drawn.kind !== 'drawn') throw new Error(drawn.kind)
          pools.add(drawn.items.map(({ outcome }) => outcome.name).join(' '))
          for (const { itemId, outcome } of drawn.items) {
            const pool = model.pools[outcome.index]?.pool
            if (pool === undefined || !followsList(pool)) continue
            expect(wishes.includes(itemId)).toBe(pool.source === 'wished')
          }
          expect(drawn.after.wishes).toEqual(wishes)
          const items = drawn.items.map(({ itemId, outcome }) => ({ itemId, outcome: outcome.name }))
          const followed = followOrder(model, before, { order, items })
          expect(followed.problems.filter(each => each !== null)).toEqual([])
          // A rolled start leaves a memory that only the seed tells.
          expect(followed.after ?? drawn.after).toEqual(drawn.after)
        }
        expect(pools.size).toBe(1)
      }),
      { numRuns: 30 },
    )
  })

  it('brings the items of the list by their weights', () => {
    const [order] = lists.definition.orders
    if (order === undefined) throw new Error('The banner has no order')
    const words = seededWords(158)
    const drawn = new Map<string, number>()
    const before = { ...noMemory, wishes: sorted(heroes.featured, sword) }
    for (let made = 0; made < 20_000; made++) {
      const answer = drawOrder(lists, before, { order, wordsAt: () => words })
      if (answer.kind !== 'drawn') throw new Error(answer.kind)
      for (const { itemId } of answer.items) drawn.set(itemId, (drawn.get(itemId) ?? 0) + 1)
    }
    // A fifth of the draws by weights of 3 and 1, and a fifth of the one that is not on the list: the seed is fixed.
    const shares = [heroes.featured, sword, heroes.standard].map(id => (drawn.get(id) ?? 0) / 20_000)
    expect(shares[0]).toBeCloseTo(0.15, 2)
    expect(shares[1]).toBeCloseTo(0.05, 2)
    expect(shares[2]).toBeCloseTo(0.2, 2)
  })

  it('is one of the first choices in simulations, as long as a list can be', () => {
    const memory = firstMemory(lists)
    expect(memory.wishes).toEqual(sorted(heroes.featured, heroes.standard))
    expect(checkMemory(lists, memory)).toEqual([])
  })

  it('is no order of the model where an item is not of the list', () => {
    const [order] = lists.definition.orders
    if (order === undefined) throw new Error('The banner has no order')
    const follow = (itemId: string, outcome: string) =>
      followOrder(lists, { ...noMemory, wishes: [sword] }, { order, items: [{ itemId, outcome }] }).problems
    expect(follow(sword, 'SSR.wished')).toEqual([null])
    expect(follow(heroes.featured, 'SSR.wished')).toEqual(['SSR.wished gives wished items of the list'])
    expect(follow(sword, 'SSR.others')).toEqual(['SSR.others gives unwished items of the list'])
  })
})
