import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { schemaDifference } from '@waystone/kit/migrate'
import { countStatements, createTestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { items } from '../../../prisma/gacha/content/items.js'
import { seed } from '../../../prisma/gacha/seed.js'
import { aPlayer, banners, rootField, startGacha, type Player, type TestApp } from './gacha-app.js'

let gacha: TestApp
let player: Player
beforeAll(async () => {
  gacha = await startGacha()
  player = gacha.aPlayerWith(100_000)
  for (let order = 0; order < 5; order++) {
    gacha.clock.advance(1_000)
    await gacha.pull(player, {
      count: order % 2 === 0 ? 10 : 1,
      bannerId: order === 4 ? banners.founders : banners.firstLight,
    })
  }
})
afterAll(() => gacha.close())

const admin = aPlayer('admin')

async function entity<Field>(viewer: Player | null, representation: object, selection: string): Promise<Field | null> {
  const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { ${selection} } } }`
  const answer = await gacha.ask(viewer, source, { of: [{ __typename: 'User', ...representation }] })
  expect(answer.errors).toEqual([])
  return (rootField(answer, '_entities') as (Field | null)[])[0] ?? null
}

interface Page<Node> {
  edges: { cursor: string; node: Node }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null }
  totalCount: number
}

/** Every node of a list, read page by page. */
async function readAll(
  field: (args: string) => string,
  node: string,
  first: number,
): Promise<{ nodes: unknown[]; totals: Set<number> }> {
  const nodes: unknown[] = []
  const totals = new Set<number>()
  for (let after: string | null = null, pages = 0; pages < 100; pages++) {
    const args: string = `first: ${first}${after === null ? '' : `, after: "${after}"`}`
    const selection = `page: ${field(args)} { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { ${node} } } }`
    const user: { page: Page<unknown> } | null = await entity(player, { id: player.userId }, selection)
    if (user === null) throw new Error('There is no such user')
    nodes.push(...user.page.edges.map(edge => edge.node))
    totals.add(user.page.totalCount)
    if (!user.page.pageInfo.hasNextPage) break
    after = user.page.pageInfo.endCursor
  }
  return { nodes, totals }
}

describe('items and banners', () => {
  it('are there for anyone, the rarest item first', async () => {
    const { data } = await gacha.ask(null, '{ items { id rarity name } rare: items(rarity: RARE) { rarity } }')
    const { items: all, rare } = data as { items: { id: string; rarity: string }[]; rare: { rarity: string }[] }
    expect(all).toHaveLength(items.length)
    expect(all[0]?.rarity).toBe('ULTRA_RARE')
    expect(all.at(-1)?.rarity).toBe('RARE')
    expect(new Set(rare.map(item => item.rarity))).toEqual(new Set(['RARE']))
  })

  it('are null for unknown ids and for what is no id', async () => {
    const source = `{ a: item(id: "${randomUUID()}") { id } b: item(id: "x'") { id } c: banner(id: "${randomUUID()}") { id } d: banner(id: "") { id } }`
    expect(await gacha.ask(null, source)).toEqual({ data: { a: null, b: null, c: null, d: null }, errors: [] })
  })

  it('of the seed are three, open, with exact odds and their featured items', async () => {
    const { data } = await gacha.ask(
      null,
      `{ banners { id name open version currency pullCost tenPullCost opensAt closesAt featured { name }
         odds { hash rarities { rarity basePercent consolidatedPercent softPityFrom hardPityAt featuredSharePercent
           featuredBaseSharePercent featuredGuaranteed expectedPulls featuredExpectedPulls } items { basePercent featured item { id } } } } }`,
    )
    const found = (data as { banners: { name: string; odds: { rarities: unknown[]; items: unknown[] } }[] }).banners
    expect(found.map(banner => banner.name).toSorted()).toEqual(['First Light', 'Founders', 'Wayfarers'])
    const firstLight = found.find(banner => banner.name === 'First Light')
    expect(firstLight).toMatchObject({
      id: banners.firstLight,
      open: true,
      version: 1,
      currency: 'DIAMOND',
      pullCost: 100,
      tenPullCost: 1_000,
      opensAt: '2026-01-01T00:00:00.000Z',
      closesAt: null,
      featured: [{ name: 'Aurelia, the First Light' }],
    })
    expect(firstLight?.odds.rarities[0]).toMatchObject({
      rarity: 'ULTRA_RARE',
      basePercent: 0.6,
      softPityFrom: 74,
      hardPityAt: 90,
      featuredBaseSharePercent: 50,
      featuredGuaranteed: true,
      consolidatedPercent: expect.closeTo(1.6052, 4) as number,
      expectedPulls: expect.closeTo(62.297, 3) as number,
      featuredExpectedPulls: expect.closeTo(93.446, 3) as number,
    })
    expect(firstLight?.odds.items).toHaveLength(items.length)
    const wayfarers = found.find(banner => banner.name === 'Wayfarers')
    expect(wayfarers?.odds.rarities).toMatchObject([{ basePercent: 5 }, { basePercent: 25 }, { basePercent: 70 }])
  })

  it('that are not open are left out unless asked for', async () => {
    const [row] = await gacha.rows<{ definition: object }>(
      'select definition from banner_version where banner_id = $1',
      [banners.founders],
    )
    const published = await gacha.app.services.publishBanner({
      actor: 'test',
      definition: { ...row?.definition, name: 'Later', opensAt: '2030-01-01T00:00:00Z' },
    })
    expect(published).toMatchObject({ __typename: 'Banner' })
    const { data } = await gacha.ask(null, '{ open: banners { name } all: banners(openOnly: false) { name open } }')
    const { open, all } = data as { open: { name: string }[]; all: { name: string; open: boolean }[] }
    expect(open.map(banner => banner.name)).not.toContain('Later')
    expect(all.find(banner => banner.name === 'Later')?.open).toBe(false)
  })
})

describe('what is a user’s own', () => {
  const selection = `id inventory { totalCount edges { node { quantity item { name } } } } pulls { totalCount edges { node { id } } }
    pity(bannerId: "${banners.firstLight}") { pullsSinceUltraRare } fairness { serverSeedHash }`

  it('is null for anyone else, without an error', async () => {
    const nothing = { id: player.userId, inventory: null, pulls: null, pity: null, fairness: null }
    expect(await entity(null, { id: player.userId }, selection)).toEqual(nothing)
    expect(await entity(aPlayer(), { id: player.userId }, selection)).toEqual(nothing)
  })

  it('is there for the user and for administrators alike', async () => {
    const own = await entity<{ pulls: { totalCount: number } }>(player, { id: player.userId }, selection)
    expect(own?.pulls.totalCount).toBe(5)
    expect(await entity(admin, { id: player.userId }, selection)).toEqual(own)
  })

  it('of what is no user’s id is nothing, not even for administrators', async () => {
    expect(await entity(admin, { id: 'x' }, selection)).toBeNull()
    const nobody = randomUUID()
    const empty = {
      inventory: { totalCount: 0, edges: [] },
      pulls: { totalCount: 0, edges: [] },
      pity: { pullsSinceUltraRare: 0 },
    }
    expect(await entity(admin, { id: nobody }, selection)).toMatchObject({ id: nobody, ...empty })
  })

  it('includes each pull, which is null for anyone else', async () => {
    const [row] = await gacha.rows<{ id: string }>('select id from pull where user_id = $1 limit 1', [player.userId])
    const source = `query ($id: ID!) { _entities(representations: [{ __typename: "Pull", id: $id }]) { ... on Pull { id cost } } }`
    const seenBy = async (viewer: Player | null, id = row?.id) => {
      const answer = await gacha.ask(viewer, source, { id })
      expect(answer.errors).toEqual([])
      return (rootField(answer, '_entities') as unknown[])[0]
    }
    expect(await seenBy(player)).toMatchObject({ id: row?.id })
    expect(await seenBy(admin)).toMatchObject({ id: row?.id })
    expect(await seenBy(null)).toBeNull()
    expect(await seenBy(aPlayer())).toBeNull()
    expect(await seenBy(player, randomUUID())).toBeNull()
    expect(await seenBy(player, 'x')).toBeNull()
  })

  it('never holds orders that were not drawn', async () => {
    const poor = gacha.aPlayerWith(0)
    await gacha.pull(poor, {})
    const own = await entity<{ pulls: Page<unknown> }>(
      poor,
      { id: poor.userId },
      'pulls { totalCount edges { node { id } } }',
    )
    expect(own?.pulls).toEqual({ totalCount: 0, edges: [] })
  })
})

describe('pages', () => {
  it('of pulls go from the latest to the first, each once, with the total', async () => {
    const { nodes, totals } = await readAll(args => `pulls(${args})`, 'createdAt', 2)
    expect(nodes).toEqual(
      ['05', '04', '03', '02', '01'].map(second => ({ createdAt: `2026-11-21T08:00:${second}.000Z` })),
    )
    expect(totals).toEqual(new Set([5]))
  })

  it('of pulls on one banner hold only those', async () => {
    const { nodes, totals } = await readAll(
      args => `pulls(bannerId: "${banners.founders}", ${args})`,
      'banner { id }',
      1,
    )
    expect(nodes).toEqual([{ banner: { id: banners.founders } }])
    expect(totals).toEqual(new Set([1]))
    expect((await readAll(args => `pulls(bannerId: "no id", ${args})`, 'id', 1)).nodes).toEqual([])
  })

  it('of the inventory hold every item once, also those of one rarity or one kind', async () => {
    const expected = await gacha.rows<{ id: string; rarity: string }>(
      'select i.id, i.rarity from inventory_entry e join item i on i.id = e.item_id where user_id = $1 order by i.id',
      [player.userId],
    )
    const idsOf = (nodes: unknown[]) => (nodes as { item: { id: string } }[]).map(node => node.item.id).toSorted()
    const all = await readAll(args => `inventory(${args})`, 'item { id }', 3)
    expect(idsOf(all.nodes)).toEqual(expected.map(item => item.id))
    expect(all.totals).toEqual(new Set([expected.length]))
    const heroes = await gacha.rows<{ id: string }>(
      "select i.id from inventory_entry e join item i on i.id = e.item_id where user_id = $1 and i.kind = 'HERO' order by i.id",
      [player.userId],
    )
    const ofKind = await readAll(args => `inventory(kind: HERO, ${args})`, 'item { id }', 2)
    expect(heroes.length).toBeGreaterThan(0)
    expect(idsOf(ofKind.nodes)).toEqual(heroes.map(item => item.id))
    expect(ofKind.totals).toEqual(new Set([heroes.length]))
    const rareOnes = expected.filter(item => item.rarity === 'RARE').map(item => item.id)
    const rare = await readAll(args => `inventory(rarity: RARE, ${args})`, 'item { id }', 3)
    expect(idsOf(rare.nodes)).toEqual(rareOnes)
    expect(rare.totals).toEqual(new Set([rareOnes.length]))
  })

  it.each([
    'pulls(first: 101)',
    'pulls(first: -1)',
    'inventory(after: "x")',
    `inventory(after: "${Buffer.from(`["2026","${randomUUID()}"]`).toString('base64url')}")`,
    `inventory(after: "${Buffer.from('["yesterday","x"]').toString('base64url')}")`,
    `pulls(after: "${Buffer.from(`["+275760-09-13T00:00:00.001Z","${randomUUID()}"]`).toString('base64url')}")`,
  ])('refuse %s', async field => {
    const source = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { ${field} { totalCount } } } }`
    const { errors } = await gacha.ask(player, source, { id: player.userId })
    expect(errors[0]?.message).toMatch(/^"(first|after)" must be/)
  })
})

