import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partOf } from './walk-pages.js'

test('a small table is walked each hour, as a whole', () => {
  for (const hour of [0, 1, 23, 490_000]) expect(partOf(16_384, hour)).toEqual({ first: 0, end: 16_384 })
  expect(partOf(0, 7)).toEqual({ first: 0, end: 0 })
})

test('a larger table is walked in parts, each page once in as many hours as it has parts', () => {
  const pages = fc.integer({ min: 0, max: 10_000_000 })
  fc.assert(
    fc.property(pages, fc.integer({ min: 0, max: 500_000 }), (count, hour) => {
      const parts = Math.min(24, Math.max(1, Math.ceil(count / 16_384)))
      const walked = Array.from({ length: parts }, (_, later) => partOf(count, hour + later)).toSorted(
        (one, other) => one.first - other.first,
      )
      expect(walked[0]?.first).toBe(0)
      expect(walked.at(-1)?.end).toBe(count)
      walked.slice(1).forEach(({ first }, at) => expect(first).toBe(walked[at]?.end))
    }),
  )
})
