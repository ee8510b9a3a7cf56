import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { RequestFault } from '@waystone/kit/errors'
import { blocksOf, countStatements } from '@waystone/kit/testing'
import { graphql } from 'graphql'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { oddsAt } from '../src/domain/banner-odds/positions.js'
import { createForecaster } from '../src/forecast/forecaster.js'
import { definitionOfShortForm, givenRules } from './banner-model/short-form.js'
import { aDraft } from './definitions.js'
import { aPlayer, banners, rootField, startGacha, type Player, type TestApp } from './gacha-app.js'

// Threads that run TypeScript as it is start slowly.
vi.setConfig({ testTimeout: 60_000 })
let gacha: TestApp
beforeAll(async () => {
  gacha = await startGacha()
})
afterAll(() => gacha.close())

const editor = aPlayer('admin.content')
const ODDS = `query ($definition: JSON!) { bannerOdds(definition: $definition) { __typename
  ... on BannerOdds { hash rarities { rarity consolidatedPercent expectedPulls } items { item { id name } basePercent featured } }
  ... on InvalidInput { field message problems { field rule } } } }`
const SIMULATE = `query ($definition: JSON!, $pulls: Int! = 100000, $seed: Int! = 1) {
  simulateBanner(definition: $definition, pulls: $pulls, seed: $seed) { __typename
    ... on BannerSimulation { pulls seed agrees odds { hash } figures { rarity measure observed exact standardError agrees } }
    ... on InvalidInput { field message problems { field rule min max } } } }`

const ask = async (source: string, variables: Record<string, unknown>, by: Player | null = editor) => {
  const answer = await gacha.ask(by, source, variables)
  expect(answer.errors).toEqual([])
  return rootField(answer, source === ODDS ? 'bannerOdds' : 'simulateBanner') as Record<string, unknown>
}
const published = async () => {
  const fields =
    'odds { hash rarities { rarity consolidatedPercent expectedPulls } items { item { id name } basePercent featured } }'
  const answer = await gacha.ask(null, `{ banner(id: "${banners.firstLight}") { definition ${fields} } }`)
  return rootField(answer, 'banner') as { definition: unknown; odds: { hash: string } }
}

/** Two hard pities at the longest distance: what takes longest to compute. */
const slowest = () => {
  const draft = aDraft()
  for (const rarity of ['ULTRA_RARE', 'SUPER_RARE'] as const) {
    draft.rarities[rarity].hardPityAt = 300
    draft.rarities[rarity].softPity = null
  }
  return draft
}

describe('bannerOdds', () => {
  it('has the odds and the hash that the definition has once it is published, and publishes nothing', async () => {
    const before = await gacha.state()
    const { definition, odds } = await published()
    expect(await ask(ODDS, { definition })).toEqual({ __typename: 'BannerOdds', ...odds })
    expect(await gacha.state()).toEqual(before)
  })

  it('follows what is changed in the definition', async () => {
    const draft = aDraft()
    Object.assign(draft.rarities.ULTRA_RARE, { softPity: null, hardPityAt: 40 })
    const { rarities } = await ask(ODDS, { definition: draft })
    const { odds } = await published()
    const [changed] = rarities as { consolidatedPercent: number }[]
    const [current] = (odds as unknown as { rarities: { consolidatedPercent: number }[] }).rarities
    expect(changed?.consolidatedPercent).toBeGreaterThan(current?.consolidatedPercent ?? 100)
  })
})

describe('simulateBanner', () => {
  it('has what is observed beside what is exact, and both agree', async () => {
    const { definition, odds } = await published()
    const simulated = await ask(SIMULATE, { definition, pulls: 200_000 })
    expect(simulated).toMatchObject({
      __typename: 'BannerSimulation',
      pulls: 200_000,
      seed: 1,
      agrees: true,
      odds: { hash: odds.hash },
    })
    const figures = simulated['figures'] as {
      rarity: string
      measure: string
      observed: number
      exact: number
      standardError: number
    }[]
    expect(figures.map(({ rarity, measure }) => `${rarity} ${measure}`)).toEqual([
      'ULTRA_RARE CONSOLIDATED_PERCENT',
      'ULTRA_RARE EXPECTED_PULLS',
      'ULTRA_RARE FEATURED_SHARE_PERCENT',
      'ULTRA_RARE FEATURED_EXPECTED_PULLS',
      'SUPER_RARE CONSOLIDATED_PERCENT',
      'SUPER_RARE EXPECTED_PULLS',
      'RARE CONSOLIDATED_PERCENT',
      'RARE EXPECTED_PULLS',
    ])
    for (const { observed, exact, standardError } of figures)
      expect(Math.abs(observed - exact)).toBeLessThanOrEqual(3 * standardError)
    expect(figures[0]?.exact).toBeCloseTo(1.60521, 4)
  })

  it('makes the same pulls from the same seed, others from another, and whole thousands', async () => {
    const { definition } = await published()
    const [first, again, other] = await Promise.all(
      [7, 7, 8].map(seed => ask(SIMULATE, { definition, pulls: 20_999, seed })),
    )
    expect(first?.['pulls']).toBe(20_000)
    expect(again).toEqual(first)
    expect(other?.['figures']).not.toEqual(first?.['figures'])
  })

  it('says nothing of what is so rare that it did not come', async () => {
    const draft = aDraft()
    const { ULTRA_RARE, SUPER_RARE, RARE } = draft.rarities
    Object.assign(ULTRA_RARE, { ratePercent: 0.000001, softPity: null, hardPityAt: null })
    RARE.ratePercent = Math.round((100 - SUPER_RARE.ratePercent - 0.000001) * 1e6) / 1e6
    const simulated = await ask(SIMULATE, { definition: draft, pulls: 20_000 })
    expect(simulated['agrees']).toBe(true)
    expect((simulated['figures'] as unknown[]).slice(0, 2)).toMatchObject([
      { measure: 'CONSOLIDATED_PERCENT', observed: 0, agrees: null },
      { measure: 'EXPECTED_PULLS', observed: null, standardError: null, agrees: null },
    ])
  })
})

