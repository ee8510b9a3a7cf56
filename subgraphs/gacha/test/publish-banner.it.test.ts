import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { aPlayer, rootField, startGacha, type TestApp } from './gacha-app.js'

// Threads that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 90_000 })
let gacha: TestApp
let definition: Record<string, unknown>
beforeAll(async () => {
  gacha = await startGacha()
  const answer = await gacha.ask(null, '{ banner(id: "62de89d3-e8da-4ddb-bb2b-9bde53551fe7") { definition } }')
  definition = (rootField(answer, 'banner') as { definition: Record<string, unknown> }).definition
})
afterAll(() => gacha.close())

const admin = aPlayer('admin')
const mutation = `mutation ($id: ID, $definition: JSON!) { publishBanner(id: $id, definition: $definition) {
  __typename
  ... on Banner { id name version pullCost odds { hash } }
  ... on InvalidInput { message field } } }`
const publish = async (changed: unknown, id?: string) => {
  const { data, errors } = await gacha.ask(admin, mutation, { id, definition: changed })
  expect(errors).toEqual([])
  return data?.['publishBanner'] as { __typename: string; id: string; version: number; odds: { hash: string } }
}
const read = async (id: string) => {
  const { data } = await gacha.ask(
    null,
    'query ($id: ID!) { banner(id: $id) { name version pullCost odds { hash } } }',
    { id },
  )
  return data?.['banner']
}

describe('publishing a banner', () => {
  it('makes a new banner in version 1, which is read at once', async () => {
    const made = await publish({ ...definition, name: 'Night Market' })
    expect(made).toMatchObject({ __typename: 'Banner', version: 1 })
    expect(await read(made.id)).toMatchObject({ name: 'Night Market', version: 1 })
  })

  it('makes a new version of a banner, shown and drawn from now on, while old pulls keep theirs', async () => {
    const { id, odds } = await publish({ ...definition, name: 'Harvest' })
    const player = gacha.aPlayerWith(150)
    expect(await read(id)).toMatchObject({ version: 1, pullCost: 100 })
    const before = await gacha.pull(player, { bannerId: id })
    const second = await publish({ ...definition, name: 'Harvest', pullCost: 50 }, id)
    expect(second).toMatchObject({ id, version: 2 })
    expect(await read(id)).toMatchObject({ version: 2, pullCost: 50, odds: { hash: second.odds.hash } })
    const after = await gacha.pull(player, { bannerId: id })
    expect([before, after].map(pull => pull['cost'])).toEqual([100, 50])
    expect([before, after].map(pull => (pull['proof'] as { oddsHash: string }).oddsHash)).toEqual([
      odds.hash,
      second.odds.hash,
    ])
    const versions = await gacha.rows('select version from banner_version where banner_id = $1 order by version', [id])
    expect(versions).toEqual([{ version: 1 }, { version: 2 }])
  })

  it('of what is current already changes nothing', async () => {
    const { id } = await publish({ ...definition, name: 'Twice' })
    const before = await gacha.state()
    expect(await publish({ ...definition, name: 'Twice' }, id)).toMatchObject({ id, version: 1 })
    expect(await gacha.state()).toEqual(before)
  })

  it('by many at once makes each version once', async () => {
    const { id } = await publish({ ...definition, name: 'Contended' })
    const published = await Promise.all(
      Array.from({ length: 12 }, (_, index) => publish({ ...definition, pullCost: index + 1 }, id)),
    )
    expect(published.map(banner => banner.version).toSorted((a, b) => a - b)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
    ])
  })

  it('never changes a published version, whoever tries', async () => {
    await expect(gacha.rows('update banner_version set version = 9')).rejects.toThrow(/never changed/)
    await expect(gacha.rows('delete from banner_version')).rejects.toThrow(/never changed/)
  })
})

