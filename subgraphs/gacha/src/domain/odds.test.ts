import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDraft, anyDefinition, definitionOf, firstLight, founders } from '../../test/definitions.js'
import { PITY_PULLS_MAX, type BannerDefinition } from './banner-definition.js'
import { chanceAt, MICROS } from './chance.js'
import { consolidatedShares, oddsOf } from './odds.js'
import type { Rarity } from './rarity.js'
import { seededWords } from './seeded-words.js'
import { simulate } from './simulation.js'

const of = (definition: BannerDefinition, rarity: Rarity) => {
  const odds = oddsOf(definition).rarities.find(entry => entry.rarity === rarity)
  if (odds === undefined) throw new Error(`No odds of ${rarity}`)
  return odds
}

/** Larger than any counter that these definitions can reach. */
const COUNTER_MAX = 90
const WINDOW_PULLS = 1_000

/**
 * The share of each rarity in a late window of pulls, by following the distribution over (u, s) pull by pull:
 * no renewal theory.
 */
function sharesByIteration(definition: BannerDefinition): { ultraRare: number; superRare: number } {
  const chances = (rarity: 'ULTRA_RARE' | 'SUPER_RARE') =>
    Array.from({ length: COUNTER_MAX }, (_, since) => chanceAt(definition.rarities[rarity], since + 1) / MICROS)
  const [ultra, superRare] = [chances('ULTRA_RARE'), chances('SUPER_RARE')]
  let now = new Float64Array(COUNTER_MAX * COUNTER_MAX)
  now[0] = 1
  const shares = { ultraRare: 0, superRare: 0 }
  for (let pull = 0; pull < 2 * WINDOW_PULLS; pull++) {
    const next = new Float64Array(now.length)
    const add = (u: number, s: number, weight: number) => {
      const state = Math.min(u, COUNTER_MAX - 1) * COUNTER_MAX + Math.min(s, COUNTER_MAX - 1)
      next[state] = (next[state] ?? 0) + weight
    }
    const share = pull < WINDOW_PULLS ? 0 : 1 / WINDOW_PULLS
    for (const [u, a = 1] of ultra.entries()) {
      for (const [s, chance = 1] of superRare.entries()) {
        const weight = now[u * COUNTER_MAX + s] ?? 0
        if (weight === 0) continue
        const b = Math.min(chance, 1 - a)
        shares.ultraRare += weight * a * share
        shares.superRare += weight * b * share
        add(0, s + 1, weight * a)
        add(u + 1, 0, weight * b)
        add(u + 1, s + 1, weight * (1 - a - b))
      }
    }
    now = next
  }
  return shares
}

describe('the exact odds', () => {
  it('of First Light are the numbers of PRODUCT.md to the last digit', () => {
    const ultraRare = of(firstLight, 'ULTRA_RARE')
    expect(ultraRare.expectedPulls.toFixed(3)).toBe('62.297')
    expect(ultraRare.consolidatedPercent.toFixed(4)).toBe('1.6052')
    expect(ultraRare.featuredSharePercent).toBeCloseTo(200 / 3, 10)
    expect(ultraRare.featuredExpectedPulls?.toFixed(3)).toBe('93.446')
    expect(of(firstLight, 'SUPER_RARE').consolidatedPercent.toFixed(3)).toBe('13.057')
  })

  it('of First Light with its hard pity alone are 69.70 pulls and 1.4347 %', () => {
    const draft = aDraft()
    draft.rarities.ULTRA_RARE.softPity = null
    const ultraRare = of(definitionOf(draft), 'ULTRA_RARE')
    expect(ultraRare.expectedPulls.toFixed(2)).toBe('69.70')
    expect(ultraRare.consolidatedPercent.toFixed(4)).toBe('1.4347')
  })

  it('without any pity are the rates', () => {
    const shares = consolidatedShares(founders)
    expect(shares.ULTRA_RARE).toBeCloseTo(0.05, 14)
    expect(shares.SUPER_RARE).toBeCloseTo(0.25, 14)
    expect(shares.RARE).toBeCloseTo(0.7, 14)
  })

  it('are finite at the largest pities that a definition may have', () => {
    const draft = aDraft()
    draft.rarities.ULTRA_RARE.softPity = null
    draft.rarities.SUPER_RARE.softPity = null
    draft.rarities.ULTRA_RARE.hardPityAt = PITY_PULLS_MAX
    draft.rarities.SUPER_RARE.hardPityAt = PITY_PULLS_MAX
    const survival = (1 - 0.994 ** PITY_PULLS_MAX) / 0.006
    expect(of(definitionOf(draft), 'ULTRA_RARE').expectedPulls).toBeCloseTo(survival, 8)
  })

  it('equal what the chain comes to when it is followed pull by pull, for any definition', () => {
    fc.assert(
      fc.property(anyDefinition, definition => {
        const exact = consolidatedShares(definition)
        const followed = sharesByIteration(definition)
        // The window cuts through cycles: a share is off by less than one item in its pulls.
        expect(Math.abs(exact.ULTRA_RARE - followed.ultraRare)).toBeLessThan(1 / WINDOW_PULLS)
        expect(Math.abs(exact.SUPER_RARE - followed.superRare)).toBeLessThan(1 / WINDOW_PULLS)
      }),
      { seed: 7, numRuns: 6 },
    )
  })

  it('are what the drawing function comes to within three standard errors, for any definition', () => {
    fc.assert(
      fc.property(anyDefinition, fc.nat(), (definition, seed) => {
        const rows = simulate(definition, { pulls: 100_000, words: seededWords(seed) })
        // Of ten figures one in forty runs may be beyond three standard errors by chance; the seed is fixed,
        // so none is.
        expect(rows.filter(({ agrees }) => agrees === false)).toEqual([])
      }),
      { seed: 11, numRuns: 12 },
    )
  })

  it('of the items of a rarity add up to its rate, by weight, featured ones by their share', () => {
    fc.assert(
      fc.property(anyDefinition, definition => {
        const { items } = oddsOf(definition)
        const sumOf = (featured: boolean) => {
          const ids = new Set(definition.rarities.ULTRA_RARE.items.map(item => item.id))
          return items
            .filter(item => ids.has(item.itemId) && item.featured === featured)
            .reduce((total, item) => total + item.basePercent, 0)
        }
        const { ratePercent, featuredSharePercent } = definition.rarities.ULTRA_RARE
        expect(sumOf(true)).toBeCloseTo((ratePercent * (featuredSharePercent ?? 0)) / 100, 10)
        expect(sumOf(true) + sumOf(false)).toBeCloseTo(ratePercent, 10)
        expect(items.reduce((total, item) => total + item.basePercent, 0)).toBeCloseTo(100, 8)
      }),
    )
  })
})
