import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { GachaApp } from '../src/app.js'
import { aStepBanner, aTargetBanner, sword } from './banner-model/banner-of-model.js'
import { firstLight } from './definitions.js'
import { startGacha, type Player, type TestApp } from './gacha-app.js'
import { createMemoryChanges } from './memory-changes.js'
import { createPublisher } from './published-models.js'

// Models are checked in threads, which start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let behind: GachaApp
beforeAll(async () => {
  gacha = await startGacha()
  behind = await gacha.another()
})
afterAll(async () => {
  await behind.close()
  await gacha.close()
})

async function publish(pullCost: number, id?: string) {
  const definition = { ...firstLight, name: 'Harvest', pullCost, tenPullCost: pullCost * 9 }
  const published = await gacha.app.services.publishBanner({ actor: 'test', id: id ?? null, definition })
  if (!('hash' in published)) throw new Error(published.message)
  return published
}

/** Pulls on the other instance, which caches versions and is not notified of new ones. */
const pullBehind = (player: Player, input: { bannerId: string; expectedCost?: number; oddsHash?: string }) =>
  behind.services.pullBanner({ userId: player.userId, input: { count: 1, idempotencyKey: randomUUID(), ...input } })

describe('a pull that says what the client has shown', () => {
  it('is drawn when price and definition are these', async () => {
    const banner = await publish(100)
    const player = gacha.aPlayerWith(1_000)
    const shown = { bannerId: banner.id, oddsHash: banner.hash }
    expect(await gacha.pull(player, { ...shown, expectedCost: 100 })).toMatchObject({ __typename: 'Pull', cost: 100 })
    const ten = await gacha.pull(player, { ...shown, expectedCost: 900, count: 10 })
    expect(ten).toMatchObject({ __typename: 'Pull', cost: 900, proof: { oddsHash: banner.hash } })
    expect(gacha.users.balance(player.userId)).toBe(0)
  })

  it.each([
    ['another price', { expectedCost: 100 }],
    ['the price of one for ten', { expectedCost: 120, count: 10 }],
    ['another definition', { oddsHash: '0'.repeat(64) }],
    ['another definition at the right price', { expectedCost: 120, oddsHash: 'anything' }],
  ])('is refused with %s, with nothing taken or written', async (_, shown) => {
    const banner = await publish(120)
    const player = gacha.aPlayerWith(10_000)
    const before = await gacha.state()
    expect(await gacha.pull(player, { bannerId: banner.id, ...shown })).toEqual({
      __typename: 'BannerChanged',
      message: expect.stringContaining('"Harvest" has changed') as string,
      currency: 'DIAMOND',
      cost: 'count' in shown ? 1_080 : 120,
      oddsHash: banner.hash,
    })
    expect(await gacha.state()).toEqual(before)
    expect(gacha.users.balance(player.userId)).toBe(10_000)
  })

  it('gets its first answer when it is repeated after a change', async () => {
    const { id } = await publish(100)
    const player = gacha.aPlayerWith(100)
    const order = { bannerId: id, key: randomUUID(), expectedCost: 100 }
    const first = await gacha.pull(player, order)
    await publish(50, id)
    expect(await gacha.pull(player, order)).toEqual(first)
    expect(gacha.users.balance(player.userId)).toBe(0)
  })

  it('may be made anew under the key of a refusal, with what the refusal has said', async () => {
    const { id } = await publish(80)
    const player = gacha.aPlayerWith(80)
    const order = { bannerId: id, key: randomUUID() }
    const refused = await gacha.pull(player, { ...order, expectedCost: 70 })
    const { cost, oddsHash } = refused as unknown as { cost: number; oddsHash: string }
    expect(await gacha.pull(player, { ...order, expectedCost: cost, oddsHash })).toMatchObject({ __typename: 'Pull' })
  })
})

