import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import {
  aBoxBanner,
  aGroupBanner,
  aLimitedBanner,
  aPricedBanner,
  aStepBanner,
  heroes,
  stone,
} from './banner-model/banner-of-model.js'
import { aPlayer, banners, rootField, startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let group: { id: string; hash: string }
let second: { id: string; hash: string }
let box: { id: string; hash: string }
beforeAll(async () => {
  gacha = await startGacha()
  group = await published(aGroupBanner())
  second = await published(aGroupBanner({ name: 'Second Court', dailyDrawLimit: 10 }))
  box = await published(aBoxBanner())
})
afterAll(() => gacha.close())

const admin = aPlayer('admin')
const PUBLISH = `mutation ($id: ID, $definition: JSON!) { publishBanner(id: $id, definition: $definition) { __typename
  ... on Banner { id version odds { hash rarities { rarity } items { item { id } basePercent featured } } currency pullCost tenPullCost featured { id } }
  ... on InvalidInput { field message problems { field } } } }`
const publish = async (definition: unknown, id?: string) => {
  const answer = await gacha.ask(admin, PUBLISH, { id, definition })
  expect(answer.errors).toEqual([])
  return rootField(answer, 'publishBanner') as Record<string, unknown>
}
const published = async (definition: unknown) => {
  const banner = await publish(definition)
  expect(banner).toMatchObject({ __typename: 'Banner', version: 1 })
  return { id: banner['id'] as string, hash: (banner['odds'] as { hash: string }).hash }
}

interface Proof {
  readonly nonce: number
  readonly order: string | null
  readonly before: { counters: Record<string, number>; boxes: Record<string, number[]> }
  readonly after: { counters: Record<string, number>; boxes: Record<string, number[]> }
}
const proofOf = (pull: PullAnswer) => pull['proof'] as Proof
const memoryRows = (userId: string) =>
  gacha.rows<{ scope: string; counters: unknown; boxes: unknown }>(
    'select scope, counters, boxes from banner_memory where user_id = $1 order by scope',
    [userId],
  )

describe('publishing a model', () => {
  it('shows its prices, its featured items and the base chances of its items', async () => {
    const answer = await gacha.ask(
      null,
      `{ banner(id: "${group.id}") { name open currency pullCost tenPullCost featured { id } version pity { bannerId }
        odds { hash rarities { rarity } items { item { id } basePercent featured } } } }`,
    )
    expect(answer.errors).toEqual([])
    expect(rootField(answer, 'banner')).toMatchObject({
      name: 'Ember Court',
      open: true,
      currency: 'DIAMOND',
      pullCost: 100,
      tenPullCost: 900,
      featured: [{ id: heroes.featured }],
      version: 1,
      odds: {
        hash: group.hash,
        rarities: [],
        items: [{ item: { id: heroes.featured }, basePercent: 2.5 }, {}, {}, {}],
      },
    })
  })

  const undelivered = () => {
    const definition = aGroupBanner()
    const [first] = definition.tiers
    const [featured] = first?.pools ?? []
    Object.assign(first ?? {}, { duplicates: [{ copies: [2, null], grant: { currency: 'GOLD', amount: 5 } }] })
    Object.assign(featured ?? {}, { items: [{ id: randomUUID() }] })
    return definition
  }
  const wrong: readonly [string, () => unknown, readonly string[]][] = [
    ['of both forms', () => ({ ...aGroupBanner(), rarities: {}, pullCost: 1 }), ['rarities', 'pullCost']],
    ['of the wrong form', () => ({ ...aGroupBanner(), tiers: [], orders: {} }), ['tiers', 'orders']],
    [
      'with what pulls do not know, and an unknown item',
      undelivered,
      ['tiers[0].duplicates', 'tiers[0].pools[0].items[0].id'],
    ],
  ]
  it.each(wrong)('%s is refused, each problem by its path, with the database as it was', async (_, make, fields) => {
    const before = await gacha.state()
    const refusal = await publish(make())
    expect(refusal).toMatchObject({ __typename: 'InvalidInput', field: `definition.${fields[0]}` })
    expect(refusal['problems']).toEqual(fields.map(field => ({ field: `definition.${field}` })))
    expect(await gacha.state()).toEqual(before)
  })

  it('that would lose what players have, or that disagrees with a banner of its group, is refused', async () => {
    const before = await gacha.state()
    const larger = aGroupBanner()
    larger.counters['since'] = { ...larger.counters['since'], max: 20 }
    expect(await publish(larger, group.id)).toMatchObject({
      field: 'definition.counters.since.max',
      message: expect.stringContaining(second.id) as string,
    })
    const items = [{ id: stone, count: 20 }]
    const [prize] = aBoxBanner().tiers
    const fuller = aBoxBanner({ tiers: [prize, { name: 'REST', pools: [{ name: 'all', source: 'box', items }] }] })
    expect(await publish(fuller, box.id)).toMatchObject({ field: 'definition.tiers[1].pools[0].items' })
    expect(await gacha.state()).toEqual(before)
  })
})

describe('a pull on a banner with a model', () => {
  it('takes the price of its order, gives the items, and tells its event and its proof', async () => {
    const player = gacha.aPlayerWith(1_000)
    const pull = await gacha.pull(player, { bannerId: group.id, count: 5 })
    expect(pull).toMatchObject({
      __typename: 'Pull',
      cost: 450,
      currency: 'DIAMOND',
      proof: {
        algorithm: 'waystone-hmac-sha256-model-v1',
        oddsHash: group.hash,
        order: 'five',
        nonce: 0,
        before: { counters: {}, boxes: {}, owned: [], target: null },
      },
    })
    expect(pull.items).toHaveLength(5)
    expect(gacha.users.balance(player.userId)).toBe(550)
    const { after } = proofOf(pull)
    expect(await memoryRows(player.userId)).toEqual([
      { scope: `banner:${group.id}`, counters: { lost: after.counters['lost'] }, boxes: {} },
      { scope: 'group:heroes', counters: { since: after.counters['since'] }, boxes: {} },
    ])
    const [event] = await gacha.rows<{ data: { items: object[] } }>('select data from outbox where aggregate_id = $1', [
      player.userId,
    ])
    const told = (pull.items ?? []).map(({ item, ...entry }) => ({
      itemId: item.id,
      rarity: (item as unknown as { rarity: string }).rarity,
      featured: (entry as unknown as { outcome: string }).outcome === 'SSR.featured',
    }))
    expect(event?.data.items).toEqual(told)
    expect((pull.items as unknown as { featured: boolean }[]).map(({ featured }) => featured)).toEqual(
      told.map(({ featured }) => featured),
    )
  })

  it('begins where the pulls before it have left off, also those of another banner of its group', async () => {
    const player = gacha.aPlayerWith(10_000)
    const orders = [
      { bannerId: group.id, count: 11 },
      { bannerId: second.id, count: 5 },
      { bannerId: group.id, count: 1 },
      { bannerId: second.id, count: 1 },
    ]
    const pulls: PullAnswer[] = []
    for (const order of orders) pulls.push(await gacha.pull(player, order))
    const since = pulls.map(pull => [proofOf(pull).before.counters['since'], proofOf(pull).after.counters['since']])
    expect(since.slice(1).map(([before]) => before)).toEqual(since.slice(0, -1).map(([, after]) => after))
    expect(proofOf(pulls[2] as PullAnswer).before.counters['lost']).toBe(
      proofOf(pulls[0] as PullAnswer).after.counters['lost'],
    )
    expect(proofOf(pulls[1] as PullAnswer).before.counters).not.toHaveProperty('lost')
  })

  it('is verified with all others of its player, among pulls on banners with rarities', async () => {
    const player = gacha.aPlayerWith(10_000)
    for (const order of [
      { bannerId: group.id, count: 10 },
      { bannerId: banners.firstLight, count: 10 },
      { bannerId: box.id, order: 'five', count: 5 },
      { bannerId: second.id, count: 5 },
      { bannerId: box.id, count: 2 },
    ])
      await gacha.pull(player, order)
    await revealedPulls(gacha, player)
    await gacha.pull(player, { bannerId: group.id, count: 5 })
    const pulls = await revealedPulls(gacha, player)
    const verification = verifyHistory(pulls)
    expect(mismatches(verification)).toEqual([])
    expect(verification).toMatchObject({ unproven: [], recomputed: 6, secret: 0 })
    const without = pulls.filter(({ proof }) => !(proof.seedNumber === 1 && proof.nonce === 4))
    expect(mismatches(verifyHistory(without))).toEqual([])
    const [, ...rest] = pulls.toSorted(
      (a, b) => a.proof.seedNumber - b.proof.seedNumber || a.proof.nonce - b.proof.nonce,
    )
    expect(mismatches(verifyHistory(rest)).map(({ name }) => name)).toContain('seed 1: nonces without a gap')
  })

  it('moves the counters that its player is shown, those of a group on all of its banners', async () => {
    const player = gacha.aPlayerWith(1_000)
    const shown = async (bannerId: string) => {
      const answer = await gacha.ask(
        player,
        `{ banner(id: "${bannerId}") { tiers { name basePercent } orders { name draws }
        pity { pullsUntilHardPity counters { name position nextPercent } } } }`,
      )
      expect(answer.errors).toEqual([])
      const { pity, ...banner } = rootField(answer, 'banner') as {
        pity: { pullsUntilHardPity: null; counters: { name: string; position: number; nextPercent: number }[] }
      }
      expect(pity.pullsUntilHardPity).toBeNull()
      return { ...banner, counters: Object.fromEntries(pity.counters.map(({ name, position }) => [name, position])) }
    }
    expect(await shown(group.id)).toMatchObject({
      tiers: [
        { name: 'SSR', basePercent: 5 },
        { name: 'SR', basePercent: 20 },
        { name: 'R', basePercent: 75 },
      ],
      orders: [{ name: 'one', draws: 1 }, { draws: 5 }, { draws: 10 }, { draws: 11 }],
      counters: { since: 0, lost: 0 },
    })
    const { since, lost } = proofOf(await gacha.pull(player, { bannerId: group.id, count: 5 })).after.counters
    expect((await shown(group.id)).counters).toEqual({ since, lost })
    expect((await shown(second.id)).counters).toEqual({ since, lost: 0 })
  })

  it('repeated 32 times at once is one pull and 32 equal answers', async () => {
    const player = gacha.aPlayerWith(10_000)
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => gacha.pull(player, { bannerId: group.id, count: 10, key })),
    )
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.__typename).toBe('Pull')
    expect(gacha.users.balance(player.userId)).toBe(9_100)
  })

  it('of 60 at once with money for ten succeeds ten times, and each begins where another ended', async () => {
    const player = gacha.aPlayerWith(1_000)
    const answers = await Promise.all(Array.from({ length: 60 }, () => gacha.pull(player, { bannerId: group.id })))
    const pulls = answers.filter(({ __typename }) => __typename === 'Pull')
    expect(pulls).toHaveLength(10)
    expect(answers.filter(({ __typename }) => __typename === 'InsufficientFunds')).toHaveLength(50)
    expect(gacha.users.balance(player.userId)).toBe(0)
    const proofs = pulls.map(proofOf).toSorted((a, b) => a.nonce - b.nonce)
    expect(proofs.map(({ nonce }) => nonce)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(proofs.slice(1).map(({ before }) => before)).toEqual(proofs.slice(0, -1).map(({ after }) => after))
  })

  it('costs one statement to record, one call, and one statement to draw', async () => {
    const player = gacha.aPlayerWith(2_000)
    await gacha.pull(player, { bannerId: group.id })
    const counted = countStatements(gacha.database.primary)
    const callsBefore = gacha.users.calls()
    await gacha.app.services.pullBanner({
      userId: player.userId,
      input: { bannerId: group.id, count: 10, idempotencyKey: randomUUID() },
    })
    counted.stop()
    expect(counted.statements.map(text => text.trim().split(/\s+/).slice(0, 3).join(' '))).toEqual([
      'with recorded as',
      'with basis as',
    ])
    expect(gacha.users.calls() - callsBefore).toBe(1)
  })

  it('is refused for a count or an order that the banner does not have, with nothing taken', async () => {
    const player = gacha.aPlayerWith(1_000)
    const before = await gacha.state()
    expect(await gacha.pull(player, { bannerId: group.id, count: 3 })).toMatchObject({
      field: 'count',
      message: 'A pull is of 1 or 5 or 10 or 11 items',
    })
    expect(await gacha.pull(player, { bannerId: group.id, count: 5, order: 'ten' })).toMatchObject({ field: 'count' })
    expect(await gacha.pull(player, { bannerId: group.id, order: 'none' })).toMatchObject({ field: 'order' })
    expect(await gacha.pull(player, { bannerId: banners.firstLight, count: 10, order: 'single' })).toMatchObject({
      field: 'count',
    })
    expect(await gacha.pull(player, { bannerId: group.id, count: 5, expectedCost: 1 })).toMatchObject({
      __typename: 'BannerChanged',
      cost: 450,
      oddsHash: group.hash,
    })
    expect(await gacha.state()).toEqual(before)
    expect(gacha.users.balance(player.userId)).toBe(1_000)
  })

  it('with the key of another order is refused', async () => {
    const player = gacha.aPlayerWith(2_000)
    const key = randomUUID()
    const pull = await gacha.pull(player, { bannerId: group.id, count: 5, key })
    expect(await gacha.pull(player, { bannerId: group.id, count: 10, key })).toMatchObject({ field: 'idempotencyKey' })
    expect(await gacha.pull(player, { bannerId: second.id, count: 5, key })).toMatchObject({ field: 'idempotencyKey' })
    expect(await gacha.pull(player, { bannerId: group.id, count: 5, order: 'five', key })).toEqual(pull)
  })

  it('counts towards the limit of its banner by its draws', async () => {
    const player = gacha.aPlayerWith(10_000)
    expect((await gacha.pull(player, { bannerId: second.id, count: 5 })).__typename).toBe('Pull')
    expect(await gacha.pull(player, { bannerId: second.id, count: 10 })).toMatchObject({
      __typename: 'PullLimitReached',
      limit: 10,
    })
    expect((await gacha.pull(player, { bannerId: second.id, count: 5 })).__typename).toBe('Pull')
  })
})

