import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { withTransaction } from '@waystone/kit/postgres'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import { endTallies } from '../src/repositories/banner-conversion.js'
import { eraseUser } from '../src/repositories/erased-user.js'
import { heroes, sword } from './banner-model/banner-of-model.js'
import { aPointsBanner } from './banner-model/offer-banners.js'
import { rootField, startGacha, type Player, type TestApp } from './gacha-app.js'
import { createPublisher, type Publisher } from './published-models.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let publish: Publisher['publish']
let published: Publisher['published']
let banner: { id: string }
beforeAll(async () => {
  gacha = await startGacha()
  ;({ publish, published } = createPublisher(gacha))
  banner = await published(aPointsBanner())
})
afterAll(() => gacha.close())

const EXCHANGE = `mutation ($input: ExchangePointsInput!) { exchangePoints(input: $input) { __typename
  ... on PointExchange { id exchange cost exchangedAt item { id } banner { id } }
  ... on InsufficientPoints { message exchange required available }
  ... on ExchangeLimitReached { message exchange limit }
  ... on BannerClosed { message reason }
  ... on InvalidInput { field problems { rule allowed } } } }`

interface Wanted {
  readonly exchange?: string
  readonly itemId?: string
  readonly bannerId?: string
  readonly key?: string
}
const exchange = async (player: Player, wanted: Wanted = {}) => {
  const { key = randomUUID(), ...given } = wanted
  const input = { bannerId: banner.id, exchange: 'sparks', itemId: heroes.featured, idempotencyKey: key, ...given }
  const answer = await gacha.ask(player, EXCHANGE, { input })
  expect(answer.errors).toEqual([])
  return rootField(answer, 'exchangePoints') as Record<string, unknown>
}
const pointsOf = async (player: Player, bannerId = banner.id) => {
  const answer = await gacha.ask(
    player,
    `{ banner(id: "${bannerId}") { pity { exchanges { name points exchanged } counters { name position } } } }`,
  )
  expect(answer.errors).toEqual([])
  const { pity } = rootField(answer, 'banner') as {
    pity: {
      exchanges: { name: string; points: number; exchanged: number }[]
      counters: { name: string; position: number }[]
    }
  }
  const fame = pity.counters.find(({ name }) => name === 'fame')?.position
  const points: Record<string, number> = Object.fromEntries(pity.exchanges.map(each => [each.name, each.points]))
  return { ...points, stones: points['stones'], fame }
}
const owned = async ({ userId }: Player, itemId: string) =>
  (
    await gacha.rows<{ quantity: string }>('select quantity from inventory_entry where user_id = $1 and item_id = $2', [
      userId,
      itemId,
    ])
  ).reduce((sum, { quantity }) => sum + Number(quantity), 0)
const payouts = async ({ userId }: Player) =>
  (
    await gacha.rows<{ data: { rewards: { currency: string; amount: number }[] } }>(
      `select data from outbox where type = 'banner.paid_out' and aggregate_id = $1 order by data->'rewards'->0->>'currency'`,
      [userId],
    )
  ).flatMap(({ data }) => data.rewards)

