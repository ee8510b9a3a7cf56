import fc from 'fast-check'
import { checkModel } from '../../src/domain/banner-model/check-model.js'
import type { CompiledModel } from '../../src/domain/banner-model/compile.js'

const TIERS = ['A', 'B', 'C', 'D'] as const
const percent = (max: number) => fc.integer({ min: 1, max: max * 100 }).map(value => value / 100)
/** With all six decimals. */
const finePercent = (max: number) => fc.integer({ min: 1, max: max * 1_000_000 }).map(value => value / 1_000_000)
const name = (length: number) => fc.integer({ min: 0, max: length - 1 })

interface Shape {
  readonly tiers: readonly TierShape[]
  readonly counters: readonly CounterShape[]
  readonly draws: number
  /** All pools are boxes, and none has a chance. */
  readonly isBox: boolean
}
interface TierShape {
  readonly base: number
  readonly step: number
  readonly from: number
  readonly jump: number | null
  readonly pools: readonly PoolShape[]
  readonly by: number
}
interface PoolShape {
  readonly kind: 'weights' | 'box' | 'unowned' | 'target'
  readonly share: number
  readonly weight: number | null
  readonly items: readonly number[]
  readonly refill: boolean
}
interface CounterShape {
  readonly kind: 'since' | 'lost' | 'steps' | 'pack' | 'first'
  readonly max: number
  readonly tier: number
  readonly orBetter: boolean
  readonly isOfOrder: boolean
  readonly isOfItem?: boolean
  readonly forces: boolean
  readonly when: boolean
}

const poolShape: fc.Arbitrary<PoolShape> = fc.record({
  kind: fc.constantFrom('weights', 'weights', 'weights', 'box', 'unowned'),
  share: fc.oneof(percent(60), finePercent(60)),
  weight: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 2 }),
  items: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
  refill: fc.boolean(),
})

