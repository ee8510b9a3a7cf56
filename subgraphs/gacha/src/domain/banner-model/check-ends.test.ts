import { describe, expect, it } from 'vitest'
import { aGroupBanner, heroes, modelDefinitionOf, stone } from '../../../test/banner-model/banner-of-model.js'
import { aMilestoneBanner, aPointsBanner } from '../../../test/banner-model/offer-banners.js'
import { checkDeliverable } from './check-deliverable.js'
import { checkPromises, checkReopening } from './check-ends.js'

type Exchanges = Record<string, unknown>[]
const points = aPointsBanner() as unknown as { exchanges: Exchanges; counters: Record<string, object> }
const withSparks = (change: Record<string, unknown>) =>
  aPointsBanner({ exchanges: points.exchanges.map((each, index) => (index === 0 ? { ...each, ...change } : each)) })
const problemsOf = (next: unknown) => checkPromises(modelDefinitionOf(aPointsBanner()), modelDefinitionOf(next))

describe('a new version', () => {
  it('may make exchanges cheaper, more frequent and richer, and add some', () => {
    const more = { ...points.exchanges[0], name: 'more' }
    const better = { ...points.exchanges[0], cost: 4, limit: 4, choices: [heroes.featured, heroes.standard, stone] }
    expect(problemsOf(aPointsBanner({ exchanges: [more, better, ...points.exchanges.slice(1)] }))).toEqual([])
  })

  it.each([
    ['drops an exchange', aPointsBanner({ exchanges: points.exchanges.slice(1) }), 'exchanges'],
    ['raises the cost', withSparks({ cost: 6 }), 'exchanges[0].cost'],
    ['lowers the limit', withSparks({ limit: 2 }), 'exchanges[0].limit'],
    ['takes a choice away', withSparks({ choices: [heroes.featured] }), 'exchanges[0].choices'],
    ['counts other draws', withSparks({ pointsPer: 'SR' }), 'exchanges[0].pointsPer'],
    ['converts at another rate', withSparks({ onClose: { convert: 'GOLD', rate: 19 } }), 'exchanges[0].onClose'],
    [
      'drops a counter that was to be converted',
      aPointsBanner({ counters: { ...points.counters, fame: { ...points.counters['fame'], onClose: 'drop' } } }),
      'counters.fame.onClose',
    ],
    [
      'limits what had no limit',
      aPointsBanner({ exchanges: points.exchanges.map(each => ({ ...each, limit: 3 })) }),
      'exchanges[1].limit',
    ],
  ])('is refused where it %s', (_, next, path) => {
    expect(problemsOf(next)[0]?.path).toBe(path)
  })

  it.each([
    ['has fewer draws', { draws: 1 }],
    ['has a limit', { limit: { count: 1, per: 'day' } }],
    ['moves other counters', { moves: true }],
  ])('is refused where the order of a milestone %s', (_, change) => {
    const orders = aMilestoneBanner().orders.map(order => (order.name === 'gift' ? { ...order, ...change } : order))
    const problems = (next: unknown) =>
      checkPromises(modelDefinitionOf(aMilestoneBanner()), modelDefinitionOf(next)).map(({ path }) => path)
    expect(problems(aMilestoneBanner())).toEqual([])
    expect(problems(aMilestoneBanner({ orders }))).toEqual([`orders[${orders.length - 1}]`])
  })

  it('does not open a banner again whose points have ended, but one whose points are kept', () => {
    const now = new Date('2026-12-01T00:00:00Z')
    const open = { closesAt: '2027-01-01T00:00:00Z' }
    const reopened = (from: (change?: Record<string, unknown>) => object, at = now, hasBegunToEnd = false) =>
      checkReopening(modelDefinitionOf(from({ closesAt: '2026-12-01T00:00:00Z' })), modelDefinitionOf(from(open)), {
        now: at,
        hasBegunToEnd,
      }).map(({ path }) => path)
    expect(reopened(aPointsBanner)).toEqual(['closesAt'])
    expect(reopened(aPointsBanner, new Date('2026-11-30T00:00:00Z'))).toEqual([])
    // The clock of the process that ended some was ahead.
    expect(reopened(aPointsBanner, new Date('2026-11-30T00:00:00Z'), true)).toEqual(['closesAt'])
    expect(reopened(aGroupBanner)).toEqual([])
    const [, kept] = points.exchanges
    expect(reopened(change => aGroupBanner({ ...change, exchanges: [kept] }))).toEqual([])
  })
})

it('can be published with points that end, but not with a shared counter that ends with one of its banners', () => {
  expect(checkDeliverable(modelDefinitionOf(aPointsBanner()))).toEqual([])
  const shared = (scope: unknown) => {
    const [since, onClose] = [points.counters['since'], 'drop']
    return modelDefinitionOf(aPointsBanner({ counters: { ...points.counters, since: { ...since, scope, onClose } } }))
  }
  const pathsOf = (scope: unknown) => checkDeliverable(shared(scope)).map(({ path }) => path)
  expect(pathsOf({ group: 'heroes' })).toEqual(['counters.since.onClose'])
  expect(pathsOf('user')).toEqual(['counters.since.onClose'])
  expect(pathsOf('banner')).toEqual([])
})
