import { describe, expect, it } from 'vitest'
import { chiSquareSurvival, pearson } from './chi-square.js'

describe('chiSquareSurvival', () => {
  it.each([
    // The 5 % and 0.1 % points of the table of Abramowitz and Stegun, 26.8.
    [3.841459, 1, 0.05],
    [10.8276, 1, 0.001],
    [5.991465, 2, 0.05],
    [11.0705, 5, 0.05],
    [29.5883, 10, 0.001],
    [43.773, 30, 0.05],
    [149.449, 100, 0.001],
  ])('of %d with %d degrees of freedom is %d, as in the tables', (statistic, degrees, expected) => {
    expect(chiSquareSurvival(statistic, degrees) / expected).toBeCloseTo(1, 4)
  })

  it.each([0.01, 1, 3.9, 4, 4.1, 60, 700])('is exp(−x/2) with two degrees of freedom, for x = %d', x => {
    expect(chiSquareSurvival(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 11)
  })

  it('is the finite sum of Poisson terms with an even number of degrees of freedom', () => {
    for (const [x, terms] of [
      [0.5, 3],
      [20, 4],
      [90, 50],
      [130, 50],
    ] as const) {
      let [term, sum] = [1, 1]
      for (let n = 1; n < terms; n++) sum += term *= x / 2 / n
      expect(chiSquareSurvival(x, 2 * terms) / (sum * Math.exp(-x / 2))).toBeCloseTo(1, 10)
    }
  })

  it('is 1 for no difference, and 0 for an infinite one', () => {
    expect([chiSquareSurvival(0, 3), chiSquareSurvival(Number.POSITIVE_INFINITY, 3)]).toEqual([1, 0])
  })
})

describe('pearson', () => {
  const cells = (...counts: [observed: number, expected: number][]) =>
    counts.map(([observed, expected]) => ({ observed, expected }))

  it('sums the squared differences by what was expected', () => {
    // Mendel's peas, 315 : 108 : 101 : 32 where 9 : 3 : 3 : 1 is expected of 556.
    const found = pearson(cells([315, 312.75], [108, 104.25], [101, 104.25], [32, 34.75]))
    expect(found?.degrees).toBe(3)
    expect(found?.statistic).toBeCloseTo(0.470024, 6)
    expect(found?.pValue).toBeCloseTo(0.925426, 5)
  })

  it('joins cells of which too little is expected with the next ones, and the rest with the last', () => {
    const apart = cells([1, 2], [2, 2], [4, 3], [9, 10], [3, 2], [1, 1])
    expect(pearson(apart)).toEqual(pearson(cells([7, 7], [13, 13])))
    expect(pearson(apart)?.degrees).toBe(1)
  })

  it('has nothing to compare in one cell', () => {
    expect(pearson(cells([3, 2], [1, 2]))).toBeNull()
    expect(pearson([])).toBeNull()
  })

  it('finds a count where none is possible, even in a single cell', () => {
    expect(pearson(cells([9, 10], [1, 0]))?.pValue).toBe(0)
    expect(pearson(cells([9, 10], [0, 0], [11, 10]))?.pValue).toBeGreaterThan(0.5)
  })
})