describe('wrong input to publishBanner', () => {
  const wrong: readonly [string, () => { definition: unknown; id?: string }, { field: string; message: RegExp }][] = [
    [
      'several mistakes',
      () => ({ definition: { ...definition, name: '', pullCost: -1 } }),
      { field: 'definition.name', message: /^name: .+; pullCost: / },
    ],
    ['no object', () => ({ definition: 'First Light' }), { field: 'definition', message: /expected object/ }],
    [
      'an unknown item',
      () => ({ definition: withPool([{ id: randomUUID() }]) }),
      { field: 'definition.rarities.RARE.items[0].id', message: /no item has this id/ },
    ],
    [
      'an item of another rarity',
      () => ({ definition: withPool([{ id: '472fc9b1-d68c-4ac8-9e00-42d9bbafbb31' }]) }),
      { field: 'definition.rarities.RARE.items[0].id', message: /in the pool already/ },
    ],
    [
      'too much',
      () => ({ definition: { ...definition, name: 'x'.repeat(200_001) } }),
      { field: 'definition.name', message: /<=60 characters/ },
    ],
    ['an id that is none', () => ({ definition, id: 'x' }), { field: 'id', message: /UUID/ }],
    ['an unknown id', () => ({ definition, id: randomUUID() }), { field: 'id', message: /No banner has this id/ }],
  ]
  const withPool = (items: readonly object[]) => {
    const rarities = definition['rarities'] as Record<string, object>
    return { ...definition, rarities: { ...rarities, RARE: { ...rarities['RARE'], items } } }
  }

  it.each(wrong)('%s is refused by its path, and the database is as it was', async (_, make, { field, message }) => {
    const { definition: changed, id } = make()
    const before = await gacha.state()
    expect(await publish(changed, id)).toEqual({
      __typename: 'InvalidInput',
      field,
      message: expect.stringMatching(message) as string,
    })
    expect(await gacha.state()).toEqual(before)
  })

  it.each([null, aPlayer(), aPlayer('player')])(
    'from someone without the scope admin is unauthorized',
    async viewer => {
      const before = await gacha.state()
      const { errors } = await gacha.ask(viewer, mutation, { definition: { ...definition, name: 'Mine' } })
      const code = viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN'
      expect(errors).toMatchObject([{ code, path: ['publishBanner'] }])
      expect(await gacha.state()).toEqual(before)
    },
  )
})

