import { describe, expect, it } from 'vitest'
import { changedRules } from './changed-rules.js'

const banner = {
  name: 'Ember Court',
  tiers: [
    {
      name: 'SSR',
      chance: [
        {
          by: 'since',
          points: [
            [1, 0.8],
            [80, 100],
          ],
        },
      ],
      pools: [{ name: 'all', items: [{ id: 'a' }] }],
    },
    { name: 'R', pools: [{ name: 'all', items: [{ id: 'b' }] }] },
  ],
  counters: { since: { max: 79 } },
}

describe('changedRules', () => {
  it('is empty for two definitions that say the same', () => {
    expect(changedRules(banner, structuredClone(banner))).toEqual([])
  })

  it('names each rule by its path, a curve as a whole', () => {
    const next = structuredClone(banner)
    next.tiers[0]?.chance?.[0]?.points.splice(0, 1, [1, 0.6])
    next.counters.since.max = 89
    expect(changedRules(banner, next)).toEqual([
      { path: 'tiers.SSR.chance[0].points', before: '[[1,0.8],[80,100]]', after: '[[1,0.6],[80,100]]' },
      { path: 'counters.since.max', before: '79', after: '89' },
    ])
  })

  it('finds what was added and what was left out, and changes nothing of the tiers after it', () => {
    const tier = { name: 'SR', pools: [] }
    const added = { ...banner, tiers: banner.tiers.toSpliced(1, 0, tier) }
    expect(changedRules(banner, added)).toEqual([{ path: 'tiers.SR', before: null, after: JSON.stringify(tier) }])
    expect(changedRules(added, banner)).toEqual([{ path: 'tiers.SR', before: JSON.stringify(tier), after: null }])
  })

  it('tells another order of tiers, which decides what is rolled first', () => {
    const turned = { ...banner, tiers: banner.tiers.toReversed() }
    expect(changedRules(banner, turned)).toEqual([{ path: 'tiers', before: 'SSR, R', after: 'R, SSR' }])
  })

  it('tells another order of tiers also where a tier has changed, was added or was left out', () => {
    const turned = structuredClone({ ...banner, tiers: banner.tiers.toReversed() })
    turned.tiers[1]?.chance?.[0]?.points.splice(0, 1, [1, 0.6])
    const order = { path: 'tiers', before: 'SSR, R', after: 'R, SSR' }
    expect(changedRules(banner, turned).map(({ path }) => path)).toEqual(['tiers', 'tiers.SSR.chance[0].points'])
    expect(changedRules(banner, turned)[0]).toEqual(order)
    const added = { ...turned, tiers: [...turned.tiers, { name: 'N', pools: [] }] }
    expect(changedRules(banner, added)[0]).toEqual({ ...order, after: 'R, SSR, N' })
  })

  it('finds no change in another order of the keys of an object', () => {
    expect(changedRules({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([])
  })

  it('compares a definition with rarities and a model as far as both have the same keys', () => {
    const paths = changedRules({ name: 'Ember Court', rarities: {} }, banner).map(({ path }) => path)
    expect(paths).toEqual(['tiers', 'counters', 'rarities'])
  })
})
