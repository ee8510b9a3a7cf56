import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyModel } from '../../../test/banner-model/any-model.js'
import { givenModel } from '../../../test/banner-model/short-form.js'
import { hashOf } from '../canonical-json.js'
import { commitmentOf, FAIRNESS_ALGORITHM, wordsOf } from '../fairness.js'
import { checkModel } from './check-model.js'
import { compileModel, type CompiledModel } from './compile.js'
import { drawOrder } from './draw-order.js'
import { noMemory, type Memory } from './memory.js'
import { MODEL_ALGORITHM, provenOrder, verifyOrder, verifySecretOrder, type ProvenOrder } from './verify-order.js'

const OTHER_ID = 'b2d5b7a0-0000-4000-8000-000000000001'

interface Draw {
  readonly seed: Uint8Array
  readonly nonce: number
  readonly before: Memory
}

/** The order as it would be stated; null where the banner is sold out. */
function proofOf(model: CompiledModel, { seed, nonce, before }: Draw): ProvenOrder | null {
  const [order] = model.definition.orders
  if (order === undefined) throw new Error('The model has no order')
  const serverSeed = Buffer.from(seed)
  const wordsAt = (index: number) => wordsOf({ serverSeed, clientSeed: 'mine', nonce, index })
  const drawn = drawOrder(model, before, { order, wordsAt })
  if (drawn.kind !== 'drawn') return null
  const proof = {
    serverSeedHash: commitmentOf(serverSeed),
    serverSeed: serverSeed.toString('hex'),
    clientSeed: 'mine',
    nonce,
    oddsHash: hashOf(model.definition),
    algorithm: MODEL_ALGORITHM,
    definition: model.definition,
    order: order.name,
    before,
    after: drawn.after,
  }
  const items = drawn.items.map(({ itemId, outcome }) => ({ item: { id: itemId }, outcome: outcome.name }))
  // As it comes from the API: JSON.
  return provenOrder.parse(JSON.parse(JSON.stringify({ items, proof })))
}

const anySeed = fc.uint8Array({ minLength: 32, maxLength: 32 })

/** The n-th order of a user, with the memory that the ones before have left. */
function nthOrder(model: CompiledModel, seed: Uint8Array, nth: number): ProvenOrder | null {
  let before: Memory = noMemory
  for (let nonce = 0; nonce < nth; nonce++) {
    const after = proofOf(model, { seed, nonce, before })?.proof.after
    if (after === undefined) return null
    before = after
  }
  return proofOf(model, { seed, nonce: nth, before })
}

const mismatches = (proven: ProvenOrder): readonly string[] =>
  verifyOrder(proven).checks.flatMap(({ name, matches }) => (matches ? [] : [name]))

/** Every way to state something else than what was drawn. */
function forgeries(proven: ProvenOrder): readonly ProvenOrder[] {
  const { items, proof } = proven
  const [first] = items
  const withProof = (change: Partial<ProvenOrder['proof']>): ProvenOrder => ({ items, proof: { ...proof, ...change } })
  const withItem = (place: number, change: object): ProvenOrder => ({
    ...proven,
    items: items.map((entry, index) => (index === place ? { ...entry, ...change } : entry)),
  })
  return [
    ...items.map((_, place) => withItem(place, { item: { id: OTHER_ID } })),
    ...items.map((entry, place) => withItem(place, { outcome: `${entry.outcome}x` })),
    ...(items.length > 1 ? [{ ...proven, items: items.slice(1) }] : []),
    ...(first === undefined ? [] : [{ ...proven, items: [...items, first] }]),
    withProof({ serverSeed: '00'.repeat(32) }),
    withProof({ serverSeed: null }),
    withProof({ serverSeedHash: '00'.repeat(32) }),
    withProof({ oddsHash: '00'.repeat(32) }),
    withProof({ algorithm: FAIRNESS_ALGORITHM }),
    withProof({ definition: {} }),
    withProof({ definition: { ...Object(proof.definition), name: 'Another' } }),
    withProof({ order: 'another' }),
    withProof({ before: { ...proof.before, counters: { unknown: 1 } } }),
    withProof({ before: { ...proof.before, boxes: { 'A.unknown': [1] } } }),
    withProof({ before: { ...proof.before, owned: [OTHER_ID] } }),
    withProof({ before: { ...proof.before, target: OTHER_ID } }),
    withProof({ after: { ...proof.after, counters: { ...proof.after.counters, unknown: 1 } } }),
    withProof({ after: { ...proof.after, owned: [...proof.after.owned, OTHER_ID] } }),
  ]
}