const shape: fc.Arbitrary<Shape> = fc.record({
  tiers: fc.array(
    fc.record({
      base: fc.oneof(percent(25), finePercent(25)),
      step: fc.integer({ min: -3, max: 30 }),
      from: fc.integer({ min: 2, max: 6 }),
      jump: fc.option(fc.constantFrom(0, 40, 100)),
      pools: fc.array(poolShape, { minLength: 1, maxLength: 3 }),
      by: fc.nat({ max: 3 }),
    }),
    { minLength: 2, maxLength: 4 },
  ),
  counters: fc.array(
    fc.record({
      kind: fc.constantFrom('since', 'since', 'lost', 'steps', 'pack', 'first'),
      max: fc.integer({ min: 2, max: 9 }),
      tier: name(3),
      orBetter: fc.boolean(),
      isOfOrder: fc.boolean(),
      forces: fc.boolean(),
      when: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  draws: fc.constantFrom(1, 1, 3, 5),
  isBox: fc.integer({ min: 0, max: 9 }).map(value => value === 0),
})

/**
 * Any model that passes the check: curves, coins, steps, packs, forces, boxes, unowned items, orders of any
 * size.
 */
export const anyModel: fc.Arbitrary<CompiledModel> = shape
  .map(each => checkModel(definitionOf(each)).model)
  .filter(model => model !== null)

/** Without stocks, so that the shares of a state are all that a draw depends on. */
export const anyModelWithoutStock: fc.Arbitrary<CompiledModel> = shape
  .map(
    ({ tiers, ...rest }) =>
      checkModel(
        definitionOf({
          ...rest,
          tiers: tiers.map(tier => ({
            ...tier,
            pools: tier.pools.map(pool => ({ ...pool, kind: 'weights' as const })),
          })),
        }),
      ).model,
  )
  .filter(model => model !== null)

/** With a pool that gives the chosen item, counters that belong to it, and perhaps a draw that closes the banner. */
export const anyModelOfChoices: fc.Arbitrary<CompiledModel> = fc
  .tuple(shape, fc.constantFrom(undefined, 'A', 'B+'))
  .map(([{ tiers, counters, ...rest }, closesOn]) => {
    const [top, ...others] = tiers
    const [wished, ...pools] = top?.pools ?? []
    if (top === undefined || wished === undefined) return null
    const chosen = { ...top, pools: [{ ...wished, kind: 'target' as const }, ...pools] }
    const owned = counters.map(counter => ({ ...counter, isOfItem: !counter.isOfOrder }))
    const definition = definitionOf({ ...rest, isBox: false, tiers: [chosen, ...others], counters: owned })
    const target = { choices: [anyId(0, 0, 0), anyId(0, 0, 1)], change: 'free' }
    return checkModel({ ...definition, target, closesOn }).model
  })
  .filter(model => model !== null)

function definitionOf({ tiers, counters, draws, isBox }: Shape) {
  const named = counters.map((counter, index) => ({ ...counter, name: `c${index}` }))
  return {
    name: 'Any',
    opensAt: '2026-01-01T00:00:00Z',
    tiers: isBox
      ? tiers.map((tier, index) => boxTierOf({ ...tier, by: draws }, index))
      : tiers.map((tier, index) => tierOf(tier, { index, isLast: index === tiers.length - 1, named })),
    counters: Object.fromEntries(named.map(counter => [counter.name, counterOf(counter, tiers)])),
    forces: named.flatMap(({ kind, forces, max, name: counter }) =>
      forces && kind === 'first' && !isBox ? [{ when: { [counter]: max - 1 }, tier: TIERS[0], pool: 'p0' }] : [],
    ),
    orders: [
      { name: 'order', draws },
      { name: 'free', draws: 2, moves: false },
    ],
  }
}

type Named = CounterShape & { readonly name: string }

function tierOf(
  tier: TierShape,
  { index, isLast, named }: { index: number; isLast: boolean; named: readonly Named[] },
) {
  const followed = named[tier.by]
  const lost = named.find(({ kind, tier: of }) => kind === 'lost' && of === index)
  const last = tier.pools.length - 1
  const hasWeights = tier.pools.every(({ weight }) => weight !== null)
  return {
    name: TIERS[index],
    ...(!isLast && { chance: followed === undefined ? [{ points: [[1, tier.base]] }] : [curveOf(tier, followed)] }),
    pools: tier.pools.map((pool, place) => ({
      name: `p${place}`,
      ...(hasWeights
        ? { chance: { weight: pool.weight } }
        : place < last && {
            chance:
              lost === undefined || place > 0
                ? [{ points: [[1, pool.share]] }]
                : [
                    {
                      by: lost.name,
                      points: [
                        [1, pool.share],
                        [2, 100],
                      ],
                    },
                  ],
          }),
      ...stockOf(pool, index, place),
    })),
  }
}

const boxTierOf = ({ pools, by }: TierShape, index: number) => ({
  name: TIERS[index],
  pools: pools.map((pool, place) => ({
    name: `p${place}`,
    ...stockOf({ ...pool, kind: 'box' }, index, place),
    refill: by % 2 === 0 ? 'never' : 'empty',
  })),
})

function curveOf({ base, step, from, jump }: TierShape, { name: by, max }: Named) {
  const points: (readonly number[])[] = [[1, base]]
  if (from <= max) points.push([from, base, step])
  if (jump !== null) points.push([max + 1, jump])
  return { by, points }
}

function stockOf({ kind, items, refill }: PoolShape, tier: number, pool: number) {
  const entries = items.map((value, item) => ({ id: anyId(tier, pool, item), value }))
  switch (kind) {
    case 'weights':
      return { source: kind, items: entries.map(({ id, value }) => ({ id, weight: value })) }
    case 'unowned':
      return {
        source: kind,
        items: entries.map(({ id, value }) => ({ id, weight: value })),
        refill: refill ? 'empty' : 'never',
      }
    case 'target':
      return { source: kind }
    case 'box':
      return {
        source: kind,
        items: entries.map(({ id, value }) => ({ id, count: value })),
        refill: refill ? 'empty' : 'never',
      }
  }
}

function counterOf(counter: Named, tiers: readonly TierShape[]) {
  const { kind, max, tier, orBetter, isOfOrder, isOfItem = false, when, name: own } = counter
  const of = TIERS[Math.min(tier, tiers.length - 1)] ?? 'A'
  const scope = isOfOrder ? 'order' : isOfItem ? 'item' : 'banner'
  switch (kind) {
    case 'since':
      return {
        max,
        scope,
        on: [
          [`${of}${orBetter ? '+' : ''}`, { set: 0 }],
          ...(when ? [['*', { add: 2 }, { [own]: 0 }]] : []),
          ['*', { add: 1 }],
        ],
      }
    case 'lost':
      return {
        max: 1,
        scope,
        on: [
          [`${of}.p0`, { set: 0 }],
          [of, { set: 1 }],
        ],
      }
    case 'steps':
      return { max, per: 'order', on: [['*', { add: 1 }]] }
    case 'pack':
      return {
        max: 1,
        scope: 'order',
        start: [90, 10],
        on: [
          ['A', { set: 0 }],
          ['*', { add: 0 }],
        ],
      }
    case 'first':
      return {
        max,
        on: [
          ['A.p0', { set: max }],
          ['*', { add: 1 }],
        ],
      }
  }
}

const anyId = (tier: number, pool: number, item: number): string =>
  `00000000-0000-4000-8000-${[tier, pool, item].map(part => String(part).padStart(4, '0')).join('')}`
