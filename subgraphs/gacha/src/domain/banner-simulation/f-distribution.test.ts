import { describe, expect, it } from 'vitest'
import { chiSquareSurvival } from './chi-square.js'
import { fSurvival } from './f-distribution.js'

describe('fSurvival', () => {
  it.each([
    // The 5 % and 1 % points of the table of Abramowitz and Stegun, 26.9, and squares of those of Student's t.
    [4.9646, 1, 10, 0.05],
    [3.3258, 5, 10, 0.05],
    [2.3479, 10, 20, 0.05],
    [5.6363, 5, 10, 0.01],
    [2.042272 ** 2, 1, 30, 0.05],
    [3.645959 ** 2, 1, 30, 0.001],
  ])('of %d with %d and %d degrees of freedom is %d, as in the tables', (statistic, k, m, expected) => {
    expect(fSurvival(statistic, [k, m]) / expected).toBeCloseTo(1, 3)
  })

  it.each([0.01, 0.5, 1, 4, 30, 900])('has its closed forms, for F = %d', f => {
    expect(fSurvival(f, [1, 1])).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(Math.sqrt(f)), 12)
    for (const m of [1, 7, 98, 998]) expect(fSurvival(f, [2, m]) / (1 + (2 * f) / m) ** (-m / 2)).toBeCloseTo(1, 9)
  })

  it('is the rest of the chance of its reciprocal', () => {
    for (const [f, k, m] of [
      [0.7, 3, 97],
      [1.4, 20, 80],
      [1, 501, 99],
    ] as const)
      expect(fSurvival(f, [k, m]) + fSurvival(1 / f, [m, k])).toBeCloseTo(1, 12)
  })

  it('comes close to chi-square with many batches', () => {
    expect(fSurvival(3, [10, 100_000]) / chiSquareSurvival(30, 10)).toBeCloseTo(1, 2)
  })

  it('is 1 for no difference, and 0 for an infinite one', () => {
    expect([fSurvival(0, [3, 9]), fSurvival(Number.POSITIVE_INFINITY, [3, 9])]).toEqual([1, 0])
  })
})
