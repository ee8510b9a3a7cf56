import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import { ALL_BANNERS } from '../src/repositories/pull.js'
import { aBoxBanner, aLimitedBanner, aPricedBanner, aStepBanner } from './banner-model/banner-of-model.js'
import { rootField, startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'
import { createPublisher, proofOf, type Publisher } from './published-models.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let publish: Publisher['publish']
let published: Publisher['published']
beforeAll(async () => {
  gacha = await startGacha()
  ;({ publish, published } = createPublisher(gacha))
})
afterAll(() => gacha.close())

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

  it('tells what is left of each limit before the refusal, in one statement for all orders', async () => {
    const fields = 'orders { name limit { left nextAt } }'
    const source = `{ one: banner(id: "${limited.id}") { ${fields} } again: banner(id: "${limited.id}") { ${fields} } }`
    const left = async (viewer: Player | null) => {
      const answer = await gacha.ask(viewer, source)
      expect(answer.errors).toEqual([])
      const { orders } = rootField(answer, 'again') as {
        orders: { name: string; limit: { left: number | null; nextAt: string | null } | null }[]
      }
      return orders.map(({ name, limit }) => (limit === null ? name : [name, limit.left, limit.nextAt]))
    }
    const next = '2026-11-22T00:00:00.000Z'
    const untouched = ['one', ['daily', 1, next], ['pack', 1, null]]
    const player = gacha.aPlayerWith(1_000)
    expect(await left(null)).toEqual(['one', ['daily', null, next], ['pack', null, null]])
    expect(await left(player)).toEqual(untouched)
    await gacha.pull(player, { bannerId: limited.id, order: 'daily' })
    expect(await left(player)).toEqual(['one', ['daily', 0, next], ['pack', 1, null]])
    await gacha.pull(player, { bannerId: limited.id, count: 5, order: 'pack' })
    expect(await left(gacha.aPlayerWith(0))).toEqual(untouched)
    const counted = countStatements(gacha.database.primary)
    expect(await left(player)).toEqual(['one', ['daily', 0, next], ['pack', 0, null]])
    expect(counted.statements.filter(text => text.includes('order_count'))).toHaveLength(1)
    counted.stop()
    const before = gacha.clock.now()
    gacha.clock.set(next)
    expect(await left(player)).toEqual(['one', ['daily', 1, '2026-11-23T00:00:00.000Z'], ['pack', 0, null]])
    gacha.clock.set(before.toISOString())
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
      message: 'The order "daily" may be made once in a day; counting begins anew at 2026-11-22T00:00:00.000Z',
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

  it('is released at users where it is free, for a process of an earlier build may have reserved 0', async () => {
    const [five, two] = aBoxBanner().orders
    const free = { ...five, prices: [{ unit: 'DIAMOND', amount: 0 }] }
    const { id } = await published(aBoxBanner({ name: 'Free Harvest', orders: [free, two] }))
    const player = gacha.aPlayerWith(0)
    const callsBefore = gacha.users.calls()
    expect([await boxOrder(player, id), await boxOrder(player, id)]).toMatchObject([
      { __typename: 'Pull' },
      { __typename: 'Pull' },
    ])
    expect(gacha.users.calls()).toBe(callsBefore)
    expect(await boxOrder(player, id)).toMatchObject({ __typename: 'BannerClosed' })
    expect(gacha.users.calls()).toBe(callsBefore + 1)
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
    const keys: string[] = Array.from({ length: 16 }, () => randomUUID())
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
      message: 'The price of the order on "Ember Steps" is now 300 DIAMOND, and nothing was taken',
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
    // Gold is a step further after each order: only the first is drawn at 50.
    expect(pulls.slice(1).map(pull => pull['cost'])).not.toContain(50)
    const recorded = await gacha.rows<{ id: string; status: string; moved_cost: string | null }>(
      'select id, status, moved_cost from pull where user_id = $1',
      [player.userId],
    )
    const ended = (status: string) => recorded.filter(pull => pull.status === status)
    expect(ended('DRAWN')).toHaveLength(pulls.length)
    expect(recorded).toHaveLength(pulls.length + ended('REFUSED').length + ended('RELEASED').length)
    expect(ended('RELEASED').map(({ moved_cost }) => moved_cost)).toEqual(ended('RELEASED').map(() => '500'))
    const reservations = (status: string) => ended(status).map(({ id }) => gacha.users.reservation(id))
    expect(reservations('RELEASED')).toEqual(ended('RELEASED').map(() => 'RELEASED'))
    expect(reservations('DRAWN')).toEqual(pulls.map(() => 'RESERVED'))
  })
})

it('passes the audit, which finds a count or a price of a step that was changed', async () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }
  expect(await findings()).toEqual([])
  const agreement = 'Each pull agrees with its reservation'
  const page = await createAuditPart('gacha', gacha.database).page({ title: agreement, after: ALL_BANNERS })
  const drawn = await gacha.rows<{ id: string; price: string; cost: string }>(
    `select id, concat_ws(' ', currency, cost, price_kind) as price, cost from pull where status = 'DRAWN'`,
  )
  const expected = drawn.map(({ id, price, cost }) => ({
    id,
    expected: [`RESERVED ${price}`, `CAPTURED ${price}`, ...(cost === '0' ? [''] : [])],
  }))
  expect(page).toEqual(expect.arrayContaining(expected))
  expect(new Set(drawn.map(({ cost }) => cost))).toContain('0')
  const damages = [
    ['update order_count set orders = 0 where orders = 1', 'Each limit of an order counts its orders'],
    [
      `update pull set cost = 200 where order_name = 'step' and cost = 300 and status = 'DRAWN'`,
      'Each pull of a model is one of its orders, at its price',
    ],
  ] as const
  for (const [damage, title] of damages) {
    expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
    expect(await findings(), damage).toContain(title)
  }
})
