import { describe, expect, it } from 'vitest'
import { aModel, ticket, type Model } from '../../../test/banner-model/a-model.js'
import {
  aBoxBanner,
  aGroupBanner,
  aLimitedBanner,
  aPricedBanner,
  aStepBanner,
  aTargetBanner,
  aTicketBanner,
  anUnownedBanner,
  heroes,
  modelDefinitionOf,
  stone,
  sword,
} from '../../../test/banner-model/banner-of-model.js'
import { checkDeliverable } from './check-deliverable.js'

const byCounter = (by: string) => ({
  unit: 'GOLD',
  amount: {
    by,
    points: [
      [1, 10],
      [2, 20],
    ],
  },
})
const pathsOf = (input: unknown) => checkDeliverable(modelDefinitionOf(input)).map(({ path }) => path)

describe('what can be published', () => {
  it('is a definition with counters, forces, boxes and orders at one price each', () => {
    expect(pathsOf(aGroupBanner())).toEqual([])
    expect(pathsOf(aBoxBanner())).toEqual([])
  })

  it('is an order with a limit, a free one, and one whose price goes by a counter', () => {
    expect(pathsOf(aLimitedBanner())).toEqual([])
    expect(pathsOf(aStepBanner())).toEqual([])
    expect(pathsOf(aPricedBanner())).toEqual([])
    expect(pathsOf(aTicketBanner())).toEqual([])
  })

  it('is a pool of items that the player does not own, which no other pool has', () => {
    expect(pathsOf(anUnownedBanner())).toEqual([])
    const [heroTier, restTier] = anUnownedBanner().tiers
    const pools = [{ name: 'all', source: 'weights', items: [{ id: stone }, { id: heroes.standard }] }]
    expect(pathsOf(anUnownedBanner({ tiers: [heroTier, { ...restTier, pools }] }))).toEqual([
      'tiers[1].pools[0].items[1].id',
    ])
  })

  it('is no pool of items that the player does not own with an item that the player can choose', () => {
    const withUnowned = (id: string) => {
      const [top, ...rest] = aTargetBanner().tiers
      const owned = { name: 'new', source: 'unowned', items: [{ id }] }
      return aTargetBanner({ tiers: [{ ...top, pools: [top?.pools[0], owned] }, ...rest] })
    }
    expect(pathsOf(withUnowned(heroes.featured))).toEqual(['target.choices[0]'])
    expect(pathsOf(withUnowned(heroes.standard))).toEqual([])
  })

  it('is an order with a price in each kind of a currency, and one in both after them', () => {
    const amount = { by: 'bought', points: [[1, 10]] }
    const prices = (...of: object[]) => aPricedBanner({ orders: [{ name: 'one', draws: 1, prices: of }] })
    const free = { unit: 'DIAMOND', kind: 'free', amount }
    expect(pathsOf(prices(free, { ...free, kind: 'paid' }, { unit: 'DIAMOND', amount }))).toEqual([])
    expect(pathsOf(prices({ unit: 'GOLD', kind: 'paid', amount: 5 }))).toEqual([])
  })

  it('is a chosen item, with counters that other choices set to their start', () => {
    expect(pathsOf(aTargetBanner())).toEqual([])
  })

  it.each([
    ['of the item itself', 'luck'],
    ['that restarts with each order', 'slot'],
    ['that starts at random', 'rolled'],
    ['that becomes a currency at the end', 'fame'],
  ])('is no choice that resets a counter %s', (_, name) => {
    const counters = {
      ...aTargetBanner().counters,
      slot: { max: 1, scope: 'order', on: [['*', { add: 1 }]] },
      rolled: { max: 1, start: [50, 50], on: [['*', { add: 1 }]] },
      fame: { max: 100, on: [['*', { add: 1 }]], onClose: { convert: 'GOLD', rate: 5 } },
      lapsing: { max: 100, on: [['*', { add: 1 }]], onClose: 'drop' },
    }
    const target = { choices: [heroes.featured, sword], change: 'free', resets: ['lapsing', name] }
    expect(pathsOf(aTargetBanner({ counters, target }))).toEqual(['target.resets[1]'])
  })

  it('is a model with something of everything', () => {
    expect(pathsOf(aModel())).toEqual([])
  })

  const more: readonly [string, (model: Model) => void, readonly string[]][] = [
    [
      'a price by a counter that restarts with the order',
      model => Object.assign(model.orders[1] ?? {}, { prices: [byCounter('none')] }),
      ['orders[1].prices[0].amount.by'],
    ],
    [
      'a price by a counter in an order that moves none',
      model => Object.assign(model.orders[1] ?? {}, { moves: false, prices: [byCounter('first')] }),
      ['orders[1].prices[0].amount.by'],
    ],
    [
      'tickets after a currency, or twice',
      model => {
        const tickets = { unit: { ticket }, amount: 1 }
        Object.assign(model.orders[1] ?? {}, { prices: [tickets, { unit: 'GOLD', amount: 1 }, tickets] })
      },
      ['orders[1].prices[2]'],
    ],
    [
      'no tickets, or as many as a counter says',
      model => {
        Object.assign(model.orders[0] ?? {}, { prices: [{ unit: { ticket }, amount: 0 }] })
        Object.assign(model.orders[1] ?? {}, { prices: [{ ...byCounter('first'), unit: { ticket } }] })
      },
      ['orders[0].prices[0].amount', 'orders[1].prices[0].amount'],
    ],
    [
      'two prices in one currency',
      model => {
        const gold = { unit: 'GOLD', amount: 1 }
        Object.assign(model.orders[1] ?? {}, { prices: [gold, { unit: 'DIAMOND', amount: 1 }, { ...gold, amount: 2 }] })
      },
      ['orders[1].prices[2].unit'],
    ],
    [
      'a price in one kind of a currency after one that takes both',
      model => {
        const prices = [
          { unit: 'DIAMOND', amount: 1 },
          { unit: 'DIAMOND', kind: 'paid', amount: 1 },
        ]
        Object.assign(model.orders[1] ?? {}, { prices })
      },
      ['orders[1].prices[1].unit'],
    ],
    [
      'two prices in the same kind of a currency',
      model => {
        const paid = { unit: 'DIAMOND', kind: 'paid', amount: 1 }
        Object.assign(model.orders[1] ?? {}, { prices: [paid, paid] })
      },
      ['orders[1].prices[1].unit'],
    ],
    [
      'prices in two kinds of a currency that are not the same amount',
      model => {
        const prices = [
          { unit: 'DIAMOND', kind: 'free', amount: 2 },
          { unit: 'DIAMOND', kind: 'paid', amount: 1 },
        ]
        Object.assign(model.orders[1] ?? {}, { prices })
      },
      ['orders[1].prices[1].amount'],
    ],
    [
      'a price after a free one',
      model => {
        const prices = [
          { unit: 'GOLD', amount: 0 },
          { unit: 'DIAMOND', amount: 1 },
        ]
        Object.assign(model.orders[1] ?? {}, { prices })
      },
      ['orders[1].prices[1]'],
    ],
    [
      'two prices that can have the same amount, which expectedCost could not tell apart',
      model => {
        const prices = [byCounter('first'), { unit: 'DIAMOND', amount: 20 }]
        Object.assign(model.orders[1] ?? {}, { prices })
      },
      ['orders[1].prices[1].amount'],
    ],
    [
      'a price by a counter that starts at random',
      model => {
        Object.assign(model.counters['first'] ?? {}, { start: [50, 50] })
        Object.assign(model.orders[1] ?? {}, { prices: [byCounter('first')] })
      },
      ['orders[1].prices[0].amount.by'],
    ],
  ]
  it.each(more)('is not %s', (_, change, paths) => {
    const model = aModel()
    change(model)
    expect(pathsOf(model)).toEqual(expect.arrayContaining([...paths]))
  })

  it('is a banner that closes for one player', () => {
    expect(pathsOf({ ...aGroupBanner(), closesOn: 'SSR.featured' })).toEqual([])
  })

  it('is a box that the player refills, or that refills itself', () => {
    const withRefill = (...refills: string[]) =>
      aBoxBanner({
        tiers: aBoxBanner().tiers.map((tier, place) => ({
          ...tier,
          pools: tier.pools.map(each => ({ ...each, refill: refills[place] })),
        })),
      })
    expect(pathsOf(withRefill('prizesOut', 'never'))).toEqual([])
    expect(pathsOf(withRefill('empty', 'empty'))).toEqual([])
  })
})
