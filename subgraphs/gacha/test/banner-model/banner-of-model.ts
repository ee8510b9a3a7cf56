import { items } from '../../../../prisma/gacha/content/items.js'
import { checkModel } from '../../src/domain/banner-model/check-model.js'
import type { ModelDefinition } from '../../src/domain/banner-model/definition.js'

const idOf = (rarity: string, place = 0): string => items.filter(item => item.rarity === rarity)[place]?.id ?? ''

/** Items that the seed has made. */
export const heroes = { featured: idOf('ULTRA_RARE'), standard: idOf('ULTRA_RARE', 1) }
export const sword = idOf('SUPER_RARE')
export const stone = idOf('RARE')

export const single = (name: string, draws: number, amount: number) => ({
  name,
  draws,
  prices: [{ unit: 'DIAMOND', amount }],
})

/** A definition that can be published: a pity that banners of the group share, and one of its own. */
export const aGroupBanner = (change: Record<string, unknown> = {}) => ({
  name: 'Ember Court',
  opensAt: '2026-11-01T00:00:00Z',
  tiers: [
    {
      name: 'SSR',
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
        {
          name: 'featured',
          chance: [
            {
              by: 'lost',
              points: [
                [1, 50],
                [2, 100],
              ],
            },
          ],
          source: 'weights',
          items: [{ id: heroes.featured }],
        },
        { name: 'standard', source: 'weights', items: [{ id: heroes.standard }] },
      ],
    },
    {
      name: 'SR',
      chance: [{ points: [[1, 20]] }],
      pools: [{ name: 'all', source: 'weights', items: [{ id: sword }] }],
    },
    { name: 'R', pools: [{ name: 'all', source: 'weights', items: [{ id: stone }] }] },
  ],
  counters: {
    since: {
      max: 9,
      scope: { group: 'heroes' },
      on: [
        ['SSR', { set: 0 }],
        ['*', { add: 1 }],
      ],
    },
    lost: {
      max: 1,
      on: [
        ['SSR.featured', { set: 0 }],
        ['SSR', { set: 1 }],
      ],
    },
  } as Record<string, Record<string, unknown>>,
  orders: [single('one', 1, 100), single('five', 5, 450), single('ten', 10, 900), single('eleven', 11, 900)],
  ...change,
})

/** A free draw once a day, and a pack that each player may buy once. */
export const aLimitedBanner = (change: Record<string, unknown> = {}) =>
  aGroupBanner({
    name: 'Ember Gifts',
    orders: [
      single('one', 1, 100),
      { ...single('daily', 1, 0), limit: { count: 1, per: 'day' } },
      { ...single('pack', 5, 300), limit: { count: 1, per: 'banner' } },
    ],
    ...change,
  })

/** Three draws whose price goes by the orders before: 100, 200, then 300. */
export const aStepBanner = (change: Record<string, unknown> = {}) => {
  const points = [
    [1, 100],
    [2, 200],
    [3, 300],
  ]
  const { counters } = aGroupBanner()
  return aGroupBanner({
    name: 'Ember Steps',
    counters: { ...counters, step: { max: 2, per: 'order', on: [['*', { add: 1 }]] } },
    orders: [
      { name: 'step', draws: 3, prices: [{ unit: 'DIAMOND', amount: { by: 'step', points } }] },
      single('calm', 1, 100),
    ],
    ...change,
  })
}

/** One draw for gold, or else for diamonds: gold by the orders before, 50 then 500. */
export const aPricedBanner = (change: Record<string, unknown> = {}) => {
  const points = [
    [1, 50],
    [2, 500],
  ]
  const { counters } = aGroupBanner()
  return aGroupBanner({
    name: 'Ember Market',
    counters: { ...counters, bought: { max: 1, on: [['*', { add: 1 }]] } },
    orders: [
      {
        name: 'either',
        draws: 1,
        prices: [
          { unit: 'GOLD', amount: { by: 'bought', points } },
          { unit: 'DIAMOND', amount: 100 },
        ],
      },
    ],
    ...change,
  })
}

/** An item that duplicates are turned into. */
export const shard = idOf('RARE', 1)

/** Any copy of an SSR item but the first gives 20 shards, the second and third stone one, and later ones five. */
export const aShardBanner = (change: Record<string, unknown> = {}) => {
  const gives = (copies: readonly (number | null)[], amount: number) => ({ copies, grant: { item: shard, amount } })
  const [first, second, third] = aGroupBanner().tiers
  return aGroupBanner({
    name: 'Ember Shards',
    tiers: [
      { ...first, duplicates: [gives([2, null], 20)] },
      second,
      { ...third, duplicates: [gives([2, 3], 1), gives([2, null], 5)] },
    ],
    ...change,
  })
}