describe('points of an exchange', () => {
  it('are told, are counted by the two statements of a pull, and stay right in its proof', async () => {
    const told = await gacha.ask(
      null,
      `{ banner(id: "${banner.id}") { exchanges { name pointsPer cost limit choices { id } onClose { rule currency rate } }
        counters { name onClose { rule currency rate } } pity { bannerId } } }`,
    )
    expect(told.errors).toEqual([])
    const kept = { rule: 'KEEP', currency: null, rate: null }
    expect(rootField(told, 'banner')).toEqual({
      exchanges: [
        {
          name: 'sparks',
          pointsPer: '*',
          cost: 5,
          limit: 3,
          choices: [{ id: heroes.featured }, { id: heroes.standard }],
          onClose: { rule: 'CONVERT', currency: 'GOLD', rate: 20 },
        },
        { name: 'stones', pointsPer: 'R', cost: 1, limit: null, choices: [{ id: sword }], onClose: kept },
        {
          name: 'dust',
          pointsPer: 'SR+',
          cost: 10,
          limit: null,
          choices: [{ id: sword }],
          onClose: { ...kept, rule: 'DROP' },
        },
      ],
      counters: [
        { name: 'since', onClose: kept },
        { name: 'lost', onClose: kept },
        { name: 'fame', onClose: { rule: 'CONVERT', currency: 'DIAMOND', rate: 2 } },
      ],
      pity: null,
    })
    const player = gacha.aPlayerWith(10_000)
    expect(await pointsOf(player)).toEqual({ sparks: 0, stones: 0, dust: 0, fame: 0 })
    const pull = await gacha.pull(player, { bannerId: banner.id, count: 10 })
    const counted = countStatements(gacha.database.primary)
    await gacha.app.services.pullBanner({
      userId: player.userId,
      input: { bannerId: banner.id, count: 1, idempotencyKey: randomUUID() },
    })
    counted.stop()
    expect(counted.statements).toHaveLength(2)
    const last = await gacha.rows<{ outcome: string }>(
      `select outcome from pulled_item i join pull p on p.id = i.pull_id where p.user_id = $1`,
      [player.userId],
    )
    expect(pull.__typename).toBe('Pull')
    const stones = last.filter(({ outcome }) => outcome === 'R.all').length
    expect(await pointsOf(player)).toEqual({ sparks: 11, stones, dust: 11 - stones, fame: 11 })
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('are counted once for a pull that was held up and driven on by several at once', async () => {
    const player = gacha.aPlayerWith(10_000)
    await gacha.pull(player, { bannerId: banner.id })
    const key = randomUUID()
    gacha.users.failNext('reserve-price', 'after')
    await expect(gacha.pull(player, { bannerId: banner.id, count: 5, key })).rejects.toThrow('answer was lost')
    expect(await pointsOf(player)).toMatchObject({ sparks: 1 })
    gacha.clock.advance(60_000)
    await Promise.all([
      gacha.app.services.recoverPulls(),
      ...Array.from({ length: 8 }, () => gacha.pull(player, { bannerId: banner.id, count: 5, key })),
    ])
    expect(await pointsOf(player)).toMatchObject({ sparks: 6, fame: 6 })
  })

  it('give an item once for 64 repeats of a key, in one statement that writes', async () => {
    const player = gacha.aPlayerWith(10_000)
    await gacha.pull(player, { bannerId: banner.id, count: 11 })
    const before = await owned(player, heroes.featured)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 64 }, () => exchange(player, { key })))
    expect(answers[0]).toMatchObject({
      __typename: 'PointExchange',
      exchange: 'sparks',
      cost: 5,
      item: { id: heroes.featured },
      banner: { id: banner.id },
    })
    expect(answers).toEqual(answers.map(() => answers[0]))
    expect(await owned(player, heroes.featured)).toBe(before + 1)
    expect(await pointsOf(player)).toMatchObject({ sparks: 6 })
    expect(await exchange(player, { key, itemId: heroes.standard })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'idempotencyKey',
      problems: [{ rule: 'USED' }],
    })
  })

  it('are spent by exactly as many of 32 exchanges as they pay for, and by no more than the limit', async () => {
    const [poor, rich] = [gacha.aPlayerWith(10_000), gacha.aPlayerWith(10_000)]
    await gacha.pull(poor, { bannerId: banner.id, count: 11 })
    for (let order = 0; order < 2; order++) await gacha.pull(rich, { bannerId: banner.id, count: 11 })
    const kinds = async (player: Player) => {
      const answers = await Promise.all(Array.from({ length: 32 }, () => exchange(player)))
      const made = answers.filter(({ __typename }) => __typename === 'PointExchange')
      return [made.length, answers.find(({ __typename }) => __typename !== 'PointExchange')]
    }
    expect(await kinds(poor)).toEqual([
      2,
      {
        __typename: 'InsufficientPoints',
        message: 'The exchange "sparks" costs 5 points, and there are 1',
        exchange: 'sparks',
        required: 5,
        available: 1,
      },
    ])
    expect(await kinds(rich)).toEqual([
      3,
      {
        __typename: 'ExchangeLimitReached',
        message: 'The exchange "sparks" may be made at most 3 times in all',
        exchange: 'sparks',
        limit: 3,
      },
    ])
    expect(await pointsOf(rich)).toMatchObject({ sparks: 7 })
  })

  it('are exchanged and drawn at once without a deadlock, and none is lost', async () => {
    const player = gacha.aPlayerWith(100_000)
    for (let order = 0; order < 2; order++) await gacha.pull(player, { bannerId: banner.id, count: 11 })
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () => gacha.pull(player, { bannerId: banner.id, count: 5 })),
      ...Array.from({ length: 3 }, () => exchange(player)),
      ...Array.from({ length: 6 }, () => exchange(player, { exchange: 'stones', itemId: sword })),
    ])
    const spent = answers.filter(answer => answer.__typename === 'PointExchange' && answer['exchange'] === 'sparks')
    expect(spent).toHaveLength(3)
    expect(await pointsOf(player)).toMatchObject({ sparks: 22 + 60 - 15, fame: 82 })
  })

  it('are not taken for what is no choice, no exchange, no banner or no key', async () => {
    const player = gacha.aPlayerWith(0)
    const refusals = await Promise.all([
      exchange(player, { itemId: sword }),
      exchange(player, { itemId: 'no uuid' }),
      exchange(player, { exchange: 'nothing' }),
      exchange(player, { bannerId: randomUUID() }),
      exchange(player, { key: '' }),
    ])
    const none = { rule: 'UNKNOWN', allowed: null }
    expect(refusals.map(({ field, problems }) => [field, problems])).toEqual([
      ['itemId', [{ rule: 'ONE_OF', allowed: [heroes.featured, heroes.standard] }]],
      ['itemId', [{ rule: 'ONE_OF', allowed: [heroes.featured, heroes.standard] }]],
      ['exchange', [{ rule: 'ONE_OF', allowed: ['sparks', 'stones', 'dust'] }]],
      ['bannerId', [none]],
      ['idempotencyKey', [{ rule: 'LENGTH', allowed: null }]],
    ])
    expect((await gacha.ask(null, EXCHANGE, { input: {} })).errors).not.toEqual([])
  })
})

