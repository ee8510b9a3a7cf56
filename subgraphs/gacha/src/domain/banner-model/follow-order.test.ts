import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyModel } from '../../../test/banner-model/any-model.js'
import { seededWords } from '../seeded-words.js'
import { drawOrder } from './draw-order.js'
import { followOrder } from './follow-order.js'
import { noMemory, type Memory } from './memory.js'

it('comes by the items alone to the memory that drawing them has left, and finds an item that was not left', () => {
  let followedOrders = 0
  fc.assert(
    fc.property(anyModel, fc.nat(), (model, seed) => {
      const [order] = model.definition.orders
      if (order === undefined) throw new Error('The model has no order')
      const words = seededWords(seed)
      let memory: Memory = noMemory
      for (let orders = 0; orders < 20; orders++) {
        const drawn = drawOrder(model, memory, { order, wordsAt: () => words })
        if (drawn.kind !== 'drawn') return
        const items = drawn.items.map(({ itemId, outcome }) => ({ itemId, outcome: outcome.name }))
        const { problems, after } = followOrder(model, memory, { order, items })
        expect(problems).toEqual(items.map(() => null))
        // A pack's kind is rolled, so the seed alone tells it.
        const isRolled = Object.values(model.definition.counters).some(({ start }) => typeof start !== 'number')
        expect(isRolled ? (after ?? drawn.after) : after).toEqual(drawn.after)
        followedOrders += Number(after !== null)
        const other = [{ itemId: randomUUID(), outcome: items[0]?.outcome ?? '' }, ...items.slice(1)]
        expect(followOrder(model, memory, { order, items: other }).problems[0]).toMatch(/has no such item left/)
        const nowhere = [...items.slice(1), { itemId: items[0]?.itemId ?? '', outcome: 'A.nowhere' }]
        expect(followOrder(model, memory, { order, items: nowhere }).problems.at(-1)).toBe(
          'the definition has no A.nowhere',
        )
        memory = drawn.after
      }
    }),
    { numRuns: 25, seed: 19 },
  )
  expect(followedOrders).toBeGreaterThan(100)
})
