import { describe, expect, it } from 'vitest'
import { aStepBanner, modelDefinitionOf } from '../../../test/banner-model/banner-of-model.js'
import { givenModel } from '../../../test/banner-model/short-form.js'
import { createOdds } from '../banner-odds/odds.js'
import { findOffer, priceIn } from '../offers.js'
import { seededWords } from '../seeded-words.js'
import { compileModel, type CompiledModel } from './compile.js'
import { drawOrder } from './draw-order.js'
import { noMemory } from './memory.js'
import { priceFrom } from './prices.js'

const PLAYERS = 600

describe('a price by a counter', () => {
  const definition = modelDefinitionOf(aStepBanner())
  const [order] = definition.orders
  if (order === undefined) throw new Error('Expected an order')
  const price = priceIn(order, 'DIAMOND')

  it('is that of the last point at or before the place of the counter', () => {
    const at = (step?: number) => priceFrom(definition, { order, price }, step === undefined ? {} : { step })
    expect([at(), at(0), at(1), at(2)]).toEqual([100, 100, 200, 300])
    // A newer version with a larger max has left it.
    expect(at(900)).toBe(300)
    expect(findOffer(definition, { count: 3, name: null })).toMatchObject({ cost: 100, isByCounter: true })
    expect(findOffer(definition, { count: 1, name: null })).toMatchObject({ cost: 100, isByCounter: false })
  })

  it('is that of the start for an order that moves no counter', () => {
    expect(priceFrom(definition, { order: { moves: false }, price }, { step: 2 })).toBe(100)
  })
})

it('charges players of caravan-step-up, drawn by the code that draws pulls, what the exact costs say', () => {
  const model = compileModel(givenModel('caravan-step-up'))
  const costs = Array.from({ length: PLAYERS }, (_, seed) => costUntil(model, 'SIX', seed))
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / PLAYERS
  const variance = costs.reduce((sum, cost) => sum + (cost - mean) ** 2, 0) / (PLAYERS - 1)
  const exact = createOdds(model).costs('SIX', 'DIAMOND').mean
  expect(exact).toBeCloseTo(33_985.3155369, 4)
  expect(Math.abs(mean - exact)).toBeLessThan(3 * Math.sqrt(variance / PLAYERS))
})

/** The amount that one player pays until an order brings the tier. */
function costUntil(model: CompiledModel, tier: string, seed: number): number {
  const { definition } = model
  const [order] = definition.orders
  if (order === undefined) throw new Error('Expected an order')
  const words = seededWords(seed)
  let memory = noMemory
  let cost = 0
  for (;;) {
    cost += priceFrom(definition, { order, price: priceIn(order, 'DIAMOND') }, memory.counters)
    const drawn = drawOrder(model, memory, { order, wordsAt: () => words })
    if (drawn.kind !== 'drawn') throw new Error('Expected a draw')
    if (drawn.items.some(({ outcome }) => outcome.name.startsWith(`${tier}.`))) return cost
    memory = drawn.after
  }
}
