import { describe, expect, it } from 'vitest'
import { seededWords } from '../seeded-words.js'
import type { Words } from '../words.js'
import { BATCH_DRAWS, testShares } from './shares.js'
import { P_MIN } from './simulate-model.js'

const CELLS = 4_096

/** Independent draws, as of a model without counters. */
function drawnBatches(cells: readonly number[], { batches = 100, words }: { batches?: number; words: Words }) {
  const placeOf = cells.flatMap((count, place) => Array.from({ length: count }, () => place))
  return Array.from({ length: batches }, () => {
    const counts = cells.map(() => 0)
    for (let draw = 0; draw < BATCH_DRAWS; draw++) {
      const place = placeOf[words() % CELLS] ?? 0
      counts[place] = (counts[place] ?? 0) + 1
    }
    return counts
  })
}

/** The cells of pools, the last of which has the rest. */
function cellsOf(...pools: readonly number[]): readonly number[] {
  return [...pools, CELLS - pools.reduce((sum, count) => sum + count, 0)]
}
const sharesOf = (cells: readonly number[]) => cells.map(count => count / CELLS)
const times = (count: number, cells: number) => Array.from({ length: count }, () => cells)

describe('testShares', () => {
  it.each([
    ['60 pools', cellsOf(...times(59, 68)), 20],
    ['110 pools, some of them rare', cellsOf(...times(40, 1), ...times(69, 50)), 20],
    ['rare pools that are tested by themselves', cellsOf(...times(9, 5)), 9],
  ])('rejects a right model of %s as often as its probability says', (_, cells, degrees) => {
    const words = seededWords(1)
    const tests = Array.from({ length: 60 }, () => testShares(drawnBatches(cells, { words }), sharesOf(cells)))
    expect(new Set(tests.map(test => test?.degrees))).toEqual(new Set([degrees]))
    const below = (limit: number) => tests.filter(test => (test?.pValue ?? 0) < limit).length
    expect(below(P_MIN)).toBe(0)
    // A binomial of 60 is within these with a probability of 0.999.
    expect(below(0.1)).toBeGreaterThanOrEqual(1)
    expect(below(0.1)).toBeLessThanOrEqual(14)
    expect(below(0.5)).toBeGreaterThanOrEqual(18)
    expect(below(0.5)).toBeLessThanOrEqual(42)
  })

  it('rejects a share that is a fifth larger among 60 pools', () => {
    const [first = 0, second = 0, ...others] = cellsOf(...times(59, 68))
    const drawn = [first + 14, second - 14, ...others]
    const wrong = testShares(
      drawnBatches(drawn, { batches: 300, words: seededWords(1) }),
      sharesOf([first, second, ...others]),
    )
    expect(wrong?.degrees).toBe(59)
    expect(wrong?.pValue).toBeLessThan(1e-9)
  })

  it('has nothing to say with fewer than 100 batches, or where a share is not known', () => {
    const cells = cellsOf(1_000)
    const words = seededWords(1)
    expect(testShares(drawnBatches(cells, { batches: 99, words }), sharesOf(cells))).toBeNull()
    const batches = drawnBatches(cells, { words })
    expect(testShares(batches, [0.5, null])).toBeNull()
    expect(testShares(batches, sharesOf(cells))?.degrees).toBe(1)
  })
})
