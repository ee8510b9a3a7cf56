import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyModel } from '../../../test/banner-model/any-model.js'
import { seededWords } from '../seeded-words.js'
import type { CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { drawOrder } from './draw-order.js'
import { outcomesAt } from './compile.js'
import { noMemory, refillBox, Stocks, type Memory } from './memory.js'

const ORDERS = 120
/** ln(2·10⁶): one false alarm in a million comparisons, if the seed were not fixed. */
const DOUBT = Math.log(2e6)

/** The order that moves counters. */
function orderOf({ definition }: CompiledModel): Order {
  const [order] = definition.orders
  if (order === undefined) throw new Error('The model has no order')
  return order
}

/** Observed items, and how many of each were to be expected by the exact shares of their states. */
interface Tally {
  observed: number
  expected: number
  variance: number
}

/**
 * Freedman's inequality: hits minus their chances are a martingale, which is rarely beyond √(2·V·L) + L/3
 * for the sum V of its conditional variances. It holds for rare items, too, unlike three standard errors.
 */
const agrees = ({ observed, expected, variance }: Tally): boolean =>
  Math.abs(observed - expected) <= Math.sqrt(2 * variance * DOUBT) + DOUBT / 3

it('brings tiers, pools and items as often as the exact shares of the states and stocks say', () => {
  fc.assert(
    fc.property(anyModel, fc.nat(), (model, seed) => {
      const tallies = new Map<string, Tally>()
      const add = (key: string, chance: number, isHit: boolean) => {
        const tally = tallies.get(key) ?? { observed: 0, expected: 0, variance: 0 }
        tallies.set(key, tally)
        tally.observed += Number(isHit)
        tally.expected += chance
        tally.variance += chance * (1 - chance)
      }
      followOrders(model, seed, ({ memory, itemId, outcome, state }) => {
        const stocks = new Stocks(model, memory)
        const stock = (tier: number, pool: number) =>
          stocks.left(model.outcomes.findIndex(each => each.tier === tier && each.pool === pool))
        const { total, shares } = outcomesAt(model.chances, model.outcomes, state, stock)
        for (const { value, share } of shares) {
          const chance = Number(share) / Number(total)
          add(value.name, chance, value.name === outcome)
          const pool = model.definition.tiers[value.tier]?.pools[value.pool]
          const weights = stocks.sharesOf(value.index)
          const sum = weights.reduce((all, each) => all + each, 0)
          if (pool === undefined || !('items' in pool)) continue
          for (const [index, { id }] of pool.items.entries())
            add(`${value.name} ${id}`, (chance * (weights[index] ?? 0)) / sum, value.name === outcome && id === itemId)
        }
      })
      const wrong = [...tallies].filter(([, tally]) => !agrees(tally))
      expect(wrong).toEqual([])
    }),
    { numRuns: 20, seed: 19 },
  )
})

it('never takes from an empty pool, and never gives an item twice that only users without it get', () => {
  fc.assert(
    fc.property(anyModel, fc.nat(), (model, seed) => {
      const wrong: string[] = []
      followOrders(model, seed, ({ memory, itemId, outcome }) => {
        const index = model.outcomes.findIndex(({ name }) => name === outcome)
        const pool = model.pools[index]?.pool
        if (pool === undefined || !('items' in pool)) throw new Error(`No pool ${outcome}`)
        const place = pool.items.findIndex(({ id }) => id === itemId)
        if ((new Stocks(model, memory).sharesOf(index)[place] ?? 0) === 0) wrong.push(`${itemId} was not in ${outcome}`)
        if (pool.source === 'unowned' && pool.refill === 'never' && memory.owned.includes(itemId))
          wrong.push(`${itemId} was owned`)
      })
      expect(wrong).toEqual([])
    }),
    { numRuns: 20 },
  )
})

it('moves no counter that outlasts a free order, and draws it from the start of all', () => {
  fc.assert(
    fc.property(anyModel, fc.nat(), (model, seed) => {
      const order = model.definition.orders.find(({ moves }) => !moves)
      if (order === undefined) throw new Error('The model has no free order')
      const counters = Object.fromEntries(
        model.counters.flatMap(({ name, max, isOfOrder }) => (isOfOrder ? [] : [[name, max]])),
      )
      const [given, fresh] = [counters, {}].map(each =>
        drawOrder(model, { ...noMemory, counters: each }, { order, wordsAt: index => seededWords(seed + index) }),
      )
      if (given?.kind !== 'drawn' || fresh?.kind !== 'drawn') return
      expect(given.items).toEqual(fresh.items)
      expect(given.after.counters).toEqual(counters)
    }),
    { numRuns: 30 },
  )
})

/** Draws orders one after the other, and tells of each item with the stock before it. */
function followOrders(
  model: CompiledModel,
  seed: number,
  tell: (item: { memory: Memory; itemId: string; outcome: string; state: readonly number[] }) => void,
): void {
  const order = orderOf(model)
  const words = seededWords(seed)
  let memory = noMemory
  for (let made = 0; made < ORDERS; made++) {
    const drawn = drawOrder(model, memory, { order, wordsAt: () => words })
    if (drawn.kind !== 'drawn') return
    let within = memory
    for (const { itemId, outcome, before } of drawn.items) {
      tell({
        memory: within,
        itemId,
        outcome: outcome.name,
        state: before,
      })
      const stocks = new Stocks(model, within)
      const pool = model.definition.tiers[outcome.tier]?.pools[outcome.pool]
      if (pool !== undefined && 'items' in pool)
        stocks.take(
          outcome.index,
          pool.items.findIndex(({ id }) => id === itemId),
        )
      within = withStocks(within, stocks)
    }
    expect({ ...within, counters: {} }).toEqual({ ...drawn.after, counters: {} })
    memory = drawn.after
    memory = refillBox(model, memory) ?? memory
  }
}

const withStocks = (memory: Memory, stocks: Stocks): Memory => ({ ...memory, ...stocks.state() })
