import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import { aBoxBanner, aGroupBanner, heroes, stone } from './banner-model/banner-of-model.js'
import { banners, rootField, startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'
import { createPublisher, proofOf, type Publisher } from './published-models.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let publish: Publisher['publish']
let group: { id: string; hash: string }
let second: { id: string; hash: string }
let box: { id: string; hash: string }
beforeAll(async () => {
  gacha = await startGacha()
  const publisher = createPublisher(gacha)
  publish = publisher.publish
  const { published } = publisher
  group = await published(aGroupBanner())
  second = await published(aGroupBanner({ name: 'Second Court', dailyDrawLimit: 10 }))
  box = await published(aBoxBanner())
})
afterAll(() => gacha.close())

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
    Object.assign(featured ?? {}, { items: [{ id: randomUUID() }] })
    return { ...definition, orders: [{ name: 'one', draws: 1, prices: [] }] }
  }
  const wrong: readonly [string, () => unknown, readonly string[]][] = [
    ['of both forms', () => ({ ...aGroupBanner(), rarities: {}, pullCost: 1 }), ['rarities', 'pullCost']],
    ['of the wrong form', () => ({ ...aGroupBanner(), tiers: [], orders: {} }), ['tiers', 'orders']],
    [
      'with what pulls do not know, and an unknown item',
      undelivered,
      ['orders[0].prices', 'tiers[0].pools[0].items[0].id'],
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
      ['update pulled_item set outcome = null', 'Each item of a model is of its pool'],
      [`update pull set cost = 1 where order_name = 'five'`, 'Each pull of a model is one of its orders, at its price'],
      [
        `update pull set order_name = 'ten' where order_name = 'five'`,
        'Each pull of a model is one of its orders, at its price',
      ],
    ] as const
    await gacha.rows('create table saved_memory as table banner_memory')
    await gacha.rows('create table saved_pull as table pull')
    await gacha.rows('create table saved_item as table pulled_item')
    for (const [damage, ...expected] of damages) {
      expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
      expect(await findings(), damage).toEqual(expected)
      await gacha.rows('delete from banner_memory')
      await gacha.rows('insert into banner_memory table saved_memory')
      await gacha.rows('update pull p set cost = s.cost, order_name = s.order_name from saved_pull s where s.id = p.id')
      await gacha.rows(
        'update pulled_item i set outcome = s.outcome from saved_item s where s.pull_id = i.pull_id and s.index = i.index',
      )
    }
  })
})