describe('a process that still remembers the version before', () => {
  it('refuses its price, and draws from the current version', async () => {
    const old = await publish(100)
    const player = gacha.aPlayerWith(300)
    await pullBehind(player, { bannerId: old.id })
    const current = await publish(10, old.id)
    const shown = { bannerId: old.id, expectedCost: 100, oddsHash: old.hash }
    expect(await pullBehind(player, shown)).toMatchObject({
      __typename: 'BannerChanged',
      cost: 10,
      oddsHash: current.hash,
    })
    const drawn = await pullBehind(player, { ...shown, expectedCost: 10, oddsHash: current.hash })
    expect(drawn).toMatchObject({ __typename: 'Pull', cost: 10, bannerVersion: 2 })
    expect(gacha.users.balance(player.userId)).toBe(190)
  })

  it('draws from the current version for a client that has said nothing, too', async () => {
    const { id } = await publish(100)
    const player = gacha.aPlayerWith(200)
    await pullBehind(player, { bannerId: id })
    await publish(10, id)
    expect(await pullBehind(player, { bannerId: id })).toMatchObject({ cost: 10, bannerVersion: 2 })
  })

  it('compares a price by a counter with that of the current version before it refuses', async () => {
    const stepBanner = (points: readonly (readonly [number, number])[], id: string | null) => {
      const step = { name: 'step', draws: 1, prices: [{ unit: 'DIAMOND', amount: { by: 'step', points } }] }
      const definition = aStepBanner({ name: 'Harvest Steps', orders: [step] })
      return gacha.app.services.publishBanner({ actor: 'test', id, definition })
    }
    const pairs = [
      [1, 100],
      [2, 200],
    ] as const
    const old = await stepBanner(pairs, null)
    if (!('hash' in old)) throw new Error(old.message)
    const player = gacha.aPlayerWith(1_000)
    expect(await pullBehind(player, { bannerId: old.id, expectedCost: 100 })).toMatchObject({ cost: 100 })
    const current = await stepBanner(
      pairs.map(([from, amount]) => [from, amount / 10] as const),
      old.id,
    )
    if (!('hash' in current)) throw new Error(current.message)
    const shown = { bannerId: old.id, expectedCost: 20, oddsHash: current.hash }
    expect(await pullBehind(player, { ...shown, expectedCost: 10 })).toMatchObject({
      __typename: 'BannerChanged',
      cost: 20,
      oddsHash: current.hash,
    })
    expect(await pullBehind(player, shown)).toMatchObject({ __typename: 'Pull', cost: 20, bannerVersion: 2 })
    expect(gacha.users.balance(player.userId)).toBe(880)
  })

  it('opens and closes with the current version', async () => {
    const { id } = await publish(100)
    const player = gacha.aPlayerWith(200)
    await pullBehind(player, { bannerId: id })
    const closesAt = new Date(gacha.clock.now().getTime() - 1).toISOString()
    const closed = { ...firstLight, name: 'Harvest', closesAt }
    await gacha.app.services.publishBanner({ actor: 'test', id, definition: closed })
    expect(await pullBehind(player, { bannerId: id })).toMatchObject({ __typename: 'BannerClosed' })
    await publish(50, id)
    expect(await pullBehind(player, { bannerId: id })).toMatchObject({ cost: 50 })
  })
})

it('keeps what a newer version counts of an item where an order of the version before is drawn later', async () => {
  const { publish: publishModel, published } = createPublisher(gacha)
  const { tiers, counters } = aTargetBanner()
  const { luck: _, ...older } = counters
  const [top, ...rest] = tiers
  const [wished, ...others] = top?.pools ?? []
  const chance = [{ by: 'misses', points: [[1, 50]] }]
  const before = [{ ...top, pools: [{ ...wished, chance }, ...others] }, ...rest]
  const { id } = await published(aTargetBanner({ tiers: before, counters: older }))
  const player = gacha.aPlayerWith(1_000)
  await createMemoryChanges(() => gacha).choose(player, id, sword)
  const key = randomUUID()
  gacha.users.failNext('reserve-price', 'after')
  await expect(gacha.pull(player, { bannerId: id, key })).rejects.toThrow('answer was lost')
  expect(await publishModel(aTargetBanner(), id)).toMatchObject({ __typename: 'Banner', version: 2 })
  expect(await gacha.pull(player, { bannerId: id })).toMatchObject({ __typename: 'Pull' })
  gacha.clock.advance(60_000)
  expect(await gacha.app.services.recoverPulls()).toBe(1)
  expect(
    await gacha.rows('select banner_version from pull where user_id = $1 order by nonce', [player.userId]),
  ).toEqual([{ banner_version: 2 }, { banner_version: 1 }])
  const kept = await gacha.rows(`select from banner_memory where user_id = $1 and counters ? ('luck ' || $2)`, [
    player.userId,
    sword,
  ])
  expect(kept).toHaveLength(1)
  const findings = await createAuditPart('gacha', gacha.database).local()
  expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
})

it('charges only what was shown, however pulls and publications meet', async () => {
  const first = await publish(100)
  const player = gacha.aPlayerWith(100_000)
  const shown = [{ cost: 100, hash: first.hash }]
  const publishing = (async () => {
    for (let cost = 101; cost <= 110; cost++) {
      const { hash } = await publish(cost, first.id)
      shown.push({ cost, hash })
    }
  })()
  const order = async (from: (typeof pullers)[number]) => {
    const { cost, hash } = shown.at(-1) ?? { cost: 0, hash: '' }
    return { cost, answer: await from(player, { bannerId: first.id, expectedCost: cost, oddsHash: hash }) }
  }
  const pullers = [gacha.pull, pullGivenBehind, gacha.pull, pullGivenBehind]
  const answers: Awaited<ReturnType<typeof order>>[] = []
  const lane = async (from: (typeof pullers)[number]) => {
    for (let count = 0; count < 15; count++) answers.push(await order(from))
  }
  await Promise.all(pullers.map(lane))
  await publishing
  const last = shown.at(-1)
  const late = await gacha.pull(player, { bannerId: first.id, expectedCost: 110, oddsHash: last?.hash ?? '' })
  expect(late).toMatchObject({ __typename: 'Pull', cost: 110 })
  const drawn = answers.filter(({ answer }) => answer.__typename === 'Pull')
  expect(drawn.length).toBeGreaterThan(0)
  expect(drawn.filter(({ cost, answer }) => answer['cost'] !== cost)).toEqual([])
  const paid = drawn.reduce((total, { cost }) => total + cost, 110)
  expect(gacha.users.balance(player.userId)).toBe(100_000 - paid)
})

const pullGivenBehind = async (
  player: Player,
  input: { bannerId: string; expectedCost: number; oddsHash: string },
): Promise<{ __typename: string; [field: string]: unknown }> => ({ ...(await pullBehind(player, input)) })