describe('the end of a banner', () => {
  it('pays what is left once, by an event that gacha confirms, also where a worker is killed', async () => {
    const later = await published(aPointsBanner({ name: 'Ember Later', closesAt: '2026-11-25T00:00:00Z' }))
    const [player, waiting] = [gacha.aPlayerWith(10_000), gacha.aPlayerWith(10_000)]
    for (const each of [player, waiting]) await gacha.pull(each, { bannerId: later.id, count: 11 })
    await exchange(player, { bannerId: later.id })
    const { stones } = await pointsOf(player, later.id)
    expect(await gacha.app.services.endBanners()).toBe(0)
    gacha.users.failNext('reserve-price', 'after')
    await expect(gacha.pull(waiting, { bannerId: later.id })).rejects.toThrow('answer was lost')

    gacha.clock.set('2026-11-25T00:00:00Z')
    expect(await pointsOf(player, later.id)).toEqual({ sparks: 0, stones, dust: 0, fame: 0 })
    expect(await exchange(player, { bannerId: later.id })).toEqual({
      __typename: 'BannerClosed',
      message: '"Ember Later" closed at 2026-11-25T00:00:00Z',
      reason: 'CLOSED',
    })
    await gacha.rows(`create function stop() returns trigger language plpgsql as $$ begin raise 'killed'; end $$`)
    await gacha.rows(`create trigger stop before insert on outbox for each row execute function stop()`)
    await expect(gacha.app.services.endBanners()).rejects.toThrow('killed')
    expect(await gacha.rows('select from banner_conversion')).toEqual([])
    await gacha.rows('drop trigger stop on outbox')
    await Promise.all(Array.from({ length: 4 }, () => gacha.app.services.endBanners()))
    const paid = [
      { kind: 'CURRENCY', currency: 'DIAMOND', amount: 22 },
      { kind: 'CURRENCY', currency: 'GOLD', amount: 120 },
    ]
    expect(await payouts(player)).toEqual(paid)
    expect(await payouts(waiting)).toEqual([])

    // An order under way may still be drawn: its user's points end after it.
    await gacha.app.services.recoverPulls()
    expect(gacha.users.balance(waiting.userId)).toBe(10_000 - 900)
    await gacha.app.services.endBanners()
    expect(await payouts(waiting)).toEqual([paid[0], { kind: 'CURRENCY', currency: 'GOLD', amount: 220 }])
    expect(await gacha.app.services.endBanners()).toBe(0)

    const [{ event_id: eventId } = { event_id: '' }] = await gacha.rows<{ event_id: string }>(
      `select event_id from outbox where type = 'banner.paid_out' and aggregate_id = $1 and data->'rewards'->0->>'currency' = 'GOLD'`,
      [player.userId],
    )
    expect(await gacha.app.services.findBannerPayouts([eventId, randomUUID()])).toEqual([
      { eventId, userId: player.userId, bannerId: later.id, conversionId: eventId, rewards: [paid[1]] },
    ])
    expect(await exchange(player, { bannerId: later.id, exchange: 'stones', itemId: sword })).toMatchObject(
      stones === 0 ? { __typename: 'InsufficientPoints' } : { __typename: 'PointExchange', cost: 1 },
    )
    expect(await publish(aPointsBanner({ closesAt: null }), later.id)).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ field: 'definition.closesAt' }],
    })
  })

  it('pays nothing to a deleted account', async () => {
    const short = await published(aPointsBanner({ name: 'Ember Short', closesAt: '2026-11-26T00:00:00Z' }))
    const player = gacha.aPlayerWith(10_000)
    await gacha.pull(player, { bannerId: short.id, count: 5 })
    const at = gacha.clock.now()
    await withTransaction(gacha.database.primary, tx => eraseUser(tx, { userId: player.userId, at }))
    gacha.clock.set('2026-11-26T00:00:00Z')
    await gacha.app.services.endBanners()
    expect(await payouts(player)).toEqual([])
    expect(await gacha.rows('select currency from banner_conversion where user_id = $1', [player.userId])).toEqual(
      expect.arrayContaining([{ currency: null }]),
    )
  })
})