describe('a box', () => {
  const boxPull = (player: Player, order: { count: number; key?: string }) =>
    gacha.pull(player, { bannerId: box.id, ...order })

  it('is drawn to its last item, each as often as it was in it, and then takes no money', async () => {
    const player = gacha.aPlayerWith(1_000)
    const drawn = [await boxPull(player, { count: 5 }), await boxPull(player, { count: 5 })]
    const key = randomUUID()
    const refusal = await boxPull(player, { count: 5, key })
    expect(refusal).toMatchObject({
      __typename: 'BannerClosed',
      message: '"Harvest Box" has too little left for the pull, and nothing was taken',
    })
    expect(gacha.users.balance(player.userId)).toBe(800)
    drawn.push(await boxPull(player, { count: 2 }))
    expect(await boxPull(player, { count: 5, key })).toEqual(refusal)
    expect(gacha.users.balance(player.userId)).toBe(760)
    const counts = drawn.flatMap(({ items = [] }) => items.map(({ item }) => item.id))
    expect(counts.filter(id => id === heroes.featured)).toHaveLength(1)
    expect(counts.filter(id => id === stone)).toHaveLength(11)
    expect(await memoryRows(player.userId)).toEqual([
      { scope: `banner:${box.id}`, counters: {}, boxes: { 'PRIZE.featured': [0], 'REST.all': [0] } },
    ])
    const days = await gacha.rows<{ pulls: number }>('select pulls from pull_day where user_id = $1', [player.userId])
    expect(days).toEqual([{ pulls: 12 }, { pulls: 12 }])
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('gives no more than it has to many orders at once', async () => {
    const player = gacha.aPlayerWith(10_000)
    const answers = await Promise.all(Array.from({ length: 12 }, () => boxPull(player, { count: 5 })))
    expect(answers.filter(({ __typename }) => __typename === 'Pull')).toHaveLength(2)
    expect(answers.filter(({ __typename }) => __typename === 'BannerClosed')).toHaveLength(10)
    expect(gacha.users.balance(player.userId)).toBe(9_800)
  })

  it('gives a price back by the recovery worker, when users was away as the order ended sold out', async () => {
    const player = gacha.aPlayerWith(1_000)
    await boxPull(player, { count: 5 })
    await boxPull(player, { count: 5 })
    gacha.users.failNext('release-reservation', 'before')
    const key = randomUUID()
    await expect(boxPull(player, { count: 5, key })).rejects.toThrow('call was lost')
    expect(gacha.users.balance(player.userId)).toBe(700)
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    expect(gacha.users.balance(player.userId)).toBe(800)
    expect(await boxPull(player, { count: 5, key })).toMatchObject({
      message: expect.stringContaining('too little') as string,
    })
  })
})

describe('an order with a limit', () => {
  const ordersOf = async (player: Player) =>
    (
      await gacha.rows<{ order_name: string; orders: number }>(
        'select order_name, orders from order_count where user_id = $1 order by order_name, day',
        [player.userId],
      )
    ).map(({ order_name, orders }) => `${orders} ${order_name}`)
  const kindsOf = (answers: readonly PullAnswer[]) =>
    Object.fromEntries(
      ['Pull', 'OrderLimitReached'].map(kind => [kind, answers.filter(a => a.__typename === kind).length]),
    )
  let limited: { id: string }
  beforeAll(async () => {
    limited = await published(aLimitedBanner())
  })

  it('tells it, and is drawn once by 64 at once, in two statements and without a call where it is free', async () => {
    const told = await gacha.ask(null, `{ banner(id: "${limited.id}") { orders { name limit { count per } } } }`)
    expect(rootField(told, 'banner')).toEqual({
      orders: [
        { name: 'one', limit: null },
        { name: 'daily', limit: { count: 1, per: 'DAY' } },
        { name: 'pack', limit: { count: 1, per: 'BANNER' } },
      ],
    })
    const player = gacha.aPlayerWith(100)
    await gacha.pull(player, { bannerId: limited.id })
    const callsBefore = gacha.users.calls()
    const keys = Array.from({ length: 64 }, () => randomUUID())
    const daily = (key: string) => gacha.pull(player, { bannerId: limited.id, order: 'daily', key })
    const answers = await Promise.all(keys.map(daily))
    expect(kindsOf(answers)).toEqual({ Pull: 1, OrderLimitReached: 63 })
    expect(answers.find(({ __typename }) => __typename === 'OrderLimitReached')).toEqual({
      __typename: 'OrderLimitReached',
      message:
        'The order "daily" may be made at most 1 times in a day; counting begins anew at 2026-11-22T00:00:00.000Z',
      order: 'daily',
      limit: 1,
      per: 'DAY',
      nextAt: '2026-11-22T00:00:00.000Z',
    })
    expect(gacha.users.calls()).toBe(callsBefore)
    const drawn = answers.findIndex(({ __typename }) => __typename === 'Pull')
    expect(answers[drawn]).toMatchObject({ cost: 0, currency: 'DIAMOND' })
    expect(await daily(keys[drawn] ?? '')).toEqual(answers[drawn])
    expect(await ordersOf(player)).toEqual(['1 daily'])
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])

    const before = gacha.clock.now()
    gacha.clock.set('2026-11-22T00:00:00Z')
    const counted = countStatements(gacha.database.primary)
    await gacha.app.services.pullBanner({
      userId: player.userId,
      input: { bannerId: limited.id, count: 1, order: 'daily', idempotencyKey: randomUUID() },
    })
    counted.stop()
    gacha.clock.set(before.toISOString())
    expect(counted.statements).toHaveLength(2)
    expect(await ordersOf(player)).toEqual(['1 daily', '1 daily'])
  })

  it('counts over all versions of its banner, and not where it was refused', async () => {
    const player = gacha.aPlayerWith(299)
    const pack = () => gacha.pull(player, { bannerId: limited.id, count: 5, order: 'pack' })
    expect(await pack()).toMatchObject({ __typename: 'InsufficientFunds' })
    expect(await ordersOf(player)).toEqual(['0 pack'])
    gacha.users.deposit(player.userId, 1_001)
    const answers = await Promise.all(Array.from({ length: 8 }, pack))
    expect(kindsOf(answers)).toEqual({ Pull: 1, OrderLimitReached: 7 })
    expect(gacha.users.balance(player.userId)).toBe(1_000)
    expect(await publish(aLimitedBanner({ name: 'Ember Gifts again' }), limited.id)).toMatchObject({ version: 2 })
    expect(await pack()).toMatchObject({ __typename: 'OrderLimitReached', limit: 1, per: 'BANNER', nextAt: null })
    expect(await gacha.pull(player, { bannerId: limited.id })).toMatchObject({ __typename: 'Pull' })
  })

  it('counts while it is under way, is finished once after a fault, and does not count once it was given back', async () => {
    const player = gacha.aPlayerWith(1_000)
    gacha.users.failNext('reserve-price', 'after')
    await expect(gacha.pull(player, { bannerId: limited.id, count: 5, order: 'pack' })).rejects.toThrow(
      'answer was lost',
    )
    expect(await gacha.pull(player, { bannerId: limited.id, count: 5, order: 'pack' })).toMatchObject({ order: 'pack' })
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    expect(gacha.users.balance(player.userId)).toBe(700)
    expect(await ordersOf(player)).toEqual(['1 pack'])

    const [five, two] = aBoxBanner().orders
    const limit = { count: 3, per: 'banner' }
    const { id } = await published(aBoxBanner({ name: 'Small Harvest', orders: [{ ...five, limit }, two] }))
    const orders = [await boxOrder(player, id), await boxOrder(player, id), await boxOrder(player, id)]
    expect(orders.map(({ __typename }) => __typename)).toEqual(['Pull', 'Pull', 'BannerClosed'])
    expect(await ordersOf(player)).toEqual(['2 five', '1 pack'])
    expect(gacha.users.balance(player.userId)).toBe(500)
  })

  const boxOrder = (player: Player, bannerId: string) => gacha.pull(player, { bannerId, count: 5 })
})

