import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import { addToInventory } from '../src/repositories/inventory.js'
import {
  aBoxBanner,
  anUnownedBanner,
  aShardBanner,
  aTicketBanner,
  heroes,
  shard,
  stone,
  ticket,
} from './banner-model/banner-of-model.js'
import { rootField, startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'
import { dueShards, sumOfShards, toldShards } from './due-shards.js'
import { createPublisher, proofOf, type Publisher } from './published-models.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let published: Publisher['published']
let passes: { id: string }
beforeAll(async () => {
  gacha = await startGacha({ PULL_LIMIT_DAILY: '10000' })
  ;({ published } = createPublisher(gacha))
  passes = await published(aTicketBanner())
})
afterAll(() => gacha.close())

const mail = ({ userId }: Player, itemId: string, quantity: number) =>
  addToInventory(gacha.database.primary, {
    userId,
    items: [{ itemId, quantity }],
    obtainedAt: gacha.clock.now(),
    receipt: { source: 'MAIL', reference: randomUUID() },
  })
async function aPlayerWith({ tickets, diamonds = 0 }: { tickets: number; diamonds?: number }): Promise<Player> {
  const player = gacha.aPlayerWith(diamonds)
  await mail(player, ticket, tickets)
  return player
}
const held = async ({ userId }: Player, itemId: string = ticket) => {
  const text = 'select quantity::int from inventory_entry where user_id = $1 and item_id = $2'
  return (await gacha.rows<{ quantity: number }>(text, [userId, itemId]))[0]?.quantity ?? 0
}
const either = (player: Player, more: Record<string, unknown> = {}) =>
  gacha.pull(player, { bannerId: passes.id, ...more })
const pass = (player: Player, more: Record<string, unknown> = {}) =>
  gacha.pull(player, { bannerId: passes.id, count: 5, ...more })
const kindsOf = (answers: readonly PullAnswer[]) => {
  const kinds = answers.map(({ __typename }) => __typename).toSorted()
  return Object.fromEntries([...new Set(kinds)].map(kind => [kind, kinds.filter(each => each === kind).length]))
}
const paidOf = (answers: readonly PullAnswer[]) =>
  answers.map(({ tickets, cost, currency }) => (tickets === null ? `${String(cost)} ${String(currency)}` : 'tickets'))
const statementsOf = async ({ userId }: Player, bannerId: string) => {
  const counted = countStatements(gacha.database.primary)
  await gacha.app.services.pullBanner({ userId, input: { bannerId, count: 1, idempotencyKey: randomUUID() } })
  counted.stop()
  return counted.statements.length
}
const daysOf = async ({ userId }: Player) =>
  (await gacha.rows<{ pulls: number }>('select pulls from pull_day where user_id = $1', [userId])).map(row => row.pulls)

it('tells the price with the count of the viewer, and pays tickets in two statements without a call', async () => {
  const player = await aPlayerWith({ tickets: 5, diamonds: 1_000 })
  await either(player, { expectedCost: 100 })
  const source = `{ banner(id: "${passes.id}") { orders { prices { currency ticket { id } amount next held } } } }`
  const price = (amount: number, count: number | null) => ({ amount, next: amount, held: count })
  const inTickets = { currency: null, ticket: { id: ticket } }
  const inDiamonds = { currency: 'DIAMOND', ticket: null, ...price(100, null) }
  for (const [viewer, count] of [
    [player, 5],
    [null, null],
  ] as const)
    expect(rootField(await gacha.ask(viewer, source), 'banner')).toEqual({
      orders: [
        { prices: [{ ...inTickets, ...price(1, count) }, inDiamonds] },
        { prices: [{ ...inTickets, ...price(3, count) }] },
      ],
    })
  const callsBefore = gacha.users.calls()
  expect(await statementsOf(player, passes.id)).toBe(2)
  const key = randomUUID()
  const answer = await pass(player, { key })
  expect(answer).toMatchObject({ cost: 0, currency: 'DIAMOND', tickets: { item: { id: ticket }, amount: 3 } })
  expect(await pass(player, { key })).toEqual(answer)
  expect(gacha.users.calls()).toBe(callsBefore)
  expect(gacha.users.balance(player.userId)).toBe(900)
  expect(await held(player)).toBe(1)
  expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
})

it('of 100 orders at once with ten tickets draws ten, and takes the next price where there is one', async () => {
  const player = await aPlayerWith({ tickets: 10 })
  const answers = await Promise.all(Array.from({ length: 100 }, () => either(player, { expectedTickets: 1 })))
  expect(kindsOf(answers)).toEqual({ InsufficientTickets: 90, Pull: 10 })
  expect(await held(player)).toBe(0)
  expect(await daysOf(player)).toEqual([10, 10])
  expect(answers.find(({ __typename }) => __typename === 'InsufficientTickets')).toMatchObject({
    item: { id: ticket },
    required: 1,
    available: 0,
  })

  const other = await aPlayerWith({ tickets: 4, diamonds: 350 })
  const paid = await Promise.all(Array.from({ length: 12 }, () => either(other)))
  expect(kindsOf(paid)).toEqual({ InsufficientFunds: 5, Pull: 7 })
  expect(paidOf(paid.filter(({ __typename }) => __typename === 'Pull')).toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => '100 DIAMOND'),
    ...Array.from({ length: 4 }, () => 'tickets'),
  ])
  expect([await held(other), gacha.users.balance(other.userId)]).toEqual([0, 50])
  expect(mismatches(verifyHistory(await revealedPulls(gacha, other)))).toEqual([])
})

