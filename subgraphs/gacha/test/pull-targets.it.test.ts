import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isChange, verifyHistory } from '../src/domain/pull-history.js'
import { aBoxBanner, aGroupBanner, aTargetBanner, heroes, sword } from './banner-model/banner-of-model.js'
import { banners, startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'
import { CHOOSE, createMemoryChanges } from './memory-changes.js'
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

const { choose, refill, position } = createMemoryChanges(() => gacha)
const chosen = (id: string) => ({ __typename: 'Banner', pity: { target: { id }, closed: false, refillable: false } })
const memoryOf = (pull: PullAnswer) => proofOf(pull) as unknown as Record<'before' | 'after', { target: string | null }>
describe('a banner that gives the chosen item', () => {
  let wishes: { id: string }
  beforeAll(async () => {
    wishes = await published(aTargetBanner())
  })

  it('is told with its choices, and takes nothing before one is chosen', async () => {
    const told = await gacha.ask(
      null,
      `{ banner(id: "${wishes.id}") { target { choices { id } change resets } closesOn tiers { pools { name items { item { id } } } } } }`,
    )
    expect(told).toMatchObject({
      errors: [],
      data: {
        banner: {
          target: { choices: [{ id: heroes.featured }, { id: sword }], change: 'FREE', resets: ['misses'] },
          closesOn: null,
        },
      },
    })
    const player = gacha.aPlayerWith(1_000)
    const [before, calls] = [await gacha.state(), gacha.users.calls()]
    expect(await gacha.pull(player, { bannerId: wishes.id })).toEqual({
      __typename: 'TargetNotChosen',
      message: '"Ember Wishes" gives the item that you choose, and none is chosen; nothing was taken',
      bannerName: 'Ember Wishes',
      choices: [{ id: heroes.featured }, { id: sword }],
    })
    expect([await gacha.state(), gacha.users.calls()]).toEqual([before, calls])
  })

  it('refuses what cannot be chosen, by its field, with nothing changed', async () => {
    const player = gacha.aPlayerWith(0)
    const before = await gacha.state()
    expect(await choose(player, randomUUID(), sword)).toMatchObject({ field: 'bannerId' })
    expect(await choose(player, wishes.id, 'sword')).toMatchObject({ field: 'itemId' })
    expect(await choose(player, wishes.id, heroes.standard)).toMatchObject({
      field: 'itemId',
      problems: [{ rule: 'ONE_OF', allowed: [heroes.featured, sword] }],
    })
    expect(await choose(player, '62de89d3-e8da-4ddb-bb2b-9bde53551fe7', sword)).toMatchObject({ field: 'bannerId' })
    expect(await choose(player, wishes.id, sword, '')).toMatchObject({ field: 'idempotencyKey' })
    const { fairness_seed: _, ...kept } = before as Record<string, unknown>
    const { fairness_seed: __, ...after } = (await gacha.state()) as Record<string, unknown>
    expect(after).toEqual(kept)
  })

  it('gives what is chosen, and only that; other items keep their counters, and misses begin anew', async () => {
    const player = gacha.aPlayerWith(100_000)
    expect(await choose(player, wishes.id, heroes.featured)).toMatchObject(chosen(heroes.featured))
    const luck = new Map<string, number>()
    const wished: [string | null, string][] = []
    let pulls = 0
    const pullFor = async (target: string) => {
      const pull = await gacha.pull(player, { bannerId: wishes.id, count: 10 })
      pulls++
      expect(memoryOf(pull)).toMatchObject({ before: { target }, after: { target } })
      for (const item of pull.items ?? [])
        if ((item as unknown as { outcome: string }).outcome === 'SSR.wished') wished.push([target, item.item.id])
      return proofOf(pull)
    }
    for (const target of [heroes.featured, sword, heroes.featured, sword]) {
      await choose(player, wishes.id, target)
      const { before, after } = await pullFor(target)
      expect(before.counters['misses'] ?? 0).toBe(0)
      expect(before.counters['luck']).toBe(luck.get(target))
      luck.set(target, after.counters['luck'] ?? 0)
    }
    // It comes: the third of the tier is the chosen one for certain. The audit below looks for one.
    while (!wished.some(([target]) => target === sword)) await pullFor(sword)
    expect(wished.every(([target, item]) => target === item)).toBe(true)
    const history = await revealedPulls(gacha, player)
    expect(history.filter(isChange)).toHaveLength(4)
    expect(verifyHistory(history)).toMatchObject({ recomputed: pulls, unproven: [] })
    expect(mismatches(verifyHistory(history))).toEqual([])
    const without = history.filter(each => !isChange(each) || each.proof.nonce !== 2)
    expect(mismatches(verifyHistory(without)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['seed 1: nonces without a gap', 'seed 1, pull 3: memory before']),
    )
  })

  it('sets the counters that it resets to their start with another item, not with the first choice', async () => {
    const player = gacha.aPlayerWith(0)
    await gacha.rows('insert into banner_memory values ($1, $2, $3, $4)', [
      player.userId,
      `banner:${wishes.id}`,
      { misses: 1, since: 4 },
      {},
    ])
    const counters = async () =>
      (
        await gacha.rows<{ counters: object; target: string }>(
          'select counters, target from banner_memory where user_id = $1',
          [player.userId],
        )
      )[0]
    await choose(player, wishes.id, sword)
    expect(await counters()).toEqual({ counters: { misses: 1, since: 4 }, target: sword })
    await choose(player, wishes.id, heroes.featured)
    expect(await counters()).toEqual({ counters: { misses: 0, since: 4 }, target: heroes.featured })
    await gacha.rows('delete from memory_change where user_id = $1', [player.userId])
    await gacha.rows('delete from banner_memory where user_id = $1', [player.userId])
  })

  it('changes once with a key, however often and at once it is repeated', async () => {
    const player = gacha.aPlayerWith(0)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 16 }, () => choose(player, wishes.id, sword, key)))
    expect(answers).toEqual(answers.map(() => expect.objectContaining(chosen(sword)) as unknown))
    await choose(player, wishes.id, heroes.featured)
    expect(await choose(player, wishes.id, sword, key)).toMatchObject(chosen(heroes.featured))
    expect(await choose(player, wishes.id, heroes.featured, key)).toMatchObject({ field: 'idempotencyKey' })
    const changes = await gacha.rows<{ nonce: string }>(
      'select nonce from memory_change where user_id = $1 order by nonce',
      [player.userId],
    )
    expect(changes.map(({ nonce }) => nonce)).toEqual(['0', '1'])
  })

  it('has one order of 24 pulls and 12 changes at once, in which each begins where the one before ended', async () => {
    const player = gacha.aPlayerWith(10_000)
    await choose(player, wishes.id, sword)
    const steps = Array.from({ length: 36 }, async (_, index) =>
      index % 3 === 0
        ? await choose(player, wishes.id, index % 2 === 0 ? heroes.featured : sword)
        : await gacha.pull(player, { bannerId: wishes.id }),
    )
    const answers = await Promise.all(steps)
    expect(answers.filter(({ __typename }) => __typename === 'Pull')).toHaveLength(24)
    expect(gacha.users.balance(player.userId)).toBe(7_600)
    const history = await revealedPulls(gacha, player)
    expect(mismatches(verifyHistory(history))).toEqual([])
    expect(history.filter(each => !isChange(each))).toHaveLength(24)
  })

  it('is chosen for good where it says so, and before it is open or after it has closed not at all', async () => {
    const { id } = await published(
      aTargetBanner({
        name: 'One Wish',
        opensAt: '2026-11-21T09:00:00Z',
        target: { choices: [heroes.featured, sword], change: 'never' },
      }),
    )
    const player = gacha.aPlayerWith(100)
    expect(await choose(player, id, sword)).toMatchObject({ __typename: 'BannerClosed', reason: 'NOT_OPEN_YET' })
    const before = gacha.clock.now()
    gacha.clock.set('2026-11-21T09:00:00Z')
    expect(await choose(player, id, sword)).toMatchObject(chosen(sword))
    expect(await choose(player, id, heroes.featured)).toEqual({
      __typename: 'TargetFixed',
      message: 'The choice on "One Wish" was made, and it stays',
      target: { id: sword },
    })
    expect(await choose(player, id, sword)).toMatchObject(chosen(sword))
    expect(await gacha.pull(player, { bannerId: id })).toMatchObject({ __typename: 'Pull' })
    gacha.clock.set(before.toISOString())
  })

  it('gives a price back whose order is of a version that lacks the item which was chosen meanwhile', async () => {
    const { id } = await published(aTargetBanner({ name: 'New Wishes' }))
    const player = gacha.aPlayerWith(100)
    await choose(player, id, sword)
    const key = randomUUID()
    const more = { choices: [heroes.featured, sword, heroes.standard], change: 'free', resets: [] }
    gacha.users.beforeNextAnswer(async () => {
      expect(await publish(aTargetBanner({ name: 'New Wishes', target: more }), id)).toMatchObject({ version: 2 })
      expect(await choose(player, id, heroes.standard)).toMatchObject(chosen(heroes.standard))
    })
    const refusal = await gacha.pull(player, { bannerId: id, key })
    expect(refusal).toMatchObject({ __typename: 'TargetNotChosen' })
    expect(gacha.users.balance(player.userId)).toBe(100)
    expect(await gacha.pull(player, { bannerId: id, key })).toEqual(refusal)
    expect(await gacha.pull(player, { bannerId: id })).toMatchObject({ __typename: 'Pull' })
  })

  it('refuses one change too many of a day', async () => {
    const player = gacha.aPlayerWith(0)
    await choose(player, wishes.id, sword)
    await gacha.rows(
      `insert into memory_change select gen_random_uuid(), user_id, banner_id, banner_version, kind, item_id, null, fairness_seed_id,
        1000 + n, memory_before, memory_after, changed_at from memory_change, generate_series(1, 199) n where user_id = $1`,
      [player.userId],
    )
    const input = { bannerId: wishes.id, itemId: heroes.featured, idempotencyKey: randomUUID() }
    const { errors } = await gacha.ask(player, CHOOSE, { input })
    expect(errors[0]?.message).toMatch(/^Choices and boxes may be changed 200 times in a UTC day/)
    await gacha.rows('delete from memory_change where user_id = $1 and nonce > 1000', [player.userId])
  })
})

