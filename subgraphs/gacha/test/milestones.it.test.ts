import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyHistory } from '../src/domain/pull-history.js'
import { anUnownedBanner, heroes, stone, sword } from './banner-model/banner-of-model.js'
import { aMilestoneBanner } from './banner-model/offer-banners.js'
import { rootField, startGacha, type Player, type PullAnswer, type TestApp } from './gacha-app.js'
import { createPublisher, proofOf, type Publisher } from './published-models.js'
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
  banner = await published(aMilestoneBanner())
})
afterAll(() => gacha.close())

const CLAIM = `mutation ($input: ClaimMilestoneInput!) { claimMilestone(input: $input) { __typename
  ... on MilestoneClaim { id milestone claimedAt item { id } banner { id } }
  ... on MilestoneNotReached { message milestone counted next }
  ... on InvalidInput { field problems { rule allowed } } } }`

const claim = async (player: Player, wanted: { milestone?: string; itemId?: string; key?: string } = {}) => {
  const { key = randomUUID(), ...given } = wanted
  const input = { bannerId: banner.id, milestone: 'pick', itemId: heroes.featured, idempotencyKey: key, ...given }
  const answer = await gacha.ask(player, CLAIM, { input })
  expect(answer.errors).toEqual([])
  return rootField(answer, 'claimMilestone') as Record<string, unknown>
}
const pull = (player: Player, count: number, key: string = randomUUID()) =>
  gacha.pull(player, { bannerId: banner.id, count, key })
const gift = (player: Player, key: string = randomUUID()) =>
  gacha.pull(player, { bannerId: banner.id, count: 10, order: 'gift', key })
const progressOf = async (player: Player) => {
  const answer = await gacha.ask(
    player,
    `{ banner(id: "${banner.id}") { pity { milestones { name counted next openClaims } } } }`,
  )
  expect(answer.errors).toEqual([])
  const { pity } = rootField(answer, 'banner') as {
    pity: { milestones: { name: string; counted: number; next: number | null; openClaims: number }[] }
  }
  return Object.fromEntries(
    pity.milestones.map(({ name, counted, next, openClaims }) => [name, [counted, next, openClaims]]),
  )
}
const received = async ({ userId }: Player) =>
  Object.fromEntries(
    (
      await gacha.rows<{ item_id: string; quantity: number }>(
        `select item_id, sum(quantity)::int as quantity from item_receipt where user_id = $1 and source = 'MILESTONE' group by 1`,
        [userId],
      )
    ).map(({ item_id, quantity }) => [item_id, quantity]),
  )
const kindsOf = (answers: readonly { readonly __typename?: unknown }[], kind: string) =>
  answers.filter(({ __typename }) => __typename === kind).length
const stonesOf = (answers: readonly PullAnswer[]) =>
  answers.flatMap(({ items = [] }) => items).filter(({ item }) => item.id === stone).length

