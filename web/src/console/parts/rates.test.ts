import { describe, expect, it } from 'vitest'
import { perMinute, sumOf } from './rates.js'

describe('perMinute', () => {
  it('answers what a count has grown by a minute', () => {
    const counts = [
      { at: 0, count: 10 },
      { at: 2, count: 12 },
      { at: 4, count: 12 },
    ]
    expect(perMinute(counts)).toEqual([
      { at: 2, value: 60 },
      { at: 4, value: 0 },
    ])
  })

  it('has no rate where a process began anew, or where no time has passed', () => {
    const counts = [
      { at: 0, count: 10 },
      { at: 2, count: 3 },
      { at: 2, count: 4 },
    ]
    expect(perMinute(counts).map(({ value }) => value)).toEqual([null, null])
  })

  it('has nothing to say of a single count', () => {
    expect(perMinute([{ at: 0, count: 1 }])).toEqual([])
  })
})

describe('sumOf', () => {
  it('adds a group of counts', () => {
    expect(sumOf({ ok: 2, refused: 3 })).toBe(5)
    expect(sumOf({})).toBe(0)
  })
})