it('accepts what was drawn, by any model after any orders, and nothing that was changed', () => {
  fc.assert(
    fc.property(anyModel, anySeed, fc.nat({ max: 6 }), (model, seed, nth) => {
      const proven = nthOrder(model, seed, nth)
      if (proven === null) return
      expect(mismatches(proven)).toEqual([])
      expect(verifyOrder(proven).after).toEqual(proven.proof.after)
      for (const forged of forgeries(proven)) expect(mismatches(forged)).not.toEqual([])
    }),
    { numRuns: 8 },
  )
})

it('names what does not match', () => {
  const model = compileModel(givenModel('genshin-character-5.0'))
  const proven = proofOf(model, { seed: new Uint8Array(32).fill(7), nonce: 3, before: noMemory })
  if (proven === null) throw new Error('Nothing was drawn')
  const { proof } = proven
  expect(mismatches({ ...proven, proof: { ...proof, serverSeed: null } })).toContain('commitment to the server seed')
  expect(mismatches({ ...proven, proof: { ...proof, oddsHash: 'x' } })).toEqual(['hash of the definition'])
  expect(mismatches({ ...proven, proof: { ...proof, order: 'x' } })).toEqual(['order'])
  const certain = { ...proof.before, counters: { since5: 89, lost5: 1 } }
  expect(mismatches({ ...proven, proof: { ...proof, before: certain } })).toEqual(['item 0', 'memory after'])
  const beyond = { ...proof.before, counters: { since5: 90 } }
  expect(verifyOrder({ ...proven, proof: { ...proof, before: beyond } }).checks.at(-1)).toMatchObject({
    name: 'memory before',
    computed: 'since5 goes to 89 at most',
  })
})

it('finds a memory that is not the one that the order before has left', () => {
  const model = compileModel(givenModel('genshin-character-5.0'))
  const seed = new Uint8Array(32).fill(7)
  const [second, fourth] = [nthOrder(model, seed, 1), nthOrder(model, seed, 3)]
  if (second === null || fourth === null) throw new Error('Nothing was drawn')
  const { checks } = verifyOrder(fourth, second.proof.after)
  expect(checks.find(({ name }) => name === 'memory before')).toMatchObject({ matches: false })
})

it('has to be paid at one of its prices, as it was at the counters before it', () => {
  const model = compileModel(givenModel('caravan-step-up'))
  const [order] = model.definition.orders
  const amount = order?.prices[0]?.amount
  if (amount === undefined || typeof amount === 'number') throw new Error('Expected a price in steps')
  const [, second] = amount.points
  if (second === undefined) throw new Error('Expected two steps')
  const proven = nthOrder(model, new Uint8Array(32), 1)
  if (proven === null) throw new Error('Expected a second order')
  expect(mismatches({ ...proven, cost: second[1], currency: 'DIAMOND' })).toEqual([])
  expect(mismatches({ ...proven, cost: second[1] + 1, currency: 'DIAMOND' })).toEqual(['price'])
  expect(mismatches({ ...proven, cost: second[1], currency: 'GOLD' })).toEqual(['price'])
  const secret = {
    ...proven,
    proof: { ...proven.proof, serverSeed: null },
    cost: amount.points[0]?.[1],
    currency: 'DIAMOND',
  }
  const { checks } = verifySecretOrder(secret, proven.proof.before, checkModel)
  expect(checks.flatMap(({ name, matches }) => (matches ? [] : [name]))).toEqual(['price'])
})
