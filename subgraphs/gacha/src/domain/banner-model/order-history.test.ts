import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aBoxBanner,
  aGroupBanner,
  heroes,
  modelDefinitionOf,
  stone,
  sword,
} from '../../../test/banner-model/banner-of-model.js'
import { aWishBanner } from '../../../test/banner-model/wish-banner.js'
import { firstLight } from '../../../test/definitions.js'
import { hashOf } from '../canonical-json.js'
import { drawTableOf, pull } from '../draw.js'
import { commitmentOf, FAIRNESS_ALGORITHM, wordsOf } from '../fairness.js'
import { noPity } from '../pity.js'
import { verifyHistory, type AnyPlacedPull } from '../pull-history.js'
import { compileModel } from './compile.js'
import { drawOrder } from './draw-order.js'
import { gatherMemory, mergeKept, scatterMemory, type KeptMemories } from './kept-memory.js'
import type { PlacedChange } from './verify-change.js'
import { MODEL_ALGORITHM, type PlacedOrder } from './verify-order.js'

const bannerOf = (number: number, definition: unknown) => ({
  id: `a3c2f3de-0000-4000-8000-00000000000${number}`,
  model: compileModel(modelDefinitionOf(definition)),
})
/** Two that share a counter, and a box. */
const banners = [bannerOf(1, aGroupBanner()), bannerOf(2, aGroupBanner({ name: 'Second' })), bannerOf(3, aBoxBanner())]

interface Bought {
  readonly banner: number
  readonly order: number
}

const serverSeedOf = (salt: number, number: number) => createHash('sha256').update(`${salt} ${number}`).digest()

/** As the service draws them: each inner list is bought under one seed; the last one is in use still. */
function historyOf(salt: number, seeds: readonly (readonly Bought[])[]): PlacedOrder[] {
  let kept: KeptMemories = new Map()
  return seeds.flatMap((bought, place) => {
    const seedNumber = place + 1
    const serverSeed = serverSeedOf(salt, seedNumber)
    let nonce = 0
    return bought.flatMap(({ banner: which, order: choice }): PlacedOrder[] => {
      const { id, model } = banners[which] ?? bannerOf(0, null)
      const order = model.definition.orders[choice % model.definition.orders.length]
      if (order === undefined) throw new Error('There is no order')
      const before = gatherMemory(model, id, kept)
      const seed = { serverSeed, clientSeed: 'mine', nonce }
      const drawn = drawOrder(model, before, { order, wordsAt: index => wordsOf({ ...seed, index }) })
      if (drawn.kind !== 'drawn') return []
      nonce += 1
      kept = mergeKept(kept, scatterMemory(model, id, drawn.after))
      return [
        {
          banner: { id },
          items: drawn.items.map(({ itemId, outcome }) => ({ item: { id: itemId }, outcome: outcome.name })),
          proof: {
            seedNumber,
            serverSeedHash: commitmentOf(serverSeed),
            serverSeed: seedNumber < seeds.length ? serverSeed.toString('hex') : null,
            nextServerSeedHash: commitmentOf(serverSeedOf(salt, seedNumber + 1)),
            clientSeed: 'mine',
            nonce: seed.nonce,
            oddsHash: hashOf(model.definition),
            algorithm: MODEL_ALGORITHM,
            definition: model.definition,
            order: order.name,
            before: { ...jsonOf(before), owned: [] },
            after: { ...jsonOf(drawn.after), owned: [] },
          },
        },
      ]
    })
  })
}

/** JSON has lists that can be changed. */
const jsonOf = (memory: object) => structuredClone(memory) as PlacedOrder['proof']['before']

const anySeeds = fc.array(
  fc.array(fc.record({ banner: fc.nat({ max: 2 }), order: fc.nat({ max: 3 }) }), { minLength: 3, maxLength: 8 }),
  { minLength: 2, maxLength: 3 },
)

const wrong = (pulls: readonly AnyPlacedPull[]) =>
  verifyHistory(pulls).checks.flatMap(({ name, matches }) => (matches ? [] : [name]))

const changed = (order: PlacedOrder, proof: Partial<PlacedOrder['proof']>): PlacedOrder => ({
  ...order,
  proof: { ...order.proof, ...proof },
})

/** Other values of what an order states, also of one whose seed is in use. */
const tampers: Readonly<Record<string, (order: PlacedOrder) => PlacedOrder>> = {
  'an item': order => ({
    ...order,
    items: order.items.map(entry => ({ ...entry, item: { id: otherOf(entry.item.id) } })),
  }),
  'an item too many': order => ({ ...order, items: [...order.items, ...order.items.slice(0, 1)] }),
  'a pool': order => ({ ...order, items: order.items.map(entry => ({ ...entry, outcome: `${entry.outcome}x` })) }),
  'the algorithm': order => changed(order, { algorithm: FAIRNESS_ALGORITHM }),
  'the definition': order => changed(order, { definition: modelDefinitionOf(aGroupBanner({ name: 'Other' })) }),
  'the order': order => changed(order, { order: 'none' }),
  'the memory before': order => changed(order, { before: { ...order.proof.before, target: heroes.featured } }),
  'the memory after': order => changed(order, { after: { ...order.proof.after, counters: { since: 0, lost: 7 } } }),
}
const otherOf = (id: string) => (id === stone ? heroes.standard : stone)

