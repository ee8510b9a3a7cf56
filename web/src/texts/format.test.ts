import { expect, test } from 'vitest'
import { formatExact, formatRecent, formatSpan } from './format.js'

test.each([
  [-5, '0 s'],
  [1, '1 s'],
  [59_000, '59 s'],
  [245_000, '4 min 05 s'],
  [3_600_000, '1 h 0 min'],
  [86_399_000, '23 h 59 min'],
  [180_000_000, '2 d 2 h'],
])('a countdown of %d ms reads %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text)
})

test('a moment of today is told by its time, and any other with its day', () => {
  const now = new Date('2026-03-04T18:00:00')
  expect(formatRecent('2026-03-04T09:05:00', now)).toMatch(/^9:05\sAM$/)
  expect(formatRecent('2026-03-03T09:05:00', now)).toMatch(/^Mar 3, 2026, 9:05\sAM$/)
})

test('a whole number that JavaScript has no number for keeps all its digits', () => {
  expect(formatExact('-9223372036854775807')).toBe('-9,223,372,036,854,775,807')
  expect(formatExact('2026-11-30')).toBe('2026-11-30')
})
