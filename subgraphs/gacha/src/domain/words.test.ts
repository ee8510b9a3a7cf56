import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededWords } from './seeded-words.js'
import { uniform, WORD_RANGE, type Words } from './words.js'

const stream =
  (...words: number[]): Words =>
  () => {
    const word = words.shift()
    if (word === undefined) throw new Error('No word is left')
    return word
  }

describe('a uniform number', () => {
  it('throws away exactly the words beyond the largest multiple of the range', () => {
    const limit = WORD_RANGE - (WORD_RANGE % 3)
    expect(WORD_RANGE % 3).toBe(1)
    expect(uniform(stream(limit - 1), 3)).toBe(2)
    expect(uniform(stream(limit, 4), 3)).toBe(1)
  })

  it('throws nothing away where the range divides the words', () => {
    expect(uniform(stream(WORD_RANGE - 1), 2 ** 20)).toBe(2 ** 20 - 1)
  })

  it('is a whole number below its range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), fc.nat(), (range, seed) => {
        const number = uniform(seededWords(seed), range)
        expect(Number.isInteger(number) && number >= 0 && number < range).toBe(true)
      }),
    )
  })

  it('from a seeded stream fills ten bins evenly', () => {
    const words = seededWords(1)
    const bins = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 100_000; i++) {
      const bin = uniform(words, 10)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    const chiSquare = bins.reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0)
    // The 99.9th percentile of chi-square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.88)
  })
})
