import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyModel, anyModelOfChoices } from '../../../test/banner-model/any-model.js'
import type { CompiledModel } from '../banner-model/compile.js'
import type { Order } from '../banner-model/definition.js'
import { drawOrder } from '../banner-model/draw-order.js'
import { noMemory, type Memory } from '../banner-model/memory.js'
import { seededWords } from '../seeded-words.js'
import { survivalAt } from './distribution.js'
import { createOdds } from './odds.js'

const HISTORIES = 300
const ORDERS = 4
/** ln(2·10⁶): one false alarm in a million comparisons, if the seed were not fixed. */
const DOUBT = Math.log(2e6)

/** The draw that brings each tier for the first time, in one history of a player without a past. */
function firstDraws(model: CompiledModel, order: Order, seed: number): ReadonlyMap<string, number> {
  const words = seededWords(seed)
  const first = new Map<string, number>()
  let memory: Memory = { ...noMemory, target: model.definition.target?.choices[0] ?? null }
  for (let orders = 0; orders < ORDERS; orders++) {
    const drawn = drawOrder(model, memory, { order, wordsAt: () => words })
    if (drawn.kind !== 'drawn') break
    for (const [index, { outcome }] of drawn.items.entries()) {
      const name = model.definition.tiers[outcome.tier]?.name ?? ''
      if (!first.has(name)) first.set(name, orders * order.draws + index + 1)
    }
    memory = drawn.after
  }
  return first
}

it.each([
  ['with stocks', anyModel, 15],
  ['that gives a chosen item, or closes for its player', anyModelOfChoices, 8],
] as const)(
  'is what draws come to, for any model %s and for orders that move no counter',
  (_title, models, numRuns) => {
    fc.assert(
      fc.property(models, fc.nat(1_000_000), fc.nat(1), (model, seed, place) => {
        const order = model.definition.orders[place]
        if (order === undefined) throw new Error('Expected two orders')
        const odds = createOdds(model, { order: order.name })
        const histories = Array.from({ length: HISTORIES }, (_, index) => firstDraws(model, order, seed + index))
        for (const { name } of model.definition.tiers) {
          const { distribution } = odds.passage(name)
          for (const draws of [1, order.draws, ORDERS * order.draws]) {
            const chance = 1 - survivalAt(distribution, draws)
            const hits = histories.filter(first => (first.get(name) ?? Number.POSITIVE_INFINITY) <= draws).length
            // Bernstein's inequality, which holds for rare events too.
            const most = Math.sqrt(2 * HISTORIES * Math.max(0, chance * (1 - chance)) * DOUBT) + DOUBT / 3
            expect(
              Math.abs(hits - HISTORIES * chance),
              `${name} in ${draws} draws of ${order.name}`,
            ).toBeLessThanOrEqual(most)
          }
        }
      }),
      { seed: 19, numRuns },
    )
  },
)