describe('orders of models', () => {
  it('are right as they were drawn, across banners that share counters, with a seed in use', () => {
    fc.assert(
      fc.property(fc.nat(), anySeeds, (salt, seeds) => {
        const orders = historyOf(salt, seeds)
        fc.pre(orders.length > 3)
        expect(wrong(orders)).toEqual([])
        expect(verifyHistory(orders)).toMatchObject({ unproven: [], secret: expect.any(Number) as number })
      }),
      { numRuns: 8 },
    )
  })

  it.each(Object.entries(tampers))('are wrong when %s of any is another', (_, tamper) => {
    fc.assert(
      fc.property(fc.nat(), anySeeds, fc.nat(), (salt, seeds, which) => {
        const orders = historyOf(salt, seeds)
        fc.pre(orders.length > 3)
        expect(wrong(orders.map((each, index) => (index === which % orders.length ? tamper(each) : each)))).not.toEqual(
          [],
        )
      }),
      { numRuns: 6 },
    )
  })

  it('are wrong when one that moved a shared counter is left out', () => {
    const orders = historyOf(1, [
      [
        { banner: 0, order: 0 },
        { banner: 1, order: 0 },
        { banner: 0, order: 0 },
      ],
      [],
    ])
    const [first, second, third] = orders
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three were to be bought')
    const renumbered = changed(third, { nonce: 1 })
    expect(wrong([first, renumbered])).toContain('seed 1, pull 1: memory before')
  })

  it('cannot follow another list than the one that was made, or keep what it resets, where those before are not given', () => {
    const { id, model } = bannerOf(4, aWishBanner())
    const memory = (misses: number, ...wishes: string[]) =>
      jsonOf({ counters: { misses }, boxes: {}, owned: [], target: null, wishes: wishes.toSorted() })
    const list = (before: PlacedChange['proof']['before'], after: PlacedChange['proof']['after']): PlacedChange => ({
      change: 'WISHES',
      item: null,
      items: [{ id: sword }],
      banner: { id },
      proof: {
        seedNumber: 2,
        serverSeedHash: commitmentOf(serverSeedOf(1, 2)),
        serverSeed: null,
        nextServerSeedHash: null,
        clientSeed: 'mine',
        nonce: 0,
        oddsHash: hashOf(model.definition),
        definition: model.definition,
        before,
        after,
      },
    })
    const before = memory(1, heroes.featured)
    expect(wrong([list(before, memory(0, sword))])).toEqual([])
    const after = 'seed 2, change 0: memory after'
    expect(wrong([list(before, memory(1, sword))])).toEqual([after])
    expect(wrong([list(before, memory(0, heroes.standard))])).toEqual([after])
    const unsorted = { ...before, wishes: [heroes.featured, heroes.standard].toSorted().toReversed() }
    expect(wrong([list(unsorted, memory(0, sword))])).toEqual(['seed 2, change 0: memory before'])
  })

  it('say that their memory is their own word, where those under earlier seeds are not given', () => {
    const later = historyOf(2, [[{ banner: 0, order: 2 }], [{ banner: 0, order: 2 }], []]).filter(
      ({ proof }) => proof.seedNumber === 2,
    )
    expect(wrong(later)).toEqual([])
    expect(verifyHistory(later).unproven).toEqual([
      expect.stringContaining("what the banner remembers is the pull's own"),
    ])
  })

  it('stand beside pulls on banners with rarities', () => {
    const [order] = historyOf(1, [[{ banner: 0, order: 0 }], []])
    if (order === undefined) throw new Error('One was to be bought')
    const { proof } = order
    const serverSeed = serverSeedOf(1, 1)
    const wordsAt = (index: number) => wordsOf({ serverSeed, clientSeed: 'mine', nonce: 1, index })
    const drawn = pull(drawTableOf(firstLight), noPity, { count: 1, wordsAt })
    const { order: _, before: __, after: ___, ...seeds } = proof
    const other: AnyPlacedPull = {
      banner: { id: '62de89d3-e8da-4ddb-bb2b-9bde53551fe7' },
      items: drawn.items.map(({ itemId, ...item }) => ({ ...item, item: { id: itemId } })),
      proof: {
        ...seeds,
        nonce: 1,
        algorithm: FAIRNESS_ALGORITHM,
        definition: firstLight,
        oddsHash: hashOf(firstLight),
        pityBefore: noPity,
      },
    }
    expect(verifyHistory([other, order])).toMatchObject({ recomputed: 2, unproven: [] })
    expect(wrong([other, order])).toEqual([])
  })
})