describe('a banner that closes for its player', () => {
  /** The first item of the two better tiers closes it: one of four, and the tenth for certain. */
  const closing = (change: Record<string, unknown> = {}) =>
    aGroupBanner({ name: 'Last Ember', closesOn: 'SR+', counters: ownCounters, ...change })
  const { counters } = aGroupBanner()
  const ownCounters = { ...counters, since: { ...counters['since'], scope: 'banner' } }
  let last: { id: string }
  beforeAll(async () => {
    last = await published(closing())
  })
  const refusal = {
    __typename: 'BannerClosed',
    message: '"Last Ember" closed for you with your last prize, and nothing was taken',
    reason: 'CLOSED_FOR_PLAYER',
  }

  it('draws the order with the prize to its end, and takes nothing for the next one', async () => {
    const player = gacha.aPlayerWith(1_900)
    expect(await position(player, last.id)).toEqual({ target: null, closed: false, refillable: false })
    const pull = await gacha.pull(player, { bannerId: last.id, count: 10 })
    expect(pull.items).toHaveLength(10)
    expect(proofOf(pull).before).not.toHaveProperty('closed')
    expect(proofOf(pull).after).toHaveProperty('closed', true)
    const [before, calls] = [await gacha.state(), gacha.users.calls()]
    expect(await gacha.pull(player, { bannerId: last.id })).toEqual(refusal)
    expect([await gacha.state(), gacha.users.calls()]).toEqual([before, calls])
    expect(await position(player, last.id)).toEqual({ target: null, closed: true, refillable: false })
    expect(await gacha.pull(gacha.aPlayerWith(900), { bannerId: last.id, count: 10 })).toHaveProperty(
      'items.length',
      10,
    )
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('of 24 orders at once draws up to the first prize, and gives the price of all others back, told at each repeat', async () => {
    const player = gacha.aPlayerWith(10_000)
    const keys: string[] = Array.from({ length: 24 }, () => randomUUID())
    const one = (key: string) => gacha.pull(player, { bannerId: last.id, key })
    const answers = await Promise.all(keys.map(one))
    const pulls = answers
      .filter(({ __typename }) => __typename === 'Pull')
      .toSorted((a, b) => proofOf(a).nonce - proofOf(b).nonce)
    expect(pulls.map(pull => 'closed' in proofOf(pull).after)).toEqual(
      pulls.map((_, index) => index === pulls.length - 1),
    )
    const refused = answers.filter(({ __typename }) => __typename !== 'Pull')
    expect(refused).toEqual(refused.map(() => refusal))
    expect(refused).toHaveLength(24 - pulls.length)
    expect(gacha.users.balance(player.userId)).toBe(10_000 - 100 * pulls.length)
    expect(await Promise.all(keys.map(one))).toEqual(answers)
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('gives the price of an order that came too late back by the recovery worker', async () => {
    const player = gacha.aPlayerWith(2_000)
    const key = randomUUID()
    gacha.users.failNext('reserve-price', 'after')
    await expect(gacha.pull(player, { bannerId: last.id, key })).rejects.toThrow('answer was lost')
    expect(await gacha.pull(player, { bannerId: last.id, count: 10 })).toMatchObject({ __typename: 'Pull' })
    gacha.users.failNext('release-reservation', 'before')
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    expect(gacha.users.balance(player.userId)).toBe(1_100)
    expect(await gacha.pull(player, { bannerId: last.id, key })).toEqual(refusal)
  })
})

describe('a box that the player fills again', () => {
  const refillable = () => {
    const [prize, rest] = aBoxBanner().tiers
    return aBoxBanner({
      name: 'Deep Box',
      tiers: [{ ...prize, pools: prize?.pools.map(pool => ({ ...pool, refill: 'prizesOut' })) }, rest],
      orders: [{ name: 'one', draws: 1, prices: [{ unit: 'DIAMOND', amount: 1 }] }],
    })
  }
  let box: { id: string }
  beforeAll(async () => {
    box = await published(refillable())
  })
  const one = (player: Player) => gacha.pull(player, { bannerId: box.id })
  const boxesOf = async ({ userId }: Player) =>
    (await gacha.rows<{ boxes: object }>('select boxes from banner_memory where user_id = $1', [userId]))[0]?.boxes
  const isJackpot = ({ items }: PullAnswer) => items?.[0]?.item.id === heroes.featured

  it('is full again at once with a key, only while its prizes are out', async () => {
    const player = gacha.aPlayerWith(100)
    const refused = { __typename: 'PrizesLeft', message: expect.stringMatching(/"Deep Box" has prizes left/) as string }
    expect(await refill(player, box.id)).toMatchObject(refused)
    let drawn = await one(player)
    while (!isJackpot(drawn)) drawn = await one(player)
    expect(await position(player, box.id)).toMatchObject({ refillable: true })
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 16 }, () => refill(player, box.id, key)))
    expect(answers).toEqual(
      answers.map(
        () => expect.objectContaining({ pity: { target: null, closed: false, refillable: false } }) as unknown,
      ),
    )
    expect(await boxesOf(player)).toEqual({ 'PRIZE.featured': [1], 'REST.all': [11] })
    expect(await refill(player, box.id)).toMatchObject(refused)
    expect(await refill(player, box.id, key)).toMatchObject({ __typename: 'Banner' })
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('is not filled where there is none', async () => {
    const player = gacha.aPlayerWith(0)
    expect(await refill(player, banners.firstLight)).toMatchObject({ field: 'bannerId' })
    expect(await refill(player, randomUUID())).toMatchObject({ field: 'bannerId' })
  })

  it('gives as many jackpots as it was full, to draws and refills at once, and never more than it has', async () => {
    const player = gacha.aPlayerWith(1_000)
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, index) =>
        index % 5 === 4 ? await refill(player, box.id) : await one(player),
      ),
    )
    const pulls = answers.filter(({ __typename }) => __typename === 'Pull') as PullAnswer[]
    const refills = answers.filter(({ __typename }) => __typename === 'Banner')
    const jackpots = pulls.filter(isJackpot)
    expect(refills.length).toBeLessThanOrEqual(jackpots.length)
    expect(jackpots.length).toBeLessThanOrEqual(refills.length + 1)
    expect(gacha.users.balance(player.userId)).toBe(1_000 - pulls.length)
    const left = Object.values((await boxesOf(player)) ?? {}).flat() as number[]
    expect(Math.min(...left)).toBeGreaterThanOrEqual(0)
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })
})

