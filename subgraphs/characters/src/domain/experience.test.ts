import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EXPERIENCE_MAX, experienceFor, FIRST_LEVEL, gainExperience, LEVEL_MAX, levelAt } from './experience.js'

test('the curve is what its formula says', () => {
  expect([1, 2, 3, 4, 10, 99].map(experienceFor)).toEqual([0, 100, 440, 1_260, 29_700, 37_653_560])
})

test('a level begins exactly at its experience, and not one point before', () => {
  for (let level = FIRST_LEVEL + 1; level <= LEVEL_MAX; level++) {
    expect(levelAt(experienceFor(level))).toBe(level)
    expect(levelAt(experienceFor(level) - 1)).toBe(level - 1)
  }
})

test('each level takes more than the one before', () => {
  const costs = Array.from({ length: LEVEL_MAX - 1 }, (_, index) => experienceFor(index + 2) - experienceFor(index + 1))
  expect(costs).toEqual(costs.toSorted((one, other) => one - other))
  expect(new Set(costs).size).toBe(costs.length)
})

test('experience stops at what the last level needs', () => {
  expect(gainExperience({ experience: 0, level: 1 }, Number.MAX_SAFE_INTEGER)).toEqual({
    experience: EXPERIENCE_MAX,
    level: LEVEL_MAX,
  })
  expect(gainExperience({ experience: EXPERIENCE_MAX, level: LEVEL_MAX }, 1)).toEqual({
    experience: EXPERIENCE_MAX,
    level: LEVEL_MAX,
  })
})

test('a level that was reached is kept, even where the curve now asks for more', () => {
  expect(gainExperience({ experience: 100, level: 5 }, 10)).toEqual({ experience: 110, level: 5 })
})

test('in how many portions experience comes makes no difference', () => {
  const amount = fc.integer({ min: 1, max: 2_000_000 })
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 40 }), amounts => {
      const start = { experience: 0, level: FIRST_LEVEL }
      const total = amounts.reduce((sum, next) => sum + next, 0)
      expect(amounts.reduce(gainExperience, start)).toEqual(gainExperience(start, total))
    }),
  )
})