it('takes the price that was shown and no other', async () => {
  const player = await aPlayerWith({ tickets: 2, diamonds: 150 })
  expect(paidOf([await either(player, { expectedCost: 100 })])).toEqual(['100 DIAMOND'])
  expect(await either(player, { expectedCost: 100 })).toMatchObject({ __typename: 'InsufficientFunds', available: 50 })
  expect(await held(player)).toBe(2)
  expect(await either(player, { expectedTickets: 2 })).toMatchObject({ __typename: 'BannerChanged', cost: 100 })
  // A price in tickets is no price of 0 in a currency.
  for (const expectedCost of [0, 3])
    expect(await pass(player, { expectedCost })).toMatchObject({
      __typename: 'BannerChanged',
      message: expect.stringMatching(`costs 3 of the item ${ticket}, and`) as string,
    })
  const key = randomUUID()
  expect(await pass(player, { key })).toMatchObject({ __typename: 'InsufficientTickets', required: 3, available: 2 })
  expect(await either(player, { expectedTickets: 1, expectedCost: 100 })).toMatchObject({
    __typename: 'InvalidInput',
    field: 'expectedTickets',
  })
  expect(await held(player)).toBe(2)
  expect(await daysOf(player)).toEqual([1, 1])
  // Nothing was recorded, so the key is free.
  await mail(player, ticket, 1)
  expect(paidOf([await pass(player, { key })])).toEqual(['tickets'])
})

it('gives the tickets of an order back once where the banner is sold out, also after a fault', async () => {
  const five = { name: 'five', draws: 5, prices: [{ unit: { ticket }, amount: 3 }] }
  const { id } = await published(aBoxBanner({ name: 'Ticket Box', orders: [five] }))
  const player = await aPlayerWith({ tickets: 12 })
  const order = (key: string = randomUUID()) => gacha.pull(player, { bannerId: id, count: 5, key })
  const answers = await Promise.all([order(), order(), order()])
  expect(kindsOf(answers)).toEqual({ BannerClosed: 1, Pull: 2 })
  expect(await held(player)).toBe(6)
  const key = randomUUID()
  gacha.users.failNext('release-reservation', 'before')
  await expect(order(key)).rejects.toThrow('call was lost')
  expect(await held(player)).toBe(3)
  gacha.clock.advance(60_000)
  expect(await gacha.app.services.recoverPulls()).toBe(1)
  expect(await gacha.app.services.recoverPulls()).toBe(0)
  expect(await order(key)).toMatchObject({ __typename: 'BannerClosed' })
  expect(await held(player)).toBe(6)
  expect(await daysOf(player)).toEqual([10, 10])
})

it('finishes an order that was interrupted once, and gives it back once the banner has closed', async () => {
  const closesAt = new Date(gacha.clock.now().getTime() + 300_000).toISOString()
  const { id } = await published(aTicketBanner({ name: 'Short Passes', closesAt }))
  const player = await aPlayerWith({ tickets: 3 })
  const order = (key: string) => gacha.pull(player, { bannerId: id, count: 5, key })
  const interrupted = async (key: string) => {
    await gacha.rows('alter table pulled_item rename to hidden')
    await expect(order(key)).rejects.toThrow('pulled_item')
    await gacha.rows('alter table hidden rename to pulled_item')
    expect(await held(player)).toBe(0)
    gacha.clock.advance(60_000)
  }
  const first = randomUUID()
  await interrupted(first)
  expect(await gacha.app.services.recoverPulls()).toBe(1)
  const answers = await Promise.all([order(first), order(first)])
  expect(kindsOf(answers)).toEqual({ Pull: 2 })
  expect(answers[1]).toEqual(answers[0])

  await mail(player, ticket, 3)
  const second = randomUUID()
  await interrupted(second)
  gacha.clock.advance(300_000)
  expect(await gacha.app.services.recoverPulls()).toBe(1)
  expect(await order(second)).toMatchObject({ __typename: 'BannerClosed' })
  expect(await held(player)).toBe(3)
})

