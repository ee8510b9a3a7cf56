import { createHash } from 'node:crypto'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyModel, anyModelOfChoices } from '../../../test/banner-model/any-model.js'
import {
  aBoxBanner,
  aGroupBanner,
  anUnownedBanner,
  aPayoutBanner,
  aShardBanner,
  aStepBanner,
  aTargetBanner,
  aTicketBanner,
  modelDefinitionOf,
} from '../../../test/banner-model/banner-of-model.js'
import { givenModel, givenRules } from '../../../test/banner-model/short-form.js'
import { aWishBanner } from '../../../test/banner-model/wish-banner.js'
import { hashOf } from '../canonical-json.js'
import { commitmentOf, FAIRNESS_ALGORITHM, wordsOf } from '../fairness.js'
import { verifyHistory } from '../pull-history.js'
import { changeMemory, type MemoryChange } from './change-memory.js'
import { checkModel, type CheckedModel } from './check-model.js'
import { compileModel, type CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { drawOrder } from './draw-order.js'
import { countsCopies, grantsOf } from './duplicates.js'
import { gatherMemory, mergeKept, scatterMemory, unownedItemsOf, type KeptMemories } from './kept-memory.js'
import { priceFrom } from './prices.js'
import type { PlacedChange } from './verify-change.js'
import { MODEL_ALGORITHM, verifyOrder, type PlacedOrder } from './verify-order.js'

/** Read by the test of the pages' own verification, which knows no source of a server. */
const VECTORS = path.join(import.meta.dirname, '../../../../../web/src/fairness/model/vectors.ndjson')
const SAMPLE_SEED = 157
const ROUNDS = 5
const OTHER_ID = 'b2d5b7a0-0000-4000-8000-000000000001'

const seedOf = (text: string): Buffer => createHash('sha256').update(text).digest()

const NO_GRANTS = { shards: null, payout: null }

interface Banner {
  readonly id: string
  readonly model: CompiledModel
}

/** A player who orders and changes on some banners, under one seed and then under another. */
class Player {
  readonly #name: string
  #kept: KeptMemories = new Map()
  readonly #copies = new Map<string, number>()
  #seedNumber = 1
  #nonce = 0
  readonly steps: (PlacedOrder | PlacedChange)[] = []

  constructor(name: string) {
    this.#name = name
  }

  rotate(): void {
    this.#seedNumber += 1
    this.#nonce = 0
  }

  /** Does nothing where the rules refuse it. */
  order({ id, model }: Banner, order: Order): void {
    const { definition } = model
    const before = gatherMemory(
      model,
      id,
      this.#kept,
      unownedItemsOf(definition).filter(each => this.#copies.has(each)),
    )
    const { serverSeed, proof } = this.#seed(model)
    const wordsAt = (index: number) => wordsOf({ serverSeed, clientSeed: proof.clientSeed, nonce: proof.nonce, index })
    const drawn = drawOrder(model, before, { order, wordsAt })
    if (drawn.kind !== 'drawn') return
    this.#nonce += 1
    this.#kept = mergeKept(this.#kept, scatterMemory(model, id, drawn.after))
    const items = drawn.items.map(({ itemId, outcome: { name: outcome } }) => {
      const copy = (this.#copies.get(itemId) ?? 0) + 1
      this.#copies.set(itemId, copy)
      const { shards, payout } = countsCopies(definition) ? grantsOf(definition, { outcome, copy }) : NO_GRANTS
      return {
        item: { id: itemId },
        outcome,
        copy,
        shards: shards && { item: { id: shards.itemId }, amount: shards.amount },
        payout,
      }
    })
    this.#step({
      ...paidFor(model, order, before.counters),
      banner: { id },
      items,
      proof: { ...proof, algorithm: MODEL_ALGORITHM, order: order.name, ...mutable({ before, after: drawn.after }) },
    })
  }

  change({ id, model }: Banner, change: MemoryChange): void {
    const changed = changeMemory(model, id, { kept: this.#kept, change })
    if (changed.kind !== 'changed') return
    const { proof } = this.#seed(model)
    this.#nonce += 1
    this.#kept = mergeKept(this.#kept, changed.kept)
    this.#step({
      change: change.kind,
      item: change.kind === 'TARGET' ? { id: change.itemId } : null,
      items: change.kind === 'WISHES' ? change.itemIds.map(itemId => ({ id: itemId })) : [],
      banner: { id },
      proof: { ...proof, ...mutable({ before: changed.before, after: changed.after }) },
    })
  }

  #seed({ definition }: CompiledModel) {
    const number = this.#seedNumber
    const [serverSeed, next] = [seedOf(`${this.#name} ${number}`), seedOf(`${this.#name} ${number + 1}`)]
    return {
      serverSeed,
      proof: {
        serverSeedHash: commitmentOf(serverSeed),
        seedNumber: number,
        nextServerSeedHash: commitmentOf(next),
        serverSeed: serverSeed.toString('hex'),
        clientSeed: `client_${number}`,
        nonce: this.#nonce,
        oddsHash: hashOf(definition),
        definition: definition as unknown,
      },
    }
  }

  /** As it comes from the API: JSON. */
  #step(step: PlacedOrder | PlacedChange): void {
    this.steps.push(JSON.parse(JSON.stringify(step)) as PlacedOrder | PlacedChange)
  }
}

