import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextReachedAt, progressOf, timesReached } from './milestones.js'

it('a milestone is reached once, or again and again, and says when next', () => {
  const [once, often] = [{ at: 30 }, { every: 10 }]
  expect([29, 30, 90].map(counted => timesReached(once, counted))).toEqual([0, 1, 1])
  expect([9, 10, 25].map(counted => timesReached(often, counted))).toEqual([0, 1, 2])
  expect([29, 30].map(counted => nextReachedAt(once, counted))).toEqual([30, null])
  expect([9, 10, 25].map(counted => nextReachedAt(often, counted))).toEqual([10, 20, 30])
})

it('the next count is the first one at which it is reached once more', () => {
  const rule = fc.oneof(
    fc.record({ at: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ every: fc.integer({ min: 1, max: 50 }) }),
  )
  fc.assert(
    fc.property(rule, fc.nat(200), (milestone, counted) => {
      const next = nextReachedAt(milestone, counted)
      const reached = timesReached(milestone, counted)
      const expected = next === null ? [reached, reached] : [reached, reached + 1]
      const at = next ?? counted + 1_000
      expect([at - 1, at].map(each => timesReached(milestone, each))).toEqual(expected)
    }),
  )
})

it('claims are open for choices and orders alone', () => {
  const tally = { counted: 35, spent: 0, ended: 0, uses: 1 }
  const often = { name: 'ten', every: 10, counts: '*' }
  expect(progressOf({ ...often, give: { choice: ['a'] } }, tally)).toEqual({ counted: 35, next: 40, open: 2 })
  expect(progressOf({ ...often, give: { order: 'gift' } }, tally)).toMatchObject({ open: 2 })
  expect(progressOf({ ...often, give: { item: 'a' } }, { ...tally, uses: 0 })).toMatchObject({ open: 0 })
  expect(progressOf({ ...often, give: { order: 'gift' } })).toEqual({ counted: 0, next: 10, open: 0 })
})
