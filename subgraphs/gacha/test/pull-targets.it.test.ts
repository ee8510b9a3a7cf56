import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isChange, verifyHistory } from '../src/domain/pull-history.js'
import { aTargetBanner, heroes, sword } from './banner-model/banner-of-model.js'
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

const POSITION = '... on Banner { id pity { target { id } closed refillable } }'
const REFUSALS = `... on BannerClosed { message reason } ... on InvalidInput { message field problems { rule allowed } }`
const CHOOSE = `mutation ($input: ChooseTargetInput!) { chooseTarget(input: $input) { __typename ${POSITION} ${REFUSALS}
  ... on TargetFixed { message target { id } } } }`

async function choose(player: Player, bannerId: string, itemId: string, key: string = randomUUID()) {
  const answer = await gacha.ask(player, CHOOSE, { input: { bannerId, itemId, idempotencyKey: key } })
  expect(answer.errors).toEqual([])
  return rootField(answer, 'chooseTarget') as Record<string, unknown>
}
const chosen = (id: string) => ({ __typename: 'Banner', pity: { target: { id }, closed: false, refillable: false } })
const memoryOf = (pull: PullAnswer) => proofOf(pull) as unknown as Record<'before' | 'after', { target: string | null }>
const findings = async () => {
  const found = await createAuditPart('gacha', gacha.database).local()
  return found.filter(({ violations }) => violations > 0).map(({ title }) => title)
}

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
    for (const target of [heroes.featured, sword, heroes.featured, sword]) {
      await choose(player, wishes.id, target)
      const pull = await gacha.pull(player, { bannerId: wishes.id, count: 10 })
      const { before, after } = proofOf(pull)
      expect(memoryOf(pull)).toMatchObject({ before: { target }, after: { target } })
      expect(before.counters['misses'] ?? 0).toBe(0)
      expect(before.counters['luck']).toBe(luck.get(target))
      luck.set(target, after.counters['luck'] ?? 0)
      for (const item of pull.items ?? [])
        if ((item as unknown as { outcome: string }).outcome === 'SSR.wished') wished.push([target, item.item.id])
    }
    expect(wished.length).toBeGreaterThan(0)
    expect(wished.every(([target, item]) => target === item)).toBe(true)
    const history = await revealedPulls(gacha, player)
    expect(history.filter(isChange)).toHaveLength(4)
    expect(verifyHistory(history)).toMatchObject({ recomputed: 4, unproven: [] })
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
    const changes = await gacha.rows<{ nonce: string }>('select nonce from memory_change where user_id = $1', [
      player.userId,
    ])
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

void findings