describe('a milestone', () => {
  it('is told, and gives its items in the two statements of the pull that reaches it', async () => {
    const told = await gacha.ask(
      null,
      `{ banner(id: "${banner.id}") { pullCost orders { name milestone prices { amount } }
        milestones { name counts at every item { id } choices { id } order } } }`,
    )
    expect(told.errors).toEqual([])
    const none = { at: null, every: null, item: null, choices: [], order: null }
    expect(rootField(told, 'banner')).toMatchObject({
      pullCost: 100,
      milestones: [
        { ...none, name: 'five', counts: '*', at: 5, item: { id: sword } },
        { ...none, name: 'stones', counts: 'R', every: 2, item: { id: stone } },
        { ...none, name: 'pick', counts: '*', every: 10, choices: [{ id: heroes.featured }, { id: heroes.standard }] },
        { ...none, name: 'twelve', counts: '*', at: 12, order: 'gift' },
      ],
    })
    const { orders } = rootField(told, 'banner') as { orders: object[] }
    expect(orders.at(-1)).toEqual({ name: 'gift', milestone: 'twelve', prices: [] })

    const player = gacha.aPlayerWith(10_000)
    const first = await pull(player, 1)
    expect(await progressOf(player)).toMatchObject({ five: [1, 5, 0], pick: [1, 10, 0], twelve: [1, 12, 0] })
    const counted = countStatements(gacha.database.primary)
    await gacha.app.services.pullBanner({
      userId: player.userId,
      input: { bannerId: banner.id, count: 10, idempotencyKey: randomUUID() },
    })
    counted.stop()
    expect(counted.statements).toHaveLength(2)
    const last = await pull(player, 5)
    expect(first.__typename).toBe('Pull')
    const drawn = await gacha.rows<{ n: number }>(
      `select count(*)::int as n from pulled_item i join pull p on p.id = i.pull_id where p.user_id = $1 and i.item_id = $2`,
      [player.userId, stone],
    )
    const stones = drawn[0]?.n ?? 0
    expect(stonesOf([first, last])).toBeLessThanOrEqual(stones)
    const given = Math.floor(stones / 2)
    expect(await received(player)).toEqual({ [sword]: 1, ...(given > 0 && { [stone]: given }) })
    expect(await progressOf(player)).toMatchObject({ five: [16, null, 0], pick: [16, 20, 1], twelve: [16, null, 1] })
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
  })

  it('gives an item that the same order draws, beside the copies that the draws count', async () => {
    const pools = [{ name: 'all', source: 'weights', items: [{ id: stone }] }]
    const stones = await published(
      anUnownedBanner({
        name: 'Ember Stones',
        tiers: [
          { name: 'A', chance: [{ points: [[1, 50]] }], pools },
          { name: 'B', pools },
        ],
        milestones: [{ name: 'pairs', every: 2, counts: '*', give: { item: stone } }],
      }),
    )
    const player = gacha.aPlayerWith(10_000)
    const copies = async () => {
      const { id, __typename } = await gacha.pull(player, { bannerId: stones.id, count: 10 })
      expect(__typename).toBe('Pull')
      const items = await gacha.rows<{ copy: number }>(
        `select copy from pulled_item where pull_id = $1 order by index`,
        [id],
      )
      return items.map(({ copy }) => copy)
    }
    expect(await copies()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await received(player)).toEqual({ [stone]: 5 })
    expect(await copies()).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25])
    expect(await received(player)).toEqual({ [stone]: 10 })
    expect(await gacha.rows('select quantity from inventory_entry where user_id = $1', [player.userId])).toEqual([
      { quantity: '30' },
    ])
  })

  it('gives a choice once for 64 repeats of a key, and by any number of claims no more than was reached', async () => {
    const player = gacha.aPlayerWith(10_000)
    expect(await claim(player)).toEqual({
      __typename: 'MilestoneNotReached',
      message: 'The milestone "pick" is reached at 10, and 0 are counted',
      milestone: 'pick',
      counted: 0,
      next: 10,
    })
    for (let order = 0; order < 3; order++) await pull(player, 11)
    const key = randomUUID()
    const repeats = await Promise.all(Array.from({ length: 64 }, () => claim(player, { key })))
    expect(repeats[0]).toMatchObject({ __typename: 'MilestoneClaim', item: { id: heroes.featured } })
    expect(repeats).toEqual(repeats.map(() => repeats[0]))
    expect(await progressOf(player)).toMatchObject({ pick: [33, 40, 2] })
    expect(await claim(player, { key, itemId: heroes.standard })).toMatchObject({
      field: 'idempotencyKey',
      problems: [{ rule: 'USED' }],
    })
    const more = await Promise.all(Array.from({ length: 16 }, () => claim(player, { itemId: heroes.standard })))
    expect([kindsOf(more, 'MilestoneClaim'), kindsOf(more, 'MilestoneNotReached')]).toEqual([2, 14])
    expect(await received(player)).toMatchObject({ [heroes.featured]: 1, [heroes.standard]: 2 })
    const wrong = await Promise.all([
      claim(player, { itemId: sword }),
      claim(player, { milestone: 'five' }),
      claim(player, { key: '' }),
    ])
    expect(wrong.map(({ field }) => field)).toEqual(['itemId', 'milestone', 'idempotencyKey'])
  })

  it('gives an order once for 32 at once, at no price, which counts for nothing and moves no counter', async () => {
    const player = gacha.aPlayerWith(10_000)
    await pull(player, 11)
    expect(await gift(player)).toEqual({
      __typename: 'MilestoneNotReached',
      message: 'The milestone "twelve" is reached at 12, and 11 are counted',
      milestone: 'twelve',
      counted: 11,
      next: 12,
    })
    await pull(player, 1)
    const before = await received(player)
    const [calls, balance] = [gacha.users.calls(), gacha.users.balance(player.userId)]
    const keys: string[] = Array.from({ length: 32 }, () => randomUUID())
    const answers = await Promise.all(keys.map(key => gift(player, key)))
    expect([kindsOf(answers, 'Pull'), kindsOf(answers, 'MilestoneNotReached')]).toEqual([1, 31])
    const place = answers.findIndex(({ __typename }) => __typename === 'Pull')
    const drawn = answers[place]
    if (drawn === undefined) throw new Error('The gift was drawn')
    expect(drawn).toMatchObject({ cost: 0, items: { length: 10 } })
    expect(proofOf(drawn).after).toEqual(proofOf(drawn).before)
    expect(await gift(player, keys[place])).toEqual(drawn)
    expect(answers.find(({ __typename }) => __typename !== 'Pull')).toMatchObject({ counted: 12, next: null })
    expect([gacha.users.calls(), gacha.users.balance(player.userId)]).toEqual([calls, balance])
    expect(await received(player)).toEqual(before)
    expect(await progressOf(player)).toMatchObject({ five: [12, null, 0], twelve: [12, null, 0] })
    expect(mismatches(verifyHistory(await revealedPulls(gacha, player)))).toEqual([])
    expect(await gacha.pull(player, { bannerId: banner.id, count: 9, order: 'gift' })).toMatchObject({ field: 'count' })
  })

  it('keeps a claim that a killed draw had taken: the worker draws it, or opens it again once the banner has closed', async () => {
    const [one, other] = [gacha.aPlayerWith(10_000), gacha.aPlayerWith(10_000)]
    for (const player of [one, other]) for (const count of [11, 1]) await pull(player, count)
    await gacha.rows(`create function stop() returns trigger language plpgsql as $$ begin raise 'killed'; end $$`)
    await gacha.rows('create trigger stop before insert on pulled_item for each row execute function stop()')
    await expect(gift(one)).rejects.toThrow('killed')
    await expect(gift(other)).rejects.toThrow('killed')
    await gacha.rows('drop trigger stop on pulled_item')
    expect(await progressOf(one)).toMatchObject({ twelve: [12, null, 0] })
    expect(await gift(one)).toMatchObject({ __typename: 'MilestoneNotReached' })
    await gacha.rows(`update pull set recover_after = '2027-01-01' where user_id = $1 and status = 'RESERVING'`, [
      other.userId,
    ])
    gacha.clock.advance(60_000)
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    const giftsOf = ({ userId }: Player) =>
      gacha.rows(`select status from pull where user_id = $1 and milestone = 'twelve'`, [userId])
    expect(await giftsOf(one)).toEqual([{ status: 'DRAWN' }])

    const now = gacha.clock.now().toISOString()
    gacha.clock.set('2027-01-02T00:00:00Z')
    expect(await gacha.app.services.recoverPulls()).toBe(1)
    expect(await giftsOf(other)).toEqual([{ status: 'RELEASED' }])
    expect(
      await gacha.rows(`select uses from banner_tally where user_id = $1 and name = 'twelve'`, [other.userId]),
    ).toEqual([{ uses: '0' }])
    // Orders lapse with the banner, choices do not.
    expect(await progressOf(other)).toMatchObject({ pick: [12, 20, 1], twelve: [12, null, 0] })
    expect(await gift(other)).toMatchObject({ __typename: 'BannerClosed' })
    expect(await claim(other)).toMatchObject({ __typename: 'MilestoneClaim' })
    gacha.clock.set(now)
    expect(await gift(other)).toMatchObject({ __typename: 'Pull', cost: 0 })
  })

  it('offers no order that a draw has reached which closes the banner for the player', async () => {
    const definition = aMilestoneBanner({
      name: 'Short Path',
      closesAt: null,
      closesOn: 'SR+',
      orders: [
        ...(aMilestoneBanner().orders as object[]).slice(0, -1),
        { name: 'gift', draws: 10, moves: false, from: 'ten' },
      ],
      milestones: [{ name: 'ten', at: 10, counts: '*', give: { order: 'gift' } }],
    })
    const { id } = await publish(definition)
    const player = gacha.aPlayerWith(1_000)
    expect(await gacha.pull(player, { bannerId: id as string, count: 10 })).toMatchObject({ __typename: 'Pull' })
    const source = `{ banner(id: "${id as string}") { pity { closed milestones { counted openClaims } } } }`
    expect((await gacha.ask(player, source)).data).toEqual({
      banner: { pity: { closed: true, milestones: [{ counted: 10, openClaims: 0 }] } },
    })
    expect(await gacha.pull(player, { bannerId: id as string, count: 10, order: 'gift' })).toMatchObject({
      __typename: 'BannerClosed',
    })
  })

  it('stays as it is in all versions, and needs orders that are bought', async () => {
    const [first, ...others] = aMilestoneBanner()['milestones' as never] as object[]
    const changed = { ...first, at: 6 }
    const next = (milestones: object[]) => publish(aMilestoneBanner({ milestones }), banner.id)
    expect(await next([changed, ...others])).toMatchObject({ problems: [{ field: 'definition.milestones[0]' }] })
    expect(await next(others)).toMatchObject({ problems: [{ field: 'definition.milestones' }] })
    expect(await next([...others, first ?? {}])).toMatchObject({ __typename: 'Banner', version: 2 })
  })
})