/** JSON has lists that can be changed. */
const mutable = (memories: object) => structuredClone(memories) as Pick<PlacedOrder['proof'], 'before' | 'after'>

function paidFor({ definition }: CompiledModel, order: Order, counters: Readonly<Record<string, number>>) {
  const [price] = order.prices
  if (price === undefined) return {}
  const amount = priceFrom(definition, { order, price }, counters)
  const { unit } = price
  return typeof unit === 'string'
    ? { cost: amount, currency: unit, tickets: null }
    : { cost: 0, currency: 'DIAMOND', tickets: { item: { id: unit.ticket }, amount } }
}

const bannerOf = (model: CompiledModel, number = 1): Banner => ({
  id: `a3c2f3de-0000-4000-8000-00000000000${number}`,
  model,
})
const published = (definition: unknown): CompiledModel => compileModel(modelDefinitionOf(definition))

/** Each order in turns, an item chosen at first and another one later, a box that is filled as soon as it may be. */
function playerOf(name: string, banners: readonly Banner[]): Player {
  const player = new Player(name)
  for (let round = 0; round < ROUNDS; round++) {
    for (const banner of banners) {
      const { orders, target, wishes } = banner.model.definition
      const itemId = target?.choices[round < ROUNDS / 2 ? 0 : 1]
      if (itemId !== undefined) player.change(banner, { kind: 'TARGET', itemId })
      const ids = (wishes?.choices ?? []).map(({ id }) => id)
      const list = round < ROUNDS / 2 ? ids.slice(0, wishes?.count[0]) : ids.slice(-(wishes?.count[1] ?? 0))
      if (wishes !== undefined) player.change(banner, { kind: 'WISHES', itemIds: list.toSorted() })
      const order = orders[round % orders.length]
      if (order !== undefined) player.order(banner, order)
      player.change(banner, { kind: 'REFILL' })
    }
    if (round === 2) player.rotate()
  }
  return player
}

/** Of banners of every kind that is published, of the rules of live games, and of random ones. */
function players(): readonly Player[] {
  const refilled = aBoxBanner()
  const tiers = refilled.tiers.map(tier => ({
    ...tier,
    pools: tier.pools.map(pool => ({ ...pool, refill: tier.name === 'PRIZE' ? 'prizesOut' : 'never' })),
  }))
  const ofSets = [
    [aGroupBanner(), aGroupBanner({ name: 'Second' })],
    [aStepBanner()],
    [aTicketBanner()],
    [aShardBanner()],
    [aPayoutBanner()],
    [anUnownedBanner()],
    [aBoxBanner()],
    [{ ...refilled, tiers }],
    [aTargetBanner(), aGroupBanner()],
    [aTargetBanner({ closesOn: 'SSR.wished' })],
    [aWishBanner(), aGroupBanner()],
  ].map(set => set.map(published))
  const given = givenRules.map(({ id }) => [compileModel(givenModel(id))])
  const random = [
    ...fc.sample(anyModel, { numRuns: 10, seed: SAMPLE_SEED }),
    ...fc.sample(anyModelOfChoices, { numRuns: 5, seed: SAMPLE_SEED }),
  ].map(model => [model])
  return [...ofSets, ...given, ...random].map((models, at) =>
    playerOf(
      `player ${at}`,
      models.map((model, place) => bannerOf(model, place + 1)),
    ),
  )
}

