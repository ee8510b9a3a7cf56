import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { grantsOf } from '../src/domain/banner-model/duplicates.js'
import { verifyHistory } from '../src/domain/pull-history.js'
import { aPayoutBanner, modelDefinitionOf, shard } from './banner-model/banner-of-model.js'
import { startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'
import { createPublisher } from './published-models.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let refunds: { id: string }
beforeAll(async () => {
  gacha = await startGacha({ PULL_LIMIT_DAILY: '10000' })
  refunds = await createPublisher(gacha).published(aPayoutBanner())
})
afterAll(() => gacha.close())

interface Drawn {
  readonly item: { readonly id: string }
  readonly outcome: string
  readonly copy: number
  readonly shards: { readonly item: { readonly id: string }; readonly amount: number } | null
  readonly payout: { readonly currency: string; readonly amount: number } | null
}
const definition = modelDefinitionOf(aPayoutBanner())
const ten = (player: Player, key: string = randomUUID()) => gacha.pull(player, { bannerId: refunds.id, count: 10, key })
const drawnOf = (pulls: readonly PullAnswer[]) => pulls.flatMap(({ items }) => items as unknown as readonly Drawn[])
const sumsOf = (drawn: readonly Drawn[]) => {
  const sums: Record<string, number> = {}
  for (const { payout } of drawn)
    if (payout !== null) sums[payout.currency] = (sums[payout.currency] ?? 0) + payout.amount
  return sums
}
/** Sums of what the events tell users to pay, by currency, and of what is confirmed when users asks. */
async function paidOf({ userId }: Player) {
  const events = await gacha.rows<{ event_id: string; data: { rewards: [{ currency: string; amount: number }] } }>(
    `select event_id, data from outbox where type = 'banner.paid_out' and aggregate_id = $1`,
    [userId],
  )
  const confirmed = await gacha.app.services.findBannerPayouts(events.map(({ event_id }) => event_id))
  expect(new Map(confirmed.map(({ eventId, rewards }) => [eventId, rewards]))).toEqual(
    new Map(events.map(({ event_id, data }) => [event_id, data.rewards])),
  )
  const sums: Record<string, number> = {}
  for (const { data } of events)
    for (const { currency, amount } of data.rewards) sums[currency] = (sums[currency] ?? 0) + amount
  return sums
}

it('pays the currency of each duplicate exactly once, of orders at once and of their repeats', async () => {
  const player = gacha.aPlayerWith(900 * 8)
  const keys = Array.from({ length: 8 }, () => randomUUID())
  const pulls = await Promise.all(keys.map(key => ten(player, key)))
  const drawn = drawnOf(pulls)
  expect(drawn).toHaveLength(80)
  for (const { outcome, copy, payout, shards } of drawn) {
    const due = grantsOf(definition, { outcome, copy })
    expect(payout).toEqual(due.payout)
    expect(shards).toEqual(due.shards === null ? null : { item: { id: shard }, amount: due.shards.amount })
  }
  expect(Object.keys(sumsOf(drawn)).toSorted()).toEqual(['DIAMOND', 'GOLD'])
  expect(await paidOf(player)).toEqual(sumsOf(drawn))
  expect(await Promise.all(keys.map(key => ten(player, key)))).toEqual(pulls)
  expect(await paidOf(player)).toEqual(sumsOf(drawn))
  const history = await revealedPulls(gacha, player)
  expect(mismatches(verifyHistory(history))).toEqual([])
  const paid = history.flatMap(pull =>
    'items' in pull ? pull.items.flatMap(item => ('payout' in item && item.payout ? [item.payout] : [])) : [],
  )
  const [granted] = paid
  if (granted === undefined) throw new Error('Currency was granted')
  Object.assign(granted, { amount: granted.amount + 1 })
  expect(mismatches(verifyHistory(history)).map(({ name }) => name)).toEqual([
    expect.stringMatching(/: currency for item \d+$/),
  ])
})

it('pays with the draw or not at all, also after a fault', async () => {
  const player = gacha.aPlayerWith(2_000)
  const first = await ten(player)
  const before = await paidOf(player)
  const key = randomUUID()
  await gacha.rows('alter table duplicate_payout rename to hidden')
  await expect(ten(player, key)).rejects.toThrow('duplicate_payout')
  await gacha.rows('alter table hidden rename to duplicate_payout')
  expect(await paidOf(player)).toEqual(before)
  gacha.clock.advance(60_000)
  expect(await gacha.app.services.recoverPulls()).toBe(1)
  expect(await paidOf(player)).toEqual(sumsOf(drawnOf([first, await ten(player, key)])))
})

it('confirms no payout that was not made', async () => {
  expect(await gacha.app.services.findBannerPayouts([randomUUID()])).toEqual([])
})

it('passes the audit, which finds currency that was not granted, or not paid', async () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }
  const title = 'Each copy of an item has been granted the currency of its tier, and its pull pays the sum once'
  const damages = [
    [
      'update pulled_item set payout_amount = 4 where payout_amount = 3',
      'update pulled_item set payout_amount = 3 where payout_amount = 4',
    ],
    [
      'update duplicate_payout set amount = amount + 1 where id = (select min(id::text)::uuid from duplicate_payout)',
      'update duplicate_payout set amount = amount - 1 where id = (select min(id::text)::uuid from duplicate_payout)',
    ],
    [
      `update duplicate_payout set user_id = '00000000-0000-4000-8000-000000000000' where currency = 'DIAMOND'`,
      'update duplicate_payout d set user_id = p.user_id from pull p where p.id = d.pull_id',
    ],
  ] as const
  expect(await findings()).toEqual([])
  for (const [damage, mend] of damages) {
    expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
    expect(await findings(), damage).toEqual([title])
    await gacha.rows(`${mend} returning 1`)
    expect(await findings(), mend).toEqual([])
  }
})