describe('the audit', () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }
  const bounds = 'What banners remember is within the bounds of their models'
  const left = 'What a banner alone remembers is what its last pull has left'
  const rules = 'Each change between draws is one that its model allows'
  const chain = 'Each draw and change of a banner begins with the choice that the one before it left'
  const closed = 'No banner is drawn from once it has closed for its player'
  const damages = [
    [`update banner_memory set target = '${heroes.standard}' where target = '${sword}'`, [bounds, left]],
    ['update banner_memory set target = null', [left]],
    [`update banner_memory set counters = counters - '*closed' where counters ? '*closed'`, [left]],
    [
      `update banner_memory set counters = counters || '{"luck ${sword}": 3}' where target = '${sword}'`,
      [bounds, left],
    ],
    [`update memory_change set item_id = '${heroes.standard}' where kind = 'TARGET'`, [rules]],
    [
      `update memory_change set memory_before = jsonb_set(memory_before, '{boxes,PRIZE.featured}', '[1]') where kind = 'REFILL'`,
      [rules],
    ],
    [
      `update pull set memory_before = memory_before || '{"target": null}' where memory_before->>'target' = '${sword}'`,
      ['Each item of a model is of its pool', chain],
    ],
    [`update pull set memory_before = memory_before || '{"closed": true}' where memory_after ? 'closed'`, [closed]],
    [
      `update memory_change set nonce = (select nonce from pull p where p.fairness_seed_id = memory_change.fairness_seed_id limit 1)
        where id = (select c.id from memory_change c join pull p using (fairness_seed_id) where p.nonce is not null limit 1)`,
      ['No nonce of a seed is used twice'],
    ],
  ] as const

  it('holds for all of these, and finds what was changed', async () => {
    expect(await findings()).toEqual([])
    const tables = ['banner_memory', 'memory_change', 'pull'] as const
    for (const table of tables) await gacha.rows(`create table saved_${table} as table ${table}`)
    for (const [damage, expected] of damages) {
      expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
      expect(await findings(), damage).toEqual(expect.arrayContaining([...expected]))
      for (const table of ['banner_memory', 'memory_change'])
        await gacha.rows(`with gone as (delete from ${table} returning 1) select count(*) from gone`)
      for (const table of ['banner_memory', 'memory_change'])
        await gacha.rows(`insert into ${table} table saved_${table}`)
      await gacha.rows(
        'update pull p set memory_before = s.memory_before, memory_after = s.memory_after from saved_pull s where s.id = p.id',
      )
    }
    expect(await findings()).toEqual([])
  })
})
