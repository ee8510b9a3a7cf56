import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isChange, verifyHistory } from '../src/domain/pull-history.js'
import { aGroupBanner, heroes, stone, sword } from './banner-model/banner-of-model.js'
import { aWishBanner, choices } from './banner-model/wish-banner.js'
import { startGacha, type PullAnswer, type TestApp } from './gacha-app.js'
import { createMemoryChanges } from './memory-changes.js'
import { createPublisher, proofOf, type Publisher } from './published-models.js'
import { mismatches, revealedPulls } from './revealed-pulls.js'

// Models are checked in threads, and those that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
let gacha: TestApp
let publish: Publisher['publish']
let published: Publisher['published']
let lists: { id: string }
beforeAll(async () => {
  gacha = await startGacha()
  ;({ publish, published } = createPublisher(gacha))
  lists = await published(aWishBanner())
})
afterAll(() => gacha.close())

const { wish } = createMemoryChanges(() => gacha)
const memoryOf = (pull: PullAnswer) => proofOf(pull) as unknown as Record<'before' | 'after', { wishes?: string[] }>
const sorted = (...ids: string[]) => ids.toSorted()
const itemsOf = (pull: PullAnswer) =>
  (pull.items ?? []).map(item => ({ id: item.item.id, outcome: (item as unknown as { outcome: string }).outcome }))

