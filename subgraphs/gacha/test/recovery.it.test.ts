import { randomUUID } from 'node:crypto'
import { createMetrics } from '@waystone/kit/metrics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPullMeasurement } from '../src/services/measure-unfinished-pulls.js'
import { banners, startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'

let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
})
afterAll(() => gacha.close())

/** Longer than an order may take before the worker looks after it. */
const LATER_MS = 11_000
const statusOf = async (player: Player) =>
  (await gacha.rows<{ status: string }>('select status from pull where user_id = $1', [player.userId])).map(
    row => row.status,
  )
const itemsOf = async (player: Player) =>
  (
    await gacha.rows<{ total: number }>(
      'select coalesce(sum(quantity), 0)::int as total from inventory_entry where user_id = $1',
      [player.userId],
    )
  )[0]?.total
const eventsOf = (player: Player) => gacha.rows('select 1 from outbox where aggregate_id = $1', [player.userId])
const countedPulls = async (player: Player) =>
  (await gacha.rows<{ pulls: number }>('select pulls from pull_day where user_id = $1', [player.userId])).map(
    row => row.pulls,
  )

/** Asserts that a single pull, which took the whole balance, was drawn exactly once in spite of the crash. */
async function expectDrawnOnce(player: Player): Promise<void> {
  expect(await statusOf(player)).toEqual(['DRAWN'])
  expect(await itemsOf(player)).toBe(1)
  expect(await eventsOf(player)).toHaveLength(1)
  expect(gacha.users.balance(player.userId)).toBe(0)
}

/** A pull that crashes: the client gets an error and knows nothing. */
async function crashedPull(player: Player, order: { bannerId?: string; key?: string } = {}): Promise<string> {
  const key = order.key ?? randomUUID()
  await expect(gacha.pull(player, { ...order, key })).rejects.toThrow(/was lost|crash/)
  return key
}

/** The next draw transaction fails at its statement of this table, as if the database went away there. */
async function failingAt<T>(table: string, work: () => Promise<T>): Promise<T> {
  await gacha.rows(
    `create function crash() returns trigger language plpgsql as $$ begin raise exception 'crash'; end $$`,
  )
  await gacha.rows(
    `create trigger crash before insert or update on "${table}" for each statement execute function crash()`,
  )
  try {
    return await work()
  } finally {
    await gacha.rows('drop function crash cascade')
  }
}

/** A banner that closes in a minute. */
async function aClosingBanner(): Promise<string> {
  const [row] = await gacha.rows<{ definition: object }>('select definition from banner_version where banner_id = $1', [
    banners.founders,
  ])
  const closesAt = new Date(gacha.clock.now().getTime() + 60_000).toISOString()
  const published = await gacha.app.services.publishBanner({
    actor: 'test',
    definition: { ...row?.definition, name: 'Closing', closesAt },
  })
  if ('message' in published) throw new Error(published.message)
  return published.id
}

