import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPayoutBanner, modelDefinitionOf, shard } from '../../../test/banner-model/banner-of-model.js'
import type { Tier } from './definition.js'
import { countsCopies, grantsOf } from './duplicates.js'

const banner = modelDefinitionOf(aPayoutBanner())
const grants = (outcome: string, copy: number | null) => {
  const { shards, payout } = grantsOf(banner, { outcome, copy })
  return [shards?.amount ?? null, payout === null ? null : `${payout.amount} ${payout.currency}`]
}

describe('a duplicate', () => {
  it('is granted currency besides shards, or alone, by the first entry of each that has its copy', () => {
    expect(countsCopies(banner)).toBe(true)
    expect([1, 2, 3, 4, 90].map(copy => grants('SSR.featured', copy))).toEqual([
      [null, null],
      [20, '500 GOLD'],
      [20, '500 GOLD'],
      [20, '50 GOLD'],
      [20, '50 GOLD'],
    ])
    expect([1, 4, 5].map(copy => grants('R.all', copy))).toEqual([
      [null, null],
      [null, '3 GOLD'],
      [null, '1 DIAMOND'],
    ])
    expect(grantsOf(banner, { outcome: 'SSR.standard', copy: 2 }).shards).toEqual({ itemId: shard, amount: 20 })
  })

  it('is granted nothing in a tier without entries, and where no copy was counted', () => {
    expect(grants('SR.all', 7)).toEqual([null, null])
    expect(grants('SSR.featured', null)).toEqual([null, null])
    expect(grantsOf(banner, { outcome: null, copy: 7 })).toEqual({ shards: null, payout: null })
  })

  it('has grants of one kind that entries of the other kind never change', () => {
    const copies = fc
      .tuple(fc.integer({ min: 2, max: 9 }), fc.option(fc.nat({ max: 9 })))
      .map(([from, more]): [number, number | null] => [from, more === null ? null : from + more])
    const amount = fc.integer({ min: 1, max: 1_000 })
    const grant = fc.oneof(
      fc.record({ currency: fc.constantFrom('GOLD' as const, 'DIAMOND' as const), amount }),
      fc.record({ item: fc.constant(shard), amount }),
    )
    const entries = fc.array(fc.record({ copies, grant }), { maxLength: 8 })
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 20 }), (duplicates, copy) => {
        const of = (kept: Tier['duplicates']) =>
          grantsOf({ tiers: [{ name: 'A', pools: [], duplicates: kept }] }, { outcome: 'A.all', copy })
        const both = of(duplicates)
        expect(both.shards).toEqual(of(duplicates.filter(each => 'item' in each.grant)).shards)
        expect(both.payout).toEqual(of(duplicates.filter(each => 'currency' in each.grant)).payout)
        const has = (kind: 'item' | 'currency') =>
          duplicates.some(
            ({ copies: [from, to], grant: each }) => kind in each && copy >= from && (to === null || copy <= to),
          )
        expect([both.shards !== null, both.payout !== null]).toEqual([has('item'), has('currency')])
      }),
    )
  })
})