describe('wrong input', () => {
  const wrong = [
    ['no object', () => 'First Light', 'definition'],
    ['an empty object', () => ({}), 'definition.name'],
    ['a negative price', () => ({ ...aDraft(), pullCost: -1 }), 'definition.pullCost'],
    ['rates that are not 100 percent', () => withRare({ ratePercent: 50 }), 'definition.rarities'],
    ['an unknown item', () => withRare({ items: [{ id: randomUUID() }] }), 'definition.rarities.RARE.items[0].id'],
  ] as const
  const withRare = (changed: object) => {
    const draft = aDraft()
    return { ...draft, rarities: { ...draft.rarities, RARE: { ...draft.rarities.RARE, ...changed } } }
  }

  it.each(wrong)('%s is refused by its field', async (_, make, field) => {
    for (const source of [ODDS, SIMULATE])
      expect(await ask(source, { definition: make() })).toMatchObject({ __typename: 'InvalidInput', field })
  })

  it.each([
    [{ pulls: 0 }, { field: 'pulls', rule: 'RANGE', min: 20_000, max: 1_000_000 }],
    [{ pulls: 19_999 }, { field: 'pulls', rule: 'RANGE', min: 20_000, max: 1_000_000 }],
    [{ pulls: 1_000_001 }, { field: 'pulls', rule: 'RANGE', min: 20_000, max: 1_000_000 }],
    [{ seed: -1 }, { field: 'seed', rule: 'RANGE', min: 0, max: 2_147_483_647 }],
  ])('%j is refused by its field', async (variables, problem) => {
    const refused = await ask(SIMULATE, { definition: aDraft(), ...variables })
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: problem.field, problems: [problem] })
  })
})

describe('whoever does not publish', () => {
  it.each([
    [null, 'UNAUTHENTICATED'],
    [aPlayer(), 'FORBIDDEN'],
    [aPlayer('admin.read'), 'FORBIDDEN'],
  ])('is refused both (%#)', async (viewer, code) => {
    for (const [source, field] of [
      [ODDS, 'bannerOdds'],
      [SIMULATE, 'simulateBanner'],
    ] as const) {
      const answer = await gacha.ask(viewer, source, { definition: aDraft() })
      expect(answer).toMatchObject({ data: { [field]: null }, errors: [{ code, path: [field] }] })
    }
  })
})

