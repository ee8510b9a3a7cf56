import { describe, expect, it } from 'vitest'
import { aModel, pool, ticket, type Model } from '../../../test/banner-model/a-model.js'
import {
  aBoxBanner,
  aGroupBanner,
  aLimitedBanner,
  aPricedBanner,
  aStepBanner,
  aTicketBanner,
  anUnownedBanner,
  heroes,
  modelDefinitionOf,
  stone,
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

  it('is nothing of what pulls do not know, each named by its path', () => {
    expect(pathsOf(aModel())).toEqual([
      'tiers[0].duplicates[0].grant.currency',
      'orders[0].prices[1].kind',
      'orders[2].from',
      'orders[2].prices',
      'milestones',
      'exchanges',
    ])
  })

  const more: readonly [string, (model: Model) => void, readonly string[]][] = [
    [
      'a chosen item and its counters',
      model => {
        const [{ id } = { id: '' }] = pool(model, 0)['items'] as { id: string }[]
        model.target = { choices: [id], change: 'free' }
        delete pool(model, 0)['items']
        pool(model, 0)['source'] = 'target'
        Object.assign(model.counters['first'] ?? {}, { scope: 'item' })
      },
      ['tiers[0].pools[0].source', 'counters.first.scope', 'target'],
    ],
    [
      'points that end with the banner',
      model => Object.assign(model.counters['first'] ?? {}, { onClose: { convert: 'GOLD', rate: 1 } }),
      ['counters.first.onClose'],
    ],
    ['closing for one user', model => void (model.closesOn = 'SSR.featured'), ['closesOn']],
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

  it('is not a box that the player refills, but one that refills itself', () => {
    const withRefill = (...refills: string[]) =>
      aBoxBanner({
        tiers: aBoxBanner().tiers.map((tier, place) => ({
          ...tier,
          pools: tier.pools.map(each => ({ ...each, refill: refills[place] })),
        })),
      })
    expect(pathsOf(withRefill('prizesOut', 'never'))).toEqual(['tiers[0].pools[0].refill'])
    expect(pathsOf(withRefill('empty', 'empty'))).toEqual([])
  })
})
