import { describe, expect, it } from 'vitest'
import { aModel, type Model } from '../../../test/banner-model/a-model.js'
import {
  aBoxBanner,
  aGroupBanner,
  aLimitedBanner,
  aPricedBanner,
  aStepBanner,
  aTargetBanner,
  heroes,
  modelDefinitionOf,
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
  })

  it('is a chosen item, with counters that other choices set to their start', () => {
    expect(pathsOf(aTargetBanner())).toEqual([])
  })

  it.each([
    ['of the item itself', 'luck'],
    ['that restarts with each order', 'slot'],
    ['that starts at random', 'rolled'],
  ])('is no choice that resets a counter %s', (_, name) => {
    const counters = {
      ...aTargetBanner().counters,
      slot: { max: 1, scope: 'order', on: [['*', { add: 1 }]] },
      rolled: { max: 1, start: [50, 50], on: [['*', { add: 1 }]] },
    }
    const target = { choices: [heroes.featured, sword], change: 'free', resets: ['misses', name] }
    expect(pathsOf(aTargetBanner({ counters, target }))).toEqual(['target.resets[1]'])
  })

  it('is nothing of what pulls do not know, each named by its path', () => {
    expect(pathsOf(aModel())).toEqual([
      'tiers[0].pools[1].source',
      'tiers[0].duplicates',
      'orders[0].prices[0].unit',
      'orders[0].prices[1].kind',
      'orders[2].from',
      'orders[2].prices',
      'milestones',
      'exchanges',
    ])
  })

  const more: readonly [string, (model: Model) => void, readonly string[]][] = [
    [
      'points that end with the banner',
      model => Object.assign(model.counters['first'] ?? {}, { onClose: { convert: 'GOLD', rate: 1 } }),
      ['counters.first.onClose'],
    ],
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
      'two prices in one currency',
      model => {
        const gold = { unit: 'GOLD', amount: 1 }
        Object.assign(model.orders[1] ?? {}, { prices: [gold, { unit: 'DIAMOND', amount: 1 }, { ...gold, amount: 2 }] })
      },
      ['orders[1].prices[2].unit'],
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