const isOrder = (step: PlacedOrder | PlacedChange): step is PlacedOrder => !('change' in step)

/** Each as another thing than what was drawn. */
function forgeries(right: PlacedOrder): readonly PlacedOrder[] {
  const { items, proof } = right
  const withProof = (change: object): PlacedOrder => ({ ...right, proof: { ...proof, ...change } })
  const withItem = (change: object): PlacedOrder => ({
    ...right,
    items: items.map((entry, index) => (index === items.length - 1 ? { ...entry, ...change } : entry)),
  })
  const { before, after } = proof
  return [
    withItem({ item: { id: OTHER_ID } }),
    withItem({ outcome: `${items[0]?.outcome ?? ''}x` }),
    withItem({ payout: { currency: 'GOLD', amount: 7 } }),
    { ...right, items: items.map(entry => ({ ...entry, payout: null })) },
    { ...right, items: [...items, ...items.slice(0, 1)] },
    { ...right, cost: (right.cost ?? 0) + 1, currency: 'GOLD' },
    withProof({ serverSeed: '00'.repeat(32) }),
    withProof({ serverSeedHash: '00'.repeat(32) }),
    withProof({ clientSeed: 'another' }),
    withProof({ nonce: proof.nonce + 1 }),
    withProof({ oddsHash: '00'.repeat(32) }),
    withProof({ algorithm: FAIRNESS_ALGORITHM }),
    withProof({ definition: {} }),
    withProof({ definition: { ...Object(proof.definition), name: 'Another' } }),
    withProof({ order: 'another' }),
    withProof({ before: { ...before, counters: { unknown: 1 } } }),
    withProof({ before: { ...before, counters: { ...before.counters, since: 10_000 } } }),
    withProof({ before: { ...before, boxes: { 'A.unknown': [1] } } }),
    withProof({ before: { ...before, owned: [OTHER_ID] } }),
    withProof({ before: { ...before, target: OTHER_ID } }),
    withProof({ before: { ...before, wishes: [OTHER_ID] } }),
    withProof({ after: { ...after, counters: { ...after.counters, unknown: 1 } } }),
    withProof({ after: { ...after, owned: [...after.owned, OTHER_ID] } }),
  ]
}

it('has written the orders that the pages verify, right and forged, as it draws and verifies them', async () => {
  const definitions: string[] = []
  const vectorOf = (kind: 'step' | 'forgery', player: number, step: PlacedOrder | PlacedChange) => {
    const failed = isOrder(step) ? failedOf(step) : []
    const { definition, ...proof } = step.proof
    const text = JSON.stringify({ definition })
    if (!definitions.includes(text)) definitions.push(text)
    return JSON.stringify({ kind, player, definition: definitions.indexOf(text), failed, step: { ...step, proof } })
  }
  const checked = new Map<string, CheckedModel>()
  const failedOf = (order: PlacedOrder) =>
    verifyOrder(order, order.proof.before, definition => {
      const text = JSON.stringify(definition)
      const known = checked.get(text) ?? checkModel(definition)
      checked.set(text, known)
      return known
    }).checks.flatMap(({ name, matches }) => (matches ? [] : [name]))
  const all = players()
  for (const { steps } of all) expect(verifyHistory(steps).checks.filter(({ matches }) => !matches)).toEqual([])
  const forged = all.map(({ steps }) => steps.findLast(isOrder)).filter(step => step !== undefined)
  const vectors = [
    ...all.flatMap(({ steps }, player) => steps.map(step => vectorOf('step', player, step))),
    // Another seed may draw the same by chance: that is no forgery.
    ...forged
      .slice(0, 13)
      .flatMap((step, player) => forgeries(step).map(each => ({ player, each })))
      .filter(({ each }) => failedOf(each).length > 0)
      .map(({ player, each }) => vectorOf('forgery', player, each)),
  ]
  await expect([...definitions, ...vectors, ''].join('\n')).toMatchFileSnapshot(VECTORS)
})
