import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharesOf } from './shares.js'

const members = (...contributed: number[]) =>
  contributed.map((each, index) => ({ userId: `u${index}`, contributed: each }))
const shares = (gold: number, ...contributed: number[]) => [...sharesOf(gold, members(...contributed)).values()]

describe('the shares of a treasury', () => {
  it('go by contribution, and what rounding leaves over to the largest remainders', () => {
    expect(shares(100, 1, 1, 1)).toEqual([34, 33, 33])
    expect(shares(10, 5, 3, 1)).toEqual([6, 3, 1])
    expect(shares(7, 0, 9, 0)).toEqual([0, 7, 0])
  })

  it('are equal where none has contributed, and everything is the last one’s', () => {
    expect(shares(5, 0, 0)).toEqual([3, 2])
    expect(shares(123, 0)).toEqual([123])
    expect(shares(0, 4, 4)).toEqual([0, 0])
  })

  it('sum to the treasury exactly, and differ from their exact values by less than one', () => {
    const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(
        amount,
        fc.array(fc.integer({ min: 0, max: 1_000_000_000_000 }), { minLength: 1, maxLength: 50 }),
        (gold, given) => {
          const parts = shares(gold, ...given)
          expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(gold))
          const total = given.reduce((sum, each) => sum + BigInt(each), 0n)
          for (const [index, part] of parts.entries()) {
            const [weight, weights] = total === 0n ? [1n, BigInt(given.length)] : [BigInt(given[index] ?? 0), total]
            const difference = BigInt(part) * weights - BigInt(gold) * weight
            expect(difference > -weights && difference < weights).toBe(true)
          }
        },
      ),
    )
  })
})