describe('what reads cost', () => {
  it('is one query a table for 50 users with everything, and fewer once items and banners are cached', async () => {
    const of = [player, ...Array.from({ length: 49 }, () => aPlayer())].map(({ userId }) => ({
      __typename: 'User',
      id: userId,
    }))
    const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User {
      inventory { edges { node { quantity item { name } } } }
      pulls { edges { node { banner { name } items { item { name } } proof { definition } } } }
      pity(bannerId: "${banners.firstLight}") { pullsSinceUltraRare } } } }`
    const counted = countStatements(gacha.database.primary)
    const first = await gacha.ask(admin, source, { of })
    const cold = counted.statements.length
    counted.reset()
    const second = await gacha.ask(admin, source, { of })
    const warm = [...counted.statements]
    counted.stop()
    expect(first.errors).toEqual([])
    expect(second).toEqual(first)
    expect(cold).toBeLessThanOrEqual(6)
    // Inventory, pulls, the items of pulls, pity: nothing of items and banners.
    expect(warm).toHaveLength(4)
  })

  it('of banners is one query for the list, once they are cached', async () => {
    const source = '{ banners { name odds { rarities { expectedPulls } items { item { name } } } } }'
    await gacha.ask(null, source)
    const counted = countStatements(gacha.database.primary)
    await gacha.ask(null, source)
    counted.stop()
    expect(counted.statements).toHaveLength(1)
  })
})

describe('the database', () => {
  it('is what schema.prisma says', async () => {
    const database = await createTestDatabase({ migrations: 'gacha' })
    const directory = fileURLToPath(new URL('../../../prisma/gacha', import.meta.url))
    expect(await schemaDifference({ url: database.url, directory })).toBe('')
    await database.close()
  })

  it('is not changed by a second seed', async () => {
    const before = await gacha.state()
    await seed(gacha.app)
    expect(await gacha.state()).toEqual(before)
  })
})