describe('duplicates that are turned into shards', () => {
  let shards: { id: string }
  beforeAll(async () => {
    shards = await published(aShardBanner())
  })
  const ten = (player: Player, key: string = randomUUID()) =>
    gacha.pull(player, { bannerId: shards.id, count: 10, key })
  const itemsOf = (answers: readonly PullAnswer[]) =>
    answers.toSorted((a, b) => proofOf(a).nonce - proofOf(b).nonce).flatMap(({ items = [] }) => items)
  it('are counted through orders at once, and repeat their answer', async () => {
    const player = gacha.aPlayerWith(10_000)
    await mail(player, stone, 1)
    const keys = Array.from({ length: 8 }, () => randomUUID())
    const answers = await Promise.all(keys.map(key => ten(player, key)))
    const due = dueShards(itemsOf(answers), { [stone]: 1 })
    expect(toldShards(itemsOf(answers))).toEqual(due)
    expect(sumOfShards(due)).toBeGreaterThan(0)
    expect(await Promise.all(keys.map(key => ten(player, key)))).toEqual(answers)
    expect(await held(player, shard)).toBe(sumOfShards(due))

    const pulls = await revealedPulls(gacha, player)
    expect(mismatches(verifyHistory(pulls))).toEqual([])
    const [granted] = pulls.flatMap(pull =>
      'items' in pull ? pull.items.flatMap(item => ('shards' in item && item.shards ? [item.shards] : [])) : [],
    )
    if (granted === undefined) throw new Error('Shards were given')
    granted.amount += 1
    expect(mismatches(verifyHistory(pulls)).map(({ name }) => name)).toEqual([
      expect.stringMatching(/: shards of item \d+$/),
    ])
  })

  it('are given once with the draw, also after a fault', async () => {
    const player = gacha.aPlayerWith(1_000)
    await mail(player, stone, 1)
    await mail(player, heroes.featured, 1)
    await mail(player, heroes.standard, 1)
    const key = randomUUID()
    await gacha.rows('alter table item_receipt rename to hidden')
    await expect(ten(player, key)).rejects.toThrow('item_receipt')
    await gacha.rows('alter table hidden rename to item_receipt')
    const pulls = await gacha.rows('select status from pull where user_id = $1', [player.userId])
    expect(pulls).toEqual([{ status: 'RESERVING' }])
    expect(await held(player, shard)).toBe(0)
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    const answer = await ten(player, key)
    const due = dueShards(itemsOf([answer]), { [stone]: 1, [heroes.featured]: 1, [heroes.standard]: 1 })
    expect(toldShards(itemsOf([answer]))).toEqual(due)
    expect(await held(player, shard)).toBe(sumOfShards(due))
  })
})