it('passes the audit, which finds points that were changed', async () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }
  expect(await findings()).toEqual([])
  const [counted, spent, ended] = [
    'Banners have counted exactly the draws that earn points or count for a milestone',
    'Points that were spent have their exchanges, each with its item once',
    'Each point that ended with its banner was converted once, at its rate',
  ]
  const damages = [
    [`update banner_tally set counted = counted + 1 where kind = 'EXCHANGE' and name = 'dust'`, counted],
    [`update banner_tally set counted = counted + 1 where kind = 'COUNTER'`, counted],
    [`delete from banner_tally where name = 'stones' and spent = 0`, counted],
    [`update banner_tally set uses = uses - 1 where uses = 3`, spent],
    [`update point_exchange set cost = cost + 1, exchange = 'stones' where exchange = 'sparks'`, spent],
    [`update item_receipt set quantity = 2 where source = 'EXCHANGE'`, spent],
    [`update banner_conversion set amount = amount + 1 where currency = 'GOLD'`, ended],
    [`update banner_conversion set currency = null, amount = null where currency = 'DIAMOND'`, ended],
    [`delete from banner_conversion where kind = 'COUNTER'`, ended],
  ] as const
  const tables = ['banner_tally', 'point_exchange', 'item_receipt', 'banner_conversion']
  for (const table of tables) await gacha.rows(`create table saved_${table} as table ${table}`)
  for (const [damage, title] of damages) {
    expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
    expect(await findings(), damage).toContain(title)
    for (const table of tables) {
      await gacha.rows(`delete from ${table}`)
      await gacha.rows(`insert into ${table} select * from saved_${table}`)
    }
  }
  expect(await findings()).toEqual([])
})

it('ends the points of more users than a batch has, by several workers at once, each once', async () => {
  const large = await published(aPointsBanner({ name: 'Ember Crowd', closesAt: '2026-11-27T00:00:00Z' }))
  await gacha.rows(
    `insert into banner_tally (user_id, banner_id, kind, name, counted, spent)
     select gen_random_uuid(), $1, 'EXCHANGE', 'sparks', n % 9 + 1, 1 from generate_series(1, 1200) n`,
    [large.id],
  )
  gacha.clock.set('2026-11-27T00:00:00Z')
  const others = await Promise.all([gacha.another(), gacha.another()])
  const ended = await Promise.all([gacha.app, ...others].map(app => app.services.endBanners()))
  await Promise.all(others.map(app => app.close()))
  ended.push(await gacha.app.services.endBanners())
  expect(ended.reduce((sum, users) => sum + users, 0)).toBe(1_067)
  const [sums] = await gacha.rows(
    `select count(*)::int as users, sum(amount)::int as paid, (select sum(20 * ended)::int from banner_tally where banner_id = $1) as ended,
      (select count(*)::int from outbox where type = 'banner.paid_out' and data->>'bannerId' = $1::text) as events
     from banner_conversion where banner_id = $1`,
    [large.id],
  )
  // Every ninth user has spent all points.
  expect(sums).toEqual({ users: 1_067, paid: 95_880, ended: 95_880, events: 1_067 })
})

describe('a batch of the end of a large banner', () => {
  interface PlanNode {
    readonly 'Node Type': string
    readonly 'Index Name'?: string
    readonly Plans?: readonly PlanNode[]
  }
  const nodesOf = (plan: PlanNode): readonly PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

  it('can read its users in the order of the index, by a plan for any banner', async () => {
    const nodes: PlanNode[] = []
    await withTransaction(gacha.database.primary, async tx => {
      // The planner sorts only where the statement hides that the index has the order.
      for (const setting of ['plan_cache_mode = force_generic_plan', 'enable_sort = off', 'enable_seqscan = off'])
        await tx.query({ text: `set local ${setting}` })
      const explaining = {
        query: async ({ text }: { text: string }) => {
          await tx.query({ text: `prepare batch as ${text}` })
          const given = Array.from({ length: 8 }, () => 'null').join(', ')
          const { rows } = await tx.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>({
            text: `explain (format json) execute batch (${given})`,
          })
          await tx.query({ text: 'deallocate batch' })
          nodes.push(...rows.flatMap(row => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan))))
          return { rows: [] }
        },
      }
      const ending = { kind: 'EXCHANGE', name: 'sparks', conversion: null } as const
      await endTallies(explaining as never, { ...ending, bannerId: banner.id, version: 1, at: new Date(), limit: 500 })
    })
    expect(nodes.map(node => node['Index Name'])).toContain('banner_tally_left_idx')
    expect(nodes.map(node => node['Node Type']).filter(type => type.includes('Sort'))).toEqual([])
  })
})