describe('a pull that crashed', () => {
  it('before its price was set aside is finished by the worker', async () => {
    const player = gacha.aPlayerWith(100)
    gacha.users.failNext('reserve-price', 'before')
    await crashedPull(player)
    expect(await statusOf(player)).toEqual(['RESERVING'])
    gacha.clock.advance(LATER_MS)
    await gacha.app.services.recoverPulls()
    await expectDrawnOnce(player)
  })

  it('after its price was set aside is finished by the worker, and paid once', async () => {
    const player = gacha.aPlayerWith(100)
    gacha.users.failNext('reserve-price', 'after')
    await crashedPull(player)
    expect(gacha.users.balance(player.userId)).toBe(0)
    gacha.clock.advance(LATER_MS)
    await gacha.app.services.recoverPulls()
    await expectDrawnOnce(player)
  })

  it.each(['fairness_seed', 'pity', 'inventory_entry', 'pull', 'pulled_item', 'outbox'])(
    'in its draw, at %s, has nothing of it, and is finished by the worker',
    async table => {
      const player = gacha.aPlayerWith(100)
      const key = randomUUID()
      gacha.users.failNext('reserve-price', 'after')
      await crashedPull(player, { key })
      await failingAt(table, () => crashedPull(player, { key }))
      expect(await statusOf(player)).toEqual(['RESERVING'])
      expect(await itemsOf(player)).toBe(0)
      expect(await eventsOf(player)).toHaveLength(0)
      gacha.clock.advance(LATER_MS)
      await gacha.app.services.recoverPulls()
      await expectDrawnOnce(player)
    },
  )

  it('after its draw was committed is answered by a repeat of its key', async () => {
    const player = gacha.aPlayerWith(100)
    const key = randomUUID()
    const lost = await gacha.pull(player, { key })
    expect(await gacha.pull(player, { key })).toEqual(lost)
    await expectDrawnOnce(player)
  })

  it('is finished by a repeat of its key before the worker comes, and the worker finds nothing to do', async () => {
    const player = gacha.aPlayerWith(100)
    gacha.users.failNext('reserve-price', 'after')
    const key = await crashedPull(player)
    const pull = await gacha.pull(player, { key })
    expect(pull.__typename).toBe('Pull')
    gacha.clock.advance(LATER_MS)
    expect(await gacha.app.services.recoverPulls()).toBe(0)
    await expectDrawnOnce(player)
  })

  it('with too little money is refused by the worker, and by the repeat alike', async () => {
    const player = gacha.aPlayerWith(40)
    gacha.users.failNext('reserve-price', 'after')
    const key = await crashedPull(player)
    gacha.clock.advance(LATER_MS)
    await gacha.app.services.recoverPulls()
    expect(await statusOf(player)).toEqual(['REFUSED'])
    expect(await gacha.pull(player, { key })).toMatchObject({ __typename: 'InsufficientFunds', available: 40 })
    expect(await countedPulls(player)).toEqual([0, 0])
  })

  it('is shown by its age until it is finished', async () => {
    const metrics = createMetrics({ service: 'test' })
    const measure = createPullMeasurement({ pool: gacha.database.primary, metrics, clock: gacha.clock })
    const shown = async () => {
      await measure()
      const values = [...(await metrics.metrics()).matchAll(/^waystone_pulls_unfinished\S* (\S+)$/gm)]
      return values.map(([, value]) => Number(value))
    }
    expect(await shown()).toEqual([0, 0])
    const player = gacha.aPlayerWith(100)
    gacha.users.failNext('reserve-price', 'before')
    await crashedPull(player)
    gacha.clock.advance(LATER_MS)
    expect(await shown()).toEqual([1, LATER_MS / 1000])
    await gacha.app.services.recoverPulls()
    expect(await shown()).toEqual([0, 0])
  })

  it('is left alone until its time has come, then tried again later and later while users does not answer', async () => {
    const player = gacha.aPlayerWith(100)
    gacha.users.failNext('reserve-price', 'before', 'before', 'before')
    await crashedPull(player)
    expect(await gacha.app.services.recoverPulls()).toBe(0)
    gacha.clock.advance(10_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    gacha.clock.advance(9_999)
    expect(await gacha.app.services.recoverPulls()).toBe(0)
    gacha.clock.advance(1)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    gacha.clock.advance(19_999)
    expect(await gacha.app.services.recoverPulls()).toBe(0)
    gacha.clock.advance(1)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    await expectDrawnOnce(player)
  })

  it('is finished by another process, at the price and by the definition that it was ordered with', async () => {
    const [row] = await gacha.rows<{ definition: object }>(
      'select definition from banner_version where banner_id = $1',
      [banners.founders],
    )
    const published = await gacha.app.services.publishBanner({
      actor: 'test',
      definition: { ...row?.definition, name: 'Changing' },
    })
    if ('message' in published) throw new Error(published.message)
    const player = gacha.aPlayerWith(100)
    gacha.users.failNext('reserve-price', 'before')
    const key = await crashedPull(player, { bannerId: published.id })
    const changed = { ...row?.definition, name: 'Changing', pullCost: 7 }
    expect(
      await gacha.app.services.publishBanner({ actor: 'test', id: published.id, definition: changed }),
    ).toMatchObject({
      version: 2,
    })
    gacha.clock.advance(LATER_MS)
    const another = await gacha.another()
    await another.services.recoverPulls()
    await another.close()
    await expectDrawnOnce(player)
    const pull = await gacha.pull(player, { bannerId: published.id, key })
    expect(pull).toMatchObject({ cost: 100, proof: { oddsHash: published.hash } })
  })

  it('is taken by one of many workers, and drawn once whoever else repeats it meanwhile', async () => {
    const players = Array.from({ length: 12 }, () => gacha.aPlayerWith(100))
    const keys = new Map<Player, string>()
    for (const player of players) {
      gacha.users.failNext('reserve-price', 'after')
      keys.set(player, await crashedPull(player))
    }
    gacha.clock.advance(LATER_MS)
    const [taken, ...answers] = await Promise.all([
      Promise.all(Array.from({ length: 5 }, () => gacha.app.services.recoverPulls())),
      ...players.map(player => gacha.pull(player, { key: keys.get(player) ?? '' })),
    ])
    expect(taken.reduce((total, count) => total + count, 0)).toBeLessThanOrEqual(players.length)
    expect(answers.every((answer: PullAnswer) => answer.__typename === 'Pull')).toBe(true)
    for (const player of players) await expectDrawnOnce(player)
  })
})

describe('a pull whose banner closed before it was drawn', () => {
  it('is given back by the worker, counts no longer, and every repeat says so', async () => {
    const player = gacha.aPlayerWith(100)
    const bannerId = await aClosingBanner()
    gacha.users.failNext('reserve-price', 'after')
    const key = await crashedPull(player, { bannerId })
    gacha.clock.advance(61_000)
    await gacha.app.services.recoverPulls()
    expect(await statusOf(player)).toEqual(['RELEASED'])
    expect(gacha.users.balance(player.userId)).toBe(100)
    expect(await itemsOf(player)).toBe(0)
    expect(await countedPulls(player)).toEqual([0, 0])
    const answer = {
      __typename: 'BannerClosed',
      message: '"Closing" closed before the pull was drawn, and nothing was taken',
      reason: 'CLOSED_BEFORE_DRAW',
    }
    expect(await gacha.pull(player, { bannerId, key })).toEqual(answer)
    expect(gacha.users.balance(player.userId)).toBe(100)
  })

  it('is given back once, however often giving back crashes', async () => {
    const player = gacha.aPlayerWith(100)
    const bannerId = await aClosingBanner()
    gacha.users.failNext('reserve-price', 'after')
    await crashedPull(player, { bannerId })
    gacha.users.failNext('release-reservation', 'before', 'after')
    for (const status of ['RELEASING', 'RELEASING', 'RELEASED']) {
      gacha.clock.advance(700_000)
      await gacha.app.services.recoverPulls()
      expect(await statusOf(player)).toEqual([status])
    }
    expect(gacha.users.balance(player.userId)).toBe(100)
  })

  it('is never drawn by a slow first try that the worker has overtaken', async () => {
    const player = gacha.aPlayerWith(100)
    const bannerId = await aClosingBanner()
    // The first try hangs between the reservation and its answer, long enough for the worker to give the pull up.
    gacha.users.beforeNextAnswer(async () => {
      gacha.clock.advance(61_000)
      await gacha.app.services.recoverPulls()
    })
    expect(await gacha.pull(player, { bannerId })).toMatchObject({ __typename: 'BannerClosed' })
    expect(await statusOf(player)).toEqual(['RELEASED'])
    expect(gacha.users.balance(player.userId)).toBe(100)
    expect(await itemsOf(player)).toBe(0)
  })

  it('stays drawn if it was drawn in time', async () => {
    const player = gacha.aPlayerWith(100)
    const bannerId = await aClosingBanner()
    expect(await gacha.pull(player, { bannerId })).toMatchObject({ __typename: 'Pull' })
    gacha.clock.advance(120_000)
    await gacha.app.services.recoverPulls()
    await expectDrawnOnce(player)
  })
})

describe('the recovery worker', () => {
  it('runs with the app', async () => {
    const player = gacha.aPlayerWith(100)
    gacha.users.failNext('reserve-price', 'before')
    await crashedPull(player)
    gacha.clock.advance(LATER_MS)
    await gacha.app.start()
    await expect.poll(() => statusOf(player)).toEqual(['DRAWN'])
  })
})