describe('a banner with a list of wishes', () => {
  it('is told with its choices, and takes nothing before a list is made', async () => {
    const told = await gacha.ask(
      null,
      `{ banner(id: "${lists.id}") { wishes { choices { id } min max resets } target { change }
        tiers { pools { name items { item { id } weight basePercent } } } } }`,
    )
    const ids = choices.map(({ id }) => ({ id }))
    expect(told).toMatchObject({
      errors: [],
      data: { banner: { wishes: { choices: ids, min: 1, max: 2, resets: ['misses'] }, target: null } },
    })
    const [{ pools }] = (told.data as { banner: { tiers: [{ pools: { name: string; items: object[] }[] }] } }).banner
      .tiers
    expect(pools[0]).toMatchObject({ name: 'wished', items: [{ item: ids[0], weight: 3, basePercent: 12 }, {}, {}] })
    const player = gacha.aPlayerWith(1_000)
    const [before, calls] = [await gacha.state(), gacha.users.calls()]
    expect(await gacha.pull(player, { bannerId: lists.id })).toEqual({
      __typename: 'WishesNotChosen',
      message: '"Ember Lists" draws by your list of 1 to 2 wishes, and there is none; nothing was taken',
      bannerName: 'Ember Lists',
      choices: ids,
      min: 1,
      max: 2,
    })
    expect([await gacha.state(), gacha.users.calls()]).toEqual([before, calls])
  })

  it.each([
    ['an item that the banner does not have', [sword, randomUUID()], { rule: 'UNKNOWN' }],
    ['an id that is none', ['sword'], { rule: 'UNKNOWN', names: ['sword'] }],
    [
      'an item of another tier',
      [stone],
      { rule: 'ONE_OF', allowed: choices.map(({ id }) => id), names: [stone, 'SSR'] },
    ],
    ['too many', choices.map(({ id }) => id), { rule: 'COUNT', min: 1, max: 2, actual: 3 }],
    ['none', [], { rule: 'COUNT', min: 1, max: 2, actual: 0 }],
    ['an item twice', [sword, sword.toUpperCase()], { rule: 'OTHER', names: [sword] }],
  ])('refuses a list with %s, with nothing changed', async (_, itemIds, problem) => {
    const player = gacha.aPlayerWith(0)
    expect(await wish(player, lists.id, itemIds)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'itemIds',
      problems: [{ field: 'itemIds', ...problem }],
    })
    expect(await gacha.rows('select 1 from memory_change where user_id = $1', [player.userId])).toEqual([])
  })

  it('refuses lists for banners without one', async () => {
    const plain = await published(aGroupBanner({ name: 'Plain Court' }))
    for (const bannerId of [plain.id, '62de89d3-e8da-4ddb-bb2b-9bde53551fe7', randomUUID()])
      expect(await wish(gacha.aPlayerWith(0), bannerId, [sword])).toMatchObject({ field: 'bannerId' })
  })

  it('gives items of the list, and beside it, as the proofs say; another list sets back what it resets', async () => {
    const player = gacha.aPlayerWith(100_000)
    const given = [[heroes.featured, sword], [heroes.standard], [heroes.standard], [sword, heroes.standard]]
    for (const list of given) {
      const told = sorted(...list).map(id => ({ id }))
      expect(await wish(player, lists.id, list)).toEqual({ __typename: 'Banner', pity: { wishes: told } })
      const pull = await gacha.pull(player, { bannerId: lists.id, count: 10 })
      expect(memoryOf(pull)).toMatchObject({ before: { wishes: sorted(...list) }, after: { wishes: sorted(...list) } })
      for (const { id, outcome } of itemsOf(pull).filter(item => item.outcome.startsWith('SSR.')))
        expect(list.includes(id), outcome).toBe(outcome === 'SSR.wished')
    }
    const history = await revealedPulls(gacha, player)
    // The third list was the second one again.
    const changes = history.filter(isChange).toSorted((a, b) => a.proof.nonce - b.proof.nonce)
    expect(changes.map(({ change, items }) => [change, items.length])).toEqual([
      ['WISHES', 2],
      ['WISHES', 1],
      ['WISHES', 2],
    ])
    expect(verifyHistory(history)).toMatchObject({ recomputed: 4, unproven: [] })
    expect(mismatches(verifyHistory(history))).toEqual([])
    const forged = history.map(each =>
      isChange(each) && each.items.length === 1 ? { ...each, items: [{ id: sword }] } : each,
    )
    expect(mismatches(verifyHistory(forged))).not.toEqual([])
  })

  it('changes the list once for a key, and refuses the key for another one', async () => {
    const player = gacha.aPlayerWith(0)
    const key = randomUUID()
    for (const list of [
      [sword, heroes.featured],
      [heroes.featured, sword],
    ])
      expect(await wish(player, lists.id, list, key)).toMatchObject({ __typename: 'Banner' })
    await wish(player, lists.id, [heroes.standard])
    expect(await wish(player, lists.id, [sword, heroes.featured], key)).toMatchObject({
      pity: { wishes: [{ id: heroes.standard }] },
    })
    expect(await wish(player, lists.id, [sword], key)).toMatchObject({ field: 'idempotencyKey' })
    expect(await gacha.rows('select 1 from memory_change where user_id = $1', [player.userId])).toHaveLength(2)
  })

  it('gives back an order whose list only a newer version allows', async () => {
    const { id } = await published(aWishBanner({ name: 'New Lists' }))
    const player = gacha.aPlayerWith(100)
    await wish(player, id, [sword])
    const key = randomUUID()
    const more = { choices: [...choices, { id: stone }], count: [1, 2] }
    gacha.users.beforeNextAnswer(async () => {
      expect(await publish(aWishBanner({ name: 'New Lists', wishes: more }), id)).toMatchObject({ version: 2 })
      expect(await wish(player, id, [stone])).toMatchObject({ __typename: 'Banner' })
    })
    const refusal = await gacha.pull(player, { bannerId: id, key })
    expect(refusal).toMatchObject({ __typename: 'WishesNotChosen', min: 1, max: 2 })
    expect(gacha.users.balance(player.userId)).toBe(100)
    expect(await gacha.pull(player, { bannerId: id, key })).toEqual(refusal)
    expect(memoryOf(await gacha.pull(player, { bannerId: id }))).toMatchObject({ before: { wishes: [stone] } })
  })

  it('draws each of many orders by the list that the step before left, while lists change', async () => {
    const player = gacha.aPlayerWith(1_200)
    const all = [[sword], [heroes.featured], [heroes.standard, sword], [heroes.featured, heroes.standard]]
    await wish(player, lists.id, [sword])
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () => gacha.pull(player, { bannerId: lists.id })),
      ...all.flatMap(list => [wish(player, lists.id, list), wish(player, lists.id, list)]),
    ])
    expect(answers.map(({ __typename }) => __typename).filter(name => name !== 'Banner')).toEqual(
      Array.from({ length: 12 }, () => 'Pull'),
    )
    expect(gacha.users.balance(player.userId)).toBe(0)
    const history = await revealedPulls(gacha, player)
    expect(history.map(({ proof }) => proof.nonce).toSorted((a, b) => a - b)).toEqual(history.map((_, index) => index))
    expect(history.filter(each => !isChange(each))).toHaveLength(12)
    expect(mismatches(verifyHistory(history))).toEqual([])
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
  const chain = 'Each draw and change of a banner begins with the list that the one before it left'
  const pools = 'Each item of a model is of its pool'
  const damages = [
    [
      `update banner_memory set wishes = array['${stone}']::uuid[] where wishes = array['${heroes.standard}']::uuid[]`,
      [bounds, left],
    ],
    ['update banner_memory set wishes = null where wishes is not null', [left]],
    [
      `update memory_change set item_ids = array['${stone}']::uuid[] where kind = 'WISHES' and cardinality(item_ids) = 1`,
      [rules],
    ],
    [
      `update memory_change set item_ids = array[item_ids[1], item_ids[1]] where kind = 'WISHES' and cardinality(item_ids) = 2`,
      [rules],
    ],
    [
      `update pull set memory_before = memory_before || '{"wishes": []}' where memory_before->'wishes' = '["${heroes.standard}"]'`,
      [chain],
    ],
    [
      `update pulled_item set item_id = '${stone}' where outcome like 'SSR.%' and (pull_id, index) =
        (select pull_id, index from pulled_item where outcome like 'SSR.%' limit 1)`,
      [pools],
    ],
  ] as const

  it('holds for all of these, and finds what was changed', async () => {
    expect(await findings()).toEqual([])
    const tables = ['banner_memory', 'memory_change', 'pulled_item'] as const
    for (const table of [...tables, 'pull']) await gacha.rows(`create table saved_${table} as table ${table}`)
    for (const [damage, expected] of damages) {
      expect(await gacha.rows(`${damage} returning 1`), damage).not.toEqual([])
      expect(await findings(), damage).toEqual(expect.arrayContaining([...expected]))
      for (const table of tables) {
        await gacha.rows(`with gone as (delete from ${table} returning 1) select count(*) from gone`)
        await gacha.rows(`insert into ${table} table saved_${table}`)
      }
      await gacha.rows('update pull p set memory_before = s.memory_before from saved_pull s where s.id = p.id')
    }
    expect(await findings()).toEqual([])
  })
})