describe('what is told of published banners', () => {
  const query = blocksOf('docs/banners.md').find(({ language }) => language === 'graphql')
  const quoted = blocksOf('docs/banners.md').find(({ text }) => text.startsWith('{ "data"'))
  const FIGURES = 'basePercent longRunPercent expectedDraws p50Draws p90Draws maxDraws'
  const CURVE = 'chance { counter conditions { counter value } points { from percent stepPoints } }'
  const EVERYTHING = `id tiers { name ${CURVE} ${FIGURES}
      pools { name ${CURVE} ${FIGURES} items { item { id } weight basePercent longRunPercent } } }
    counters { name meaning max event scope group }
    orders { name draws prices { currency amount ticket { id } steps { from } } }
    disclosure(jurisdiction: "DE") { jurisdiction version hash guarantees text markdown
      tables { part title required columns rows } rules { jurisdiction authority sourceTitle sourceUrl parts missing } }
    pity { counters { name meaning position max event nextPercent withinTenPercent expectedDraws p90Draws } }`
  interface Figures {
    readonly name: string
    readonly basePercent: number
    readonly longRunPercent: number
    readonly expectedDraws: number
    readonly maxDraws: number | null
  }

  it('is the position that docs/banners.md shows, for a player who has drawn as often', async () => {
    const player = aPlayer()
    await gacha.rows(
      `insert into pity (user_id, banner_id, pulls_since_ultra_rare, pulls_since_super_rare, ultra_rare_guaranteed, super_rare_guaranteed)
       values ($1, $2, 40, 7, true, false)`,
      [player.userId, banners.firstLight],
    )
    const { data, errors } = await gacha.ask(player, query?.text ?? '')
    expect(errors).toEqual([])
    const rounded = JSON.stringify({ data }, (_, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
    )
    expect(JSON.parse(rounded)).toEqual(JSON.parse(quoted?.text ?? ''))
    const ofUser = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
      pity(bannerId: "${banners.firstLight}") { pullsSinceUltraRare counters { position } } } } }`
    const asked = (viewer: Player) => gacha.ask(viewer, ofUser, { id: player.userId })
    expect(rootField(await asked(player), '_entities')).toEqual([
      { pity: { pullsSinceUltraRare: 40, counters: [{ position: 40 }, { position: 1 }, { position: 7 }] } },
    ])
    expect(rootField(await asked(aPlayer()), '_entities')).toEqual([{ pity: null }])
  })

  it('has the chances of its odds, and the rules and texts of its definition', async () => {
    const source = `{ banner(id: "${banners.firstLight}") { ${EVERYTHING}
      odds { hash rarities { rarity basePercent consolidatedPercent expectedPulls featuredExpectedPulls } items { basePercent item { id } } } } }`
    const answer = await gacha.ask(null, source)
    expect(answer.errors).toEqual([])
    const { tiers, orders, counters, disclosure, odds, pity } = rootField(answer, 'banner') as {
      tiers: (Figures & { pools: (Figures & { items: { item: { id: string }; basePercent: number }[] })[] })[]
      orders: unknown
      counters: unknown
      disclosure: { hash: string; text: string; jurisdiction: string; rules: { missing: string[] }[] }
      odds: {
        hash: string
        rarities: { rarity: string; basePercent: number; consolidatedPercent: number; featuredExpectedPulls: number }[]
        items: { basePercent: number; item: { id: string } }[]
      }
      pity: unknown
    }
    for (const [index, { rarity, basePercent, consolidatedPercent }] of odds.rarities.entries()) {
      expect(tiers[index]?.name).toBe(rarity)
      expect(tiers[index]?.basePercent).toBeCloseTo(basePercent, 9)
      expect(tiers[index]?.longRunPercent).toBeCloseTo(consolidatedPercent, 9)
    }
    expect(tiers[0]?.pools[0]).toMatchObject({ name: 'featured', maxDraws: 180 })
    expect(tiers[0]?.pools[0]?.expectedDraws).toBeCloseTo(odds.rarities[0]?.featuredExpectedPulls ?? 0, 9)
    const items = tiers.flatMap(({ pools }) => pools.flatMap(pool => pool.items))
    for (const { item, basePercent } of odds.items)
      expect(items.find(each => each.item.id === item.id)?.basePercent).toBeCloseTo(basePercent, 9)
    expect(orders).toMatchObject([
      { name: 'single', draws: 1, prices: [{ currency: 'DIAMOND', amount: 100, ticket: null, steps: [] }] },
      { name: 'ten', draws: 10, prices: [{ currency: 'DIAMOND', amount: 1_000 }] },
    ])
    expect(counters).toMatchObject([
      { name: 'sinceUltraRare', max: 89, event: 'ULTRA_RARE', scope: 'BANNER', group: null },
      { name: 'lostUltraRare', max: 1, event: 'ULTRA_RARE.featured' },
      { name: 'sinceSuperRare', max: 9, event: 'SUPER_RARE' },
    ])
    expect(disclosure).toMatchObject({ hash: odds.hash, jurisdiction: 'DE' })
    expect(disclosure.rules.flatMap(({ missing }) => missing)).toEqual(['MONEY'])
    expect(disclosure.text).toContain('Aurelia, the First Light (prize: ULTRA_RARE of "featured";')
    expect(pity).toBeNull()
  })

  it('costs no statement for each banner, once the odds are known', async () => {
    const player = aPlayer()
    const source = `{ banners { ${EVERYTHING} } }`
    const first = await gacha.ask(player, source)
    expect(first.errors).toEqual([])
    const counted = countStatements(gacha.database.primary)
    expect(await gacha.ask(player, source)).toEqual(first)
    counted.stop()
    // The list, and the pity of the player on all of them.
    expect(counted.statements).toHaveLength(2)
  })

  it('has its rules and the next draw while the odds cannot be computed', async () => {
    const player = aPlayer()
    const headers = new Map([['authorization', `Bearer ${await gacha.token(player)}`]])
    const context = await gacha.app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
    const modelOdds = () => Promise.reject(new RequestFault('SERVICE_UNAVAILABLE', 'The odds take too long'))
    const { data, errors = [] } = await graphql({
      schema: gacha.app.schema,
      source: `{ banner(id: "${banners.firstLight}") { name tiers { name basePercent longRunPercent } disclosure { text }
        pity { counters { name nextPercent expectedDraws } } } }`,
      contextValue: { ...context, catalog: { ...context.catalog, modelOdds } },
    })
    expect(data?.['banner']).toMatchObject({
      name: 'First Light',
      tiers: [
        { name: 'ULTRA_RARE', basePercent: 0.6, longRunPercent: null },
        { name: 'SUPER_RARE', longRunPercent: null },
        { name: 'RARE', longRunPercent: null },
      ],
      disclosure: null,
      pity: { counters: [{ nextPercent: 0.6, expectedDraws: null }, { nextPercent: 0.3 }, { nextPercent: 5.1 }] },
    })
    expect(new Set(errors.map(({ message }) => message))).toEqual(new Set(['The odds take too long']))
  })

  it('is refused for what is no jurisdiction', async () => {
    for (const jurisdiction of ['kr', 'KOR', ''])
      expect(
        await gacha.ask(
          null,
          `{ banner(id: "${banners.firstLight}") { disclosure(jurisdiction: "${jurisdiction}") { text } } }`,
        ),
      ).toMatchObject({
        data: { banner: { disclosure: null } },
        errors: [{ path: ['banner', 'disclosure'], message: expect.stringContaining('two capital letters') as string }],
      })
  })
})

describe('forecasts', () => {
  it('leave the event loop free: players are answered while the longest one is computed', async () => {
    const request = { definition: slowest(), simulation: { pulls: 1_000_000, seed: 1 } }
    const forecaster = createForecaster({ timeMaxMs: 60_000 })
    const progress = { isDone: false }
    const forecast = forecaster.forecast(request).finally(() => {
      progress.isDone = true
    })
    let answers = 0
    while (!progress.isDone) {
      const { errors } = await gacha.ask(null, `{ banner(id: "${banners.firstLight}") { name } }`)
      expect(errors).toEqual([])
      answers++
      await setImmediate()
    }
    expect(await forecast).toMatchObject({ definition: { name: 'First Light' } })
    // On the event loop, none would be answered before it is done, but the first.
    expect(answers).toBeGreaterThan(20)
    await forecaster.close()
  }, 90_000)

  it('of a banner model tell of their progress, and are kept', async () => {
    const forecaster = createForecaster({ timeMaxMs: 60_000 })
    const [rule] = givenRules
    if (rule === undefined) throw new Error('Expected a given rule')
    const definition = definitionOfShortForm(rule)
    const heard: number[] = []
    const forecast = await forecaster.forecastModel(definition, {
      onProgress: ({ done, total }) => heard.push(done / total),
    })
    expect(heard).toEqual(heard.toSorted((a, b) => a - b))
    expect(heard.at(-1)).toBe(1)
    if (forecast.definition === null) throw new Error(JSON.stringify(forecast.problems))
    const featured = forecast.odds.orders[0]?.events.find(({ event }) => event === 'FIVE.featured')
    expect(featured?.draws?.mean).toBeCloseTo(93.4459980594, 8)
    const positions = featured?.positions ?? null
    expect(positions === null ? null : oddsAt(positions, { since5: 40, lost5: 1 })?.mean).toBeCloseTo(33.891291, 6)
    expect(forecaster.known(forecast.hash)).toBe(forecast)
    expect(await forecaster.forecastModel(definition)).toBe(forecast)
    expect(await forecaster.forecastModel({ tiers: [] })).toMatchObject({ definition: null })
    await forecaster.close()
  })

  it('that take too long are ended, and those that are too many refused', async () => {
    const forecaster = createForecaster({ timeMaxMs: 1 })
    const request = { definition: slowest(), simulation: { pulls: 1_000_000, seed: 1 } }
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => forecaster.forecast(request)))
    const reasons = results.map(result => (result.status === 'rejected' ? (result.reason as Error).message : 'done'))
    expect(reasons.filter(reason => reason.startsWith('The odds take too long'))).toHaveLength(22)
    expect(reasons.filter(reason => reason.startsWith('Other odds are computed'))).toHaveLength(8)
    await forecaster.close()
  }, 60_000)

  it('are ended with the service', async () => {
    const forecaster = createForecaster()
    const request = { definition: slowest(), simulation: { pulls: 1_000_000, seed: 1 } }
    const forecasts = [1, 2, 3].map(() => forecaster.forecast(request))
    const ended = Promise.allSettled(forecasts)
    // The first two have threads then, and the third waits for one.
    await setImmediate()
    await forecaster.close()
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await expect(forecaster.forecast(request)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  }, 60_000)
})