describe('a price by a counter', () => {
  let steps: { id: string; hash: string }
  beforeAll(async () => {
    steps = await published(aStepBanner())
  })
  const step = (player: Player, more: { key?: string; expectedCost?: number } = {}) =>
    gacha.pull(player, { bannerId: steps.id, count: 3, ...more })
  const shown = async (player: Player | null) => {
    const answer = await gacha.ask(
      player,
      `{ banner(id: "${steps.id}") { orders { prices { amount next steps { counter from amount } } } } }`,
    )
    expect(answer.errors).toEqual([])
    const { orders } = rootField(answer, 'banner') as { orders: { prices: { next: number; steps: object[] }[] }[] }
    return orders.map(({ prices: [price] }) => price)
  }

  it('is what the player is shown, step by step, and takes one statement more', async () => {
    const player = gacha.aPlayerWith(2_000)
    const byStep = [100, 200, 300].map((amount, from) => ({ counter: 'step', from, amount }))
    expect(await shown(null)).toEqual([
      { amount: 100, next: 100, steps: byStep },
      { amount: 100, next: 100, steps: [] },
    ])
    const paid: unknown[] = []
    for (let order = 0; order < 4; order++) {
      const [price] = await shown(player)
      paid.push((await step(player, { expectedCost: price?.next ?? 0 }))['cost'])
    }
    expect(paid).toEqual([100, 200, 300, 300])
    expect(gacha.users.balance(player.userId)).toBe(1_100)
    expect(await step(player, { expectedCost: 200 })).toMatchObject({ __typename: 'BannerChanged', cost: 300 })
    const counted = countStatements(gacha.database.primary)
    await gacha.app.services.pullBanner({
      userId: player.userId,
      input: { bannerId: steps.id, count: 3, idempotencyKey: randomUUID() },
    })
    counted.stop()
    expect(counted.statements).toHaveLength(3)
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('is paid once a step by 16 at once; those that the step has left are given back, and repeat their answer', async () => {
    const player = gacha.aPlayerWith(10_000)
    const keys = Array.from({ length: 16 }, () => randomUUID())
    const answers = await Promise.all(keys.map(key => step(player, { key })))
    const pulls = answers.filter(({ __typename }) => __typename === 'Pull')
    const costs = pulls
      .toSorted((a, b) => proofOf(a).nonce - proofOf(b).nonce)
      .map(pull => [proofOf(pull).before.counters['step'] ?? 0, pull['cost']])
    expect(costs).toEqual(costs.map((_, order) => [Math.min(order, 2), 100 * Math.min(order + 1, 3)]))
    expect(answers.filter(({ __typename }) => __typename === 'BannerChanged')).toHaveLength(16 - pulls.length)
    const paid = costs.reduce((sum, [, cost]) => sum + Number(cost), 0)
    expect(gacha.users.balance(player.userId)).toBe(10_000 - paid)
    // A key whose order was refused before it was recorded orders anew.
    const recorded = await gacha.rows<{ idempotency_key: string }>(
      'select idempotency_key from pull where user_id = $1',
      [player.userId],
    )
    for (const { idempotency_key: key } of recorded)
      expect(await step(player, { key })).toEqual(answers[keys.indexOf(key)])
    const days = await gacha.rows<{ pulls: number }>('select pulls from pull_day where user_id = $1', [player.userId])
    expect(days).toEqual(days.map(() => ({ pulls: pulls.length * 3 })))
  })

  it('that moves on after the price was set aside is given back: told, repeated, and finished by the worker', async () => {
    const player = gacha.aPlayerWith(1_000)
    await gacha.pull(player, { bannerId: steps.id, order: 'calm' })
    const [key, later] = [randomUUID(), randomUUID()]
    gacha.users.beforeNextAnswer(async () => void (await step(player)))
    const refusal = await step(player, { key })
    expect(refusal).toEqual({
      __typename: 'BannerChanged',
      message: 'The price of the order on "Ember Steps" is 300 DIAMOND by now, and nothing was taken',
      currency: 'DIAMOND',
      cost: 300,
      oddsHash: steps.hash,
    })
    expect(gacha.users.balance(player.userId)).toBe(700)
    expect(await step(player)).toMatchObject({ __typename: 'Pull', cost: 300 })
    expect(await step(player, { key })).toEqual(refusal)

    const other = gacha.aPlayerWith(1_000)
    gacha.users.failNext('reserve-price', 'after')
    await expect(step(other, { key: later })).rejects.toThrow('answer was lost')
    expect(await step(other)).toMatchObject({ __typename: 'Pull', cost: 100 })
    gacha.users.failNext('release-reservation', 'before')
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    expect(gacha.users.balance(other.userId)).toBe(900)
    expect(await step(other, { key: later })).toMatchObject({ __typename: 'BannerChanged', cost: 200 })
  })
})

describe('an order with several prices', () => {
  let market: { id: string }
  beforeAll(async () => {
    market = await published(aPricedBanner())
  })
  const either = (player: Player, more: { key?: string; expectedCost?: number } = {}) =>
    gacha.pull(player, { bannerId: market.id, ...more })
  const left = ({ userId }: Player) => [gacha.users.balance(userId, 'GOLD'), gacha.users.balance(userId)]
  const aPlayerWith = (gold: number, diamonds: number) => {
    const player = gacha.aPlayerWith(diamonds)
    gacha.users.deposit(player.userId, gold, 'GOLD')
    return player
  }

  it('takes the first one that can be paid, says which, and is refused at the last or at the one that was shown', async () => {
    const player = aPlayerWith(100, 100)
    expect(await either(player)).toMatchObject({ __typename: 'Pull', currency: 'GOLD', cost: 50 })
    expect(left(player)).toEqual([50, 100])
    expect(await either(player, { expectedCost: 500 })).toMatchObject({
      __typename: 'InsufficientFunds',
      currency: 'GOLD',
      required: 500,
      available: 50,
    })
    expect(await either(player, { expectedCost: 50 })).toMatchObject({ __typename: 'BannerChanged', cost: 500 })
    const key = randomUUID()
    gacha.users.failNext('reserve-price', 'after')
    await expect(either(player, { key })).rejects.toThrow('answer was lost')
    const pull = await either(player, { key })
    expect(pull).toMatchObject({ __typename: 'Pull', currency: 'DIAMOND', cost: 100 })
    expect(await either(player, { key })).toEqual(pull)
    expect(left(player)).toEqual([50, 0])
    const again = randomUUID()
    const refusal = await either(player, { key: again })
    expect(refusal).toMatchObject({ __typename: 'InsufficientFunds', currency: 'DIAMOND', required: 100, available: 0 })
    expect(await either(player, { key: again })).toEqual(refusal)
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('of 12 at once never takes the price of a step twice, and each pull has the price that was taken', async () => {
    const player = aPlayerWith(1_000, 300)
    const answers = await Promise.all(Array.from({ length: 12 }, () => either(player)))
    const pulls = answers
      .filter(({ __typename }) => __typename === 'Pull')
      .toSorted((a, b) => proofOf(a).nonce - proofOf(b).nonce)
    expect(pulls.filter(pull => pull['currency'] === 'GOLD' && pull['cost'] === 50).length).toBeLessThanOrEqual(1)
    const paid = (currency: string) =>
      pulls.filter(pull => pull['currency'] === currency).reduce((sum, pull) => sum + Number(pull['cost']), 0)
    expect(left(player)).toEqual([1_000 - paid('GOLD'), 300 - paid('DIAMOND')])
  })
})

describe('the audit', () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }

  it('holds for all of these pulls, and finds a memory or a pull that was changed', async () => {
    const [pulls] = await gacha.rows<{ n: number }>(
      'select count(*)::int as n from pull where memory_after is not null',
    )
    expect(pulls?.n).toBeGreaterThan(20)
    expect(await findings()).toEqual([])
    const bounds = 'What banners remember is within the bounds of their models'
    const left = 'What a banner alone remembers is what its last pull has left'
    const damages = [
      [`update banner_memory set counters = '{"since": 10}' where scope = 'group:heroes'`, bounds],
      [`update banner_memory set counters = counters || '{"lost": 2}' where counters ? 'lost'`, bounds, left],
      [`update banner_memory set boxes = boxes || '{"REST.all": [12]}' where boxes ? 'REST.all'`, bounds, left],
      [`update banner_memory set boxes = boxes || '{"REST.all": [11]}' where boxes ? 'REST.all'`, left],
      [`update pulled_item set outcome = 'SR.all' where outcome = 'R.all'`, 'Each item of a model is of its pool'],
      ['update order_count set orders = 0 where orders = 1', 'Each limit of an order counts its orders'],
      ['update pulled_item set outcome = null', 'Each item of a model is of its pool'],
      [`update pull set cost = 1 where order_name = 'five'`, 'Each pull of a model is one of its orders, at its price'],
      [
        `update pull set cost = 200 where order_name = 'step' and memory_before->'counters'->>'step' = '2'`,
        'Each pull of a model is one of its orders, at its price',
      ],
      [
        `update pull set order_name = 'ten' where order_name = 'five' and limit_day is null`,
        'Each pull of a model is one of its orders, at its price',
      ],
    ] as const
    await gacha.rows('create table saved_memory as table banner_memory')
    await gacha.rows('create table saved_pull as table pull')
    await gacha.rows('create table saved_item as table pulled_item')
    await gacha.rows('create table saved_count as table order_count')
    for (const [damage, ...expected] of damages) {
      expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
      expect(await findings(), damage).toEqual(expected)
      await gacha.rows('delete from banner_memory')
      await gacha.rows('insert into banner_memory table saved_memory')
      await gacha.rows('delete from order_count')
      await gacha.rows('insert into order_count table saved_count')
      await gacha.rows('update pull p set cost = s.cost, order_name = s.order_name from saved_pull s where s.id = p.id')
      await gacha.rows(
        'update pulled_item i set outcome = s.outcome from saved_item s where s.pull_id = i.pull_id and s.index = i.index',
      )
    }
  })
})