it('passes the audit, which finds milestones that were changed', async () => {
  const findings = async () => {
    const found = await createAuditPart('gacha', gacha.database).local()
    return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
  }
  expect(await findings()).toEqual([])
  const given = 'Each milestone has given what was reached, once'
  const damages = [
    [`update banner_tally set uses = 0 where name = 'pick' and uses > 0`, given],
    [`update banner_tally set claim_every = 9 where name = 'pick'`, given],
    [
      `update banner_tally set counted = counted + 2 where name = 'stones'`,
      'Banners have counted exactly the draws that earn points or count for a milestone',
    ],
    [`update item_receipt set quantity = quantity + 1 where source = 'MILESTONE' and item_id = '${sword}'`, given],
    [`delete from item_receipt r using milestone_claim c where c.id = r.reference`, given],
    [`update milestone_claim set item_id = '${sword}'`, given],
    ['delete from milestone_claim', given],
    [`update pull set milestone = null where milestone = 'twelve'`, given],
    [
      `update pull set order_name = 'ten', milestone = null where milestone = 'twelve'`,
      'Each pull of a model is one of its orders, at its price',
    ],
  ] as const
  const tables = ['banner_tally', 'milestone_claim', 'item_receipt']
  for (const table of tables) await gacha.rows(`create table saved_${table} as table ${table}`)
  await gacha.rows('create table saved_pull as select id, order_name, milestone from pull')
  for (const [damage, title] of damages) {
    expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
    expect(await findings(), damage).toContain(title)
    for (const table of tables) {
      await gacha.rows(`delete from ${table}`)
      await gacha.rows(`insert into ${table} select * from saved_${table}`)
    }
    await gacha.rows(
      'update pull p set order_name = s.order_name, milestone = s.milestone from saved_pull s where s.id = p.id',
    )
  }
  expect(await findings()).toEqual([])
})