/** Copies of heroes give gold besides shards; copies of stones give gold at first, and diamonds later. */
export const aPayoutBanner = (change: Record<string, unknown> = {}) => {
  const gives = (copies: readonly (number | null)[], grant: object) => ({ copies, grant })
  const [first, second, third] = aGroupBanner().tiers
  const heroShards = gives([2, null], { item: shard, amount: 20 })
  const heroGold = [
    gives([2, 3], { currency: 'GOLD', amount: 500 }),
    gives([2, null], { currency: 'GOLD', amount: 50 }),
  ]
  const stones = [gives([2, 4], { currency: 'GOLD', amount: 3 }), gives([5, null], { currency: 'DIAMOND', amount: 1 })]
  return aGroupBanner({
    name: 'Ember Refunds',
    tiers: [{ ...first, duplicates: [heroShards, ...heroGold] }, second, { ...third, duplicates: stones }],
    ...change,
  })
}

/** Two heroes whom each player gets once; from then on, orders give stones alone. */
export const anUnownedBanner = (change: Record<string, unknown> = {}) => ({
  name: 'Ember Company',
  opensAt: '2026-11-01T00:00:00Z',
  tiers: [
    {
      name: 'HERO',
      chance: [{ points: [[1, 50]] }],
      pools: [{ name: 'new', source: 'unowned', items: [{ id: heroes.featured }, { id: heroes.standard }] }],
    },
    { name: 'REST', pools: [{ name: 'all', source: 'weights', items: [{ id: stone }] }] },
  ] as { name: string; chance?: unknown; pools: Record<string, unknown>[] }[],
  orders: [single('one', 1, 100), single('ten', 10, 900)],
  ...change,
})

/** An item that orders are paid with. */
export const ticket = items.find(({ kind }) => kind === 'CONSUMABLE')?.id ?? ''

/** One draw for a ticket, or else for diamonds, and five draws for three tickets alone. */
export const aTicketBanner = (change: Record<string, unknown> = {}) =>
  aGroupBanner({
    name: 'Ember Passes',
    orders: [
      {
        name: 'either',
        draws: 1,
        prices: [
          { unit: { ticket }, amount: 1 },
          { unit: 'DIAMOND', amount: 100 },
        ],
      },
      { name: 'pass', draws: 5, prices: [{ unit: { ticket }, amount: 3 }] },
    ],
    ...change,
  })

/** A box of 12, of which one is a prize, in orders of five. */
export const aBoxBanner = (change: Record<string, unknown> = {}) => ({
  name: 'Harvest Box',
  opensAt: '2026-11-01T00:00:00Z',
  tiers: [
    {
      name: 'PRIZE',
      pools: [{ name: 'featured', source: 'box', items: [{ id: heroes.featured, count: 1 }] }],
    },
    { name: 'REST', pools: [{ name: 'all', source: 'box', items: [{ id: stone, count: 11 }] }] },
  ],
  orders: [single('five', 5, 100), single('two', 2, 40)],
  ...change,
})

/**
 * A pool gives the item that the player has chosen. Misses count for whatever item is chosen and begin anew
 * with another one; each item has luck of its own, which stays.
 */
export const aTargetBanner = (change: Record<string, unknown> = {}) => {
  const { tiers, counters, orders } = aGroupBanner()
  const [top, ...rest] = tiers
  const wished = {
    name: 'wished',
    source: 'target',
    chance: [
      {
        by: 'misses',
        points: [
          [1, 50],
          [2, 75],
        ],
      },
      {
        by: 'luck',
        points: [
          [1, 0],
          [3, 100],
        ],
      },
    ],
  }
  const onMiss = [
    ['SSR.wished', { set: 0 }],
    ['SSR', { add: 1 }],
  ]
  return {
    ...aGroupBanner(),
    name: 'Ember Wishes',
    tiers: [{ ...top, pools: [wished, ...(top?.pools ?? []).slice(1)] }, ...rest],
    counters: {
      since: { ...counters['since'], scope: 'banner' },
      misses: { max: 1, on: onMiss },
      luck: { max: 2, scope: 'item', on: onMiss },
    },
    target: { choices: [heroes.featured, sword], change: 'free', resets: ['misses'] },
    orders: [...orders],
    ...change,
  }
}

/** @throws Error with the problems of a definition that is not right */
export function modelDefinitionOf(input: unknown): ModelDefinition {
  const { definition, problems } = checkModel(input)
  if (definition === null) throw new Error(JSON.stringify(problems))
  return definition
}