describe('a model that is not published', () => {
  const editor = aPlayer('admin.content')
  const ODDS = `query ($definition: JSON!, $draft: ID) { bannerOdds(definition: $definition, draft: $draft) { __typename
    ... on BannerOdds { hash rarities { rarity } undeliverable { field message }
      tiers { name basePercent longRunPercent expectedDraws pools { name longRunPercent } }
      diagrams { events counters states nodes { from to place isStart } moves { from to outcomes percent } } }
    ... on InvalidInput { problems { field } } } }`
  const SIMULATE = `query ($definition: JSON!, $pulls: Int!) { simulateBanner(definition: $definition, pulls: $pulls) { __typename
    ... on BannerSimulation { pulls agrees odds { hash } figures { rarity }
      orders { name draws agrees sharesTest { statistic degrees pValue }
        shares { event observedPercent exactPercent standardError agrees }
        waits { event players drawsMax observed exact test { pValue } } } }
    ... on InvalidInput { problems { field min max } } } }`
  const ask = async (source: string, variables: Record<string, unknown>) => {
    const answer = await gacha.ask(editor, source, variables)
    expect(answer.errors).toEqual([])
    return Object.values(answer.data ?? {})[0] as Record<string, unknown>
  }
  const model = (changes: object = {}) => {
    const { rarities } = definition as { rarities: Record<string, { items: { id: string }[] }> }
    const pool = (name: string, rarity: string, from: number) => ({
      name,
      source: 'weights',
      items: [{ id: rarities[rarity]?.items[from]?.id }],
    })
    return {
      name: 'Draft',
      opensAt: '2026-12-01T00:00:00Z',
      tiers: [
        {
          name: 'TOP',
          chance: [
            {
              by: 'since',
              points: [
                [1, 5],
                [10, 100],
              ],
            },
          ],
          pools: [
            { ...pool('featured', 'ULTRA_RARE', 0), chance: [{ points: [[1, 50]] }] },
            pool('others', 'ULTRA_RARE', 1),
          ],
        },
        { name: 'REST', pools: [pool('all', 'RARE', 0)] },
      ],
      counters: {
        since: {
          max: 9,
          on: [
            ['TOP', { set: 0 }],
            ['*', { add: 1 }],
          ],
        },
      },
      orders: [
        { name: 'single', draws: 1, prices: [{ unit: 'DIAMOND', amount: 100 }] },
        { name: 'ten', draws: 10 },
      ],
      ...changes,
    }
  }

  it('has exact odds of its tiers, a drawing of its counters, and what keeps it from being published', async () => {
    const odds = await ask(ODDS, { definition: model(), draft: 'a' })
    expect(odds).toMatchObject({
      __typename: 'BannerOdds',
      rarities: [],
      undeliverable: [{ field: 'definition.orders[1].prices' }],
      tiers: [{ name: 'TOP', basePercent: 5, pools: [{ name: 'featured' }, { name: 'others' }] }, { name: 'REST' }],
    })
    // Σ 0.95ⁿ for n = 0 to 9.
    const mean = (1 - 0.95 ** 10) / 0.05
    const [top] = odds['tiers'] as { expectedDraws: number; longRunPercent: number }[]
    expect(top?.expectedDraws).toBeCloseTo(mean, 9)
    expect(top?.longRunPercent).toBeCloseTo(100 / mean, 9)
    const [diagram] = odds['diagrams'] as { counters: string[]; states: number; nodes: object[]; moves: object[] }[]
    expect(diagram).toMatchObject({ counters: ['since'], states: 10 })
    expect(diagram?.nodes).toEqual([
      { from: [0], to: [8], place: null, isStart: true },
      { from: [9], to: [9], place: null, isStart: false },
    ])
  })

  it('is refused by the path of each problem', async () => {
    const wrong = model({ counters: {}, forces: [{ when: { none: 1 }, tier: 'TOP' }] })
    const { problems } = (await ask(ODDS, { definition: wrong })) as { problems: { field: string }[] }
    expect(problems.map(({ field }) => field)).toEqual([
      'definition.tiers[0].chance[0].by',
      'definition.forces[0].when.none',
    ])
    const mixed = await ask(ODDS, { definition: model({ rarities: {} }) })
    expect(mixed).toMatchObject({ problems: [{ field: 'definition.rarities' }] })
    const unknown = model()
    unknown.tiers[1]?.pools.push({ name: 'more', source: 'weights', items: [{ id: randomUUID() }] })
    Object.assign(unknown.tiers[1]?.pools[0] ?? {}, { chance: [{ points: [[1, 50]] }] })
    const field = 'definition.tiers[1].pools[1].items[0].id'
    expect(await ask(ODDS, { definition: unknown })).toMatchObject({ problems: [{ field }] })
  })

  it('is drawn from by each of its orders, and agrees with the exact odds', async () => {
    const simulated = await ask(SIMULATE, { definition: model(), pulls: 100_000 })
    expect(simulated).toMatchObject({
      __typename: 'BannerSimulation',
      pulls: 100_000,
      agrees: true,
      figures: [],
      orders: [
        { name: 'single', draws: 1, sharesTest: { degrees: 2 } },
        { name: 'ten', draws: 10, agrees: true },
      ],
    })
    const orders = simulated['orders'] as {
      shares: { event: string; observedPercent: number; exactPercent: number }[]
    }[]
    expect(orders[0]?.shares.map(({ event }) => event)).toEqual(['TOP', 'TOP.featured', 'TOP.others', 'REST'])
    for (const { observedPercent, exactPercent } of orders[1]?.shares ?? [])
      expect(observedPercent / exactPercent).toBeCloseTo(1, 1)
    const tooMany = await ask(SIMULATE, {
      definition: model({ orders: model().orders.concat(model().orders) }),
      pulls: 500_001,
    })
    expect(tooMany).toMatchObject({ problems: [{ field: 'pulls', min: 20_000, max: 500_000 }] })
  })

  it('is no longer computed once the draft has a newer definition', async () => {
    const slow = model({ counters: { since: { max: 1_000, on: model().counters.since.on } } })
    const older = gacha.ask(editor, ODDS, { definition: slow, draft: 'b' })
    const newer = ask(ODDS, { definition: model({ name: 'Newer' }), draft: 'b' })
    const message = 'A newer definition took the place of this one'
    expect(await older).toMatchObject({ data: { bannerOdds: null }, errors: [{ message }] })
    expect(await newer).toMatchObject({ __typename: 'BannerOdds' })
  })
})