const both = [heroes.featured, heroes.standard].toSorted()
describe('a pool of items that the player does not own', () => {
  let company: { id: string }
  beforeAll(async () => {
    company = await published(anUnownedBanner())
  })
  const ten = (player: Player) => gacha.pull(player, { bannerId: company.id, count: 10 })
  const heroesOf = (answers: readonly PullAnswer[]) =>
    answers.flatMap(({ items = [] }) => items.map(({ item }) => item.id)).filter(id => id !== stone)
  /** The chance that a hundred coins are all alike is none. */
  const tens = async (player: Player) => [
    await ten(player),
    ...(await Promise.all(Array.from({ length: 8 }, () => ten(player)))),
    await ten(player),
  ]

  it('gives each item once, also of ten orders at once, and states what was owned, in two statements', async () => {
    const player = gacha.aPlayerWith(10_000)
    const answers = await tens(player)
    expect(heroesOf(answers).toSorted()).toEqual(both)
    const proofs = answers.map(proofOf).toSorted((a, b) => a.nonce - b.nonce)
    expect(proofs.map(({ before }) => before.owned)).toEqual([
      [],
      ...proofs.slice(0, -1).map(({ after }) => after.owned),
    ])
    expect(proofs.at(-1)?.after.owned).toEqual(both)
    expect(await statementsOf(player, company.id)).toBe(2)
    const pulls = await revealedPulls(gacha, player)
    expect(mismatches(verifyHistory(pulls))).toEqual([])

    const newest = pulls.find(({ proof }) => 'before' in proof && proof.before.owned.length > 0)
    if (newest === undefined || !('before' in newest.proof)) throw new Error('An order began with an owned hero')
    newest.proof.before.owned.pop()
    expect(mismatches(verifyHistory(pulls)).map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/: owned items$/),
    )
  })

  it('leaves out what came by another way, and what comes while an order is under way counts from the next one', async () => {
    const player = gacha.aPlayerWith(20_000)
    await mail(player, heroes.featured, 1)
    const answers = await tens(player)
    expect(heroesOf(answers)).toEqual([heroes.standard])
    expect(answers.map(proofOf).find(({ nonce }) => nonce === 0)?.before.owned).toEqual([heroes.featured])

    const other = gacha.aPlayerWith(10_000)
    const first = await gacha.pull(other, { bannerId: company.id })
    gacha.users.beforeNextAnswer(async () => {
      for (const id of both) await mail(other, id, 1)
    })
    expect(proofOf(await ten(other)).before.owned).toEqual(proofOf(first).after.owned)
    expect(proofOf(await ten(other)).before.owned).toEqual(both)
    for (const each of [player, other]) expect(mismatches(verifyHistory(await revealedPulls(gacha, each)))).toEqual([])
  })

  it('begins anew once all are owned if it refills, and else sells out', async () => {
    const [heroTier, restTier] = anUnownedBanner().tiers
    const refilled = { ...heroTier, pools: heroTier?.pools.map(pool => ({ ...pool, refill: 'empty' })) }
    const again = await published(anUnownedBanner({ name: 'Ember Return', tiers: [refilled, restTier] }))
    const player = gacha.aPlayerWith(1_000)
    await mail(player, heroes.featured, 1)
    await mail(player, heroes.standard, 1)
    const pull = await gacha.pull(player, { bannerId: again.id, count: 10 })
    expect(proofOf(pull)).toMatchObject({ before: { owned: both }, after: { owned: both } })
    const heroesDrawn = pull.items?.filter(({ item }) => item.id !== stone) ?? []
    expect(heroesDrawn.map(({ duplicate }) => duplicate)).toEqual(heroesDrawn.map(() => true))

    const pools = (id: string) => [{ name: 'all', source: 'unowned', items: [{ id }] }]
    const tiers = [
      { name: 'A', chance: [{ points: [[1, 50]] }], pools: pools(heroes.featured) },
      { name: 'B', pools: pools(heroes.standard) },
    ]
    const two = { name: 'two', draws: 2, prices: [{ unit: 'DIAMOND', amount: 100 }] }
    const { id } = await published(anUnownedBanner({ name: 'Ember Pair', tiers, orders: [two] }))
    const buyer = gacha.aPlayerWith(300)
    const answers = await Promise.all(Array.from({ length: 3 }, () => gacha.pull(buyer, { bannerId: id, count: 2 })))
    expect(kindsOf(answers)).toEqual({ BannerClosed: 2, Pull: 1 })
    expect(heroesOf(answers).toSorted()).toEqual(both)
    expect(gacha.users.balance(buyer.userId)).toBe(200)
    for (const each of [player, buyer]) expect(mismatches(verifyHistory(await revealedPulls(gacha, each)))).toEqual([])
  })
})

it('passes the audit, which finds tickets that were taken for nothing, and prices that were not', async () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }
  expect(await findings()).toEqual([])
  const inventory =
    'Each inventory holds exactly what was pulled, picked up and granted, less what orders were paid with'
  const unowned = 'Pools of items that players do not own leave owned ones out, as the proof states them'
  const owned = (set: readonly string[], where: readonly string[]) =>
    `update pull set memory_before = jsonb_set(memory_before, '{owned}', '${JSON.stringify(set)}')
      where memory_before->'owned' = '${JSON.stringify(where)}'`
  const shardsGiven = 'Each copy of an item has given the shards of its tier, once'
  const damages = [
    ['update pulled_item set shard_amount = 6 where shard_amount = 5', shardsGiven],
    ['update pulled_item set shard_amount = 5 where shard_amount = 6', null],
    [`update item_receipt set quantity = quantity + 1 where source = 'DUPLICATE'`, shardsGiven],
    [`update item_receipt set quantity = quantity - 1 where source = 'DUPLICATE'`, null],
    // Items that were drawn are said not to be owned after it; then one to be owned before it was drawn.
    [owned([stone], both), unowned],
    [owned(both, [stone]), null],
    [owned([heroes.featured, heroes.featured], []), unowned],
    [owned([], [heroes.featured, heroes.featured]), null],
    [
      `update pull set ticket_amount = 2 where ticket_amount = 1`,
      'Each pull of a model is one of its orders, at its price',
    ],
    [`update pull set ticket_amount = 1 where ticket_amount = 2`, null],
    [`update inventory_entry set quantity = quantity + 3 where item_id = '${ticket}'`, inventory],
    [`update inventory_entry set quantity = quantity - 3 where item_id = '${ticket}'`, null],
    [
      `update pull set ticket_item_id = null, ticket_amount = null where ticket_amount = 3 and status = 'DRAWN'`,
      inventory,
    ],
  ] as const
  for (const [damage, title] of damages) {
    expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
    const found = await findings()
    expect(title === null ? found.length === 0 : found.includes(title), damage).toBe(true)
  }
})
