import { describe, expect, it } from 'vitest'
import { itemId } from '../../../test/banner-model/short-form.js'
import { compileModel } from '../banner-model/compile.js'
import { modelDefinition } from '../banner-model/definition.js'
import { BeyondLimits, createOdds, type OddsOptions } from './odds.js'

const id = (name: string) => itemId('example', name)
const weighted = (name: string) => ({ name, source: 'weights', items: [{ id: id(name) }] })
const flat = (percent: number) => [{ points: [[1, percent]] }]
const rest = { name: 'REST', pools: [weighted('rest')] }
const top = { name: 'TOP', chance: flat(10), pools: [weighted('top')] }

function oddsOf(rules: object, options: OddsOptions = {}) {
  const head = { name: 'Example', opensAt: '2026-01-01T00:00:00Z', orders: [{ name: 'one', draws: 1 }] }
  return createOdds(compileModel(modelDefinition.parse({ ...head, ...rules })), options)
}

describe('pools without replacement', () => {
  const boxOf = (draws: number) => ({
    orders: [{ name: 'order', draws }],
    tiers: [
      {
        name: 'PRIZE',
        pools: [{ name: 'all', source: 'box', items: [{ id: id('prize'), count: 2 }], refill: 'prizesOut' }],
      },
      {
        name: 'BLANK',
        pools: [{ name: 'all', source: 'box', items: [{ id: id('blank'), count: 8 }], refill: 'never' }],
      },
    ],
  })

  it('give the first of 2 prizes among 10 after 11/3 draws, both after 22/3, and all 10 in 10', () => {
    const odds = oddsOf(boxOf(1))
    expect(odds.passage('PRIZE').mean).toBeCloseTo(11 / 3, 12)
    expect(odds.passage('PRIZE').max).toBe(9)
    expect(odds.passage({ empty: 'PRIZE' }).mean).toBeCloseTo(22 / 3, 12)
    expect(odds.passage({ empty: '*' })).toMatchObject({ mean: 10, p50: 10, max: 10 })
    expect(odds.passage('PRIZE', { 'PRIZE left': 0 }).ever).toBe(1)
  })

  it('refuse an order that finds too little: two orders of four come out of a box of ten', () => {
    const odds = oddsOf(boxOf(4))
    // Prizes are left in the last two places with the chance (2·1)/(10·9), and no order can reach them.
    expect(odds.passage('PRIZE').ever).toBeCloseTo(1 - 1 / 45, 12)
    expect(odds.passage('PRIZE').mean).toBe(Number.POSITIVE_INFINITY)
  })

  it('fill an emptied box by themselves where the definition says so, and have a long run then', () => {
    const tiers = boxOf(1).tiers.map(tier => ({
      ...tier,
      pools: tier.pools.map(pool => ({ ...pool, refill: 'empty' })),
    }))
    expect(oddsOf({ tiers }).share('PRIZE')).toBeCloseTo(0.2, 12)
    expect(
      oddsOf({
        tiers: boxOf(1).tiers.map(tier => ({ ...tier, pools: tier.pools.map(pool => ({ ...pool, refill: 'never' })) })),
      }).share('PRIZE'),
    ).toBeNull()
  })

  it('give way to what is left: an unowned pool of two items at 50 % is empty after two of them', () => {
    const tiers = [
      {
        name: 'NEW',
        chance: flat(50),
        pools: [{ name: 'all', source: 'unowned', items: [{ id: id('a'), weight: 3 }, { id: id('b') }] }],
      },
      rest,
    ]
    const odds = oddsOf({ tiers })
    expect(odds.passage({ empty: 'NEW' }).mean).toBeCloseTo(4, 12)
    expect(odds.share('NEW')).toBeCloseTo(0, 12)
    expect(odds.expectedIn('NEW', 3)).toBeCloseTo(1.5 - 1 / 8, 12)
    // The heavier item comes first with 3/4, and second else.
    expect(odds.passage({ item: id('a') }).mean).toBeCloseTo(2 + 2 / 4, 12)
  })

  it('draw owned items again once all are owned, if the pool refills', () => {
    const items = [{ id: id('a') }, { id: id('b') }]
    const tiers = [
      { name: 'NEW', chance: flat(100), pools: [{ name: 'all', source: 'unowned', items, refill: 'empty' }] },
      rest,
    ]
    expect(oddsOf({ tiers }).passage({ item: id('a') }).max).toBe(2)
    expect(oddsOf({ tiers }).share({ item: id('a') })).toBeCloseTo(0.5, 12)
    expect(oddsOf({ tiers }).expectedIn({ item: id('a') }, 4)).toBeCloseTo(1 + 2 / 2, 12)
  })
})

describe('orders', () => {
  it('that close the banner are drawn to their end', () => {
    const odds = oddsOf({ tiers: [top, rest], closesOn: 'TOP', orders: [{ name: 'two', draws: 2 }] })
    expect(odds.passage('TOP').mean).toBeCloseTo(10, 12)
    expect(odds.share('TOP')).toBeNull()
    // The first order with a TOP may have two.
    expect(odds.expectedIn('TOP', 1_000)).toBeCloseTo((2 * 0.1) / (1 - 0.81), 9)
  })

  it('that move no counter never come nearer to a certain draw than their own draws', () => {
    const counters = {
      since: {
        max: 4,
        on: [
          ['TOP', { set: 0 }],
          ['*', { add: 1 }],
        ],
      },
    }
    const chance = [
      {
        by: 'since',
        points: [
          [1, 10],
          [5, 100],
        ],
      },
    ]
    const rules = { counters, tiers: [{ ...top, chance }, rest] }
    const orders = [
      { name: 'free', draws: 1, moves: false },
      { name: 'paid', draws: 1 },
    ]
    expect(oddsOf({ ...rules, orders }).passage('TOP')).toMatchObject({ max: null })
    expect(oddsOf({ ...rules, orders }).passage('TOP').mean).toBeCloseTo(10, 12)
    expect(oddsOf({ ...rules, orders }, { order: 'paid' }).passage('TOP').max).toBe(5)
  })

  it('that are paid by a ticket cost none of the currency', () => {
    const odds = oddsOf({
      tiers: [top, rest],
      orders: [{ name: 'one', draws: 1, prices: [{ unit: 'DIAMOND', amount: 160 }] }],
    })
    expect(odds.costs('TOP', 'DIAMOND').mean).toBeCloseTo(1_600, 9)
    expect(odds.costs('TOP', 'DIAMOND', { freeOrders: 3 }).mean).toBeCloseTo(1_600 * 0.9 ** 3, 9)
    expect(odds.costs('TOP', 'DIAMOND', { freeOrders: 3 }).p50).toBe(160 * 4)
  })
})

describe('gifts and points', () => {
  it('count paid draws only: a free draw after each paid one halves them', () => {
    const orders = [
      { name: 'one', draws: 1 },
      { name: 'gift', draws: 1, moves: false, from: 'gift' },
    ]
    const odds = oddsOf({ tiers: [top, rest], orders })
    const gift = { after: 1, isRepeated: true, order: 'gift', draws: 1 }
    expect(odds.gifted('TOP', [gift]).mean).toBeCloseTo(1 / (1 - 0.81), 9)
    expect(odds.gifted('TOP', [{ ...gift, after: 5, isRepeated: false }]).mean).toBeCloseTo(10 - 0.9 ** 5, 9)
    expect(odds.gifted('TOP', []).p90).toBe(odds.passage('TOP').p90)
  })

  it('of some draws only are counted on the chain: the second REST is exchanged', () => {
    const odds = oddsOf({ tiers: [top, rest] })
    const { mean, needed, max } = odds.exchanged('TOP', [{ pointsPer: 'REST', cost: 2 }])
    expect(mean).toBeCloseTo(1 * 0.1 + 2 * 0.9, 12)
    expect(needed).toBeCloseTo(0.81, 12)
    expect(max).toBe(2)
  })
})

describe('questions', () => {
  it('beyond the limits name the counters to blame, the largest first', () => {
    const counter = (max: number, of: string) => ({
      max,
      on: [
        [of, { set: 0 }],
        ['*', { add: 1 }],
      ],
    })
    const counters = { small: counter(2, 'REST'), large: counter(400, 'LOW'), larger: counter(500, 'TOP') }
    const low = {
      name: 'LOW',
      chance: [
        {
          by: 'large',
          points: [
            [1, 10],
            [401, 100],
          ],
        },
      ],
      pools: [weighted('low')],
    }
    const tiers = [
      {
        ...top,
        chance: [
          {
            by: 'larger',
            points: [
              [1, 1],
              [501, 100],
            ],
          },
        ],
      },
      low,
      rest,
    ]
    const odds = oddsOf({ counters, tiers })
    expect(() => odds.share('LOW')).toThrow(BeyondLimits)
    expect(() => odds.share('LOW')).toThrow('larger (501 values), large (401 values)')
    expect(odds.share('TOP')).toBeGreaterThan(0)
  })

  it('from a position that does not exist name the counters and their values', () => {
    const counters = { since: { max: 4, on: [['*', { add: 1 }]] } }
    const odds = oddsOf({ counters, tiers: [{ ...top, chance: [{ by: 'since', points: [[1, 10, 1]] }] }, rest] })
    expect(() => odds.passage('TOP', { since: 5 })).toThrow('since 0 to 4')
    expect(() => odds.passage('NONE')).toThrow('NONE')
  })
})
