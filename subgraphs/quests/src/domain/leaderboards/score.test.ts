import { expect, test } from 'vitest'
import type { ScoreKind, ScoreRule } from './leaderboard.js'
import { countedOf, scoreAfter, type Score } from './score.js'

const rule: ScoreRule = {
  eventType: 'character.leveled_up',
  filter: null,
  score: 'MAX',
  field: 'level',
  period: 'ALL_TIME',
  season: null,
  countsFrom: '2026-11-20T00:00:00.000Z',
}
const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 20, hour))
const levelled = (level: unknown, hour = 1) => ({ type: 'character.leveled_up', data: { level }, occurredAt: at(hour) })

/** The score after these values, each an hour after the one before unless it says its own hour. */
function fold(kind: ScoreKind, values: readonly (number | readonly [value: number, hour: number])[]): Score | null {
  let score: Score | null = null
  for (const [index, one] of values.entries()) {
    const [value, hour] = typeof one === 'number' ? [one, index] : one
    score = scoreAfter(kind, score, { period: 0, value, at: at(hour) })
  }
  return score
}

test.each<[ScoreKind, readonly (number | readonly [number, number])[], number, number]>([
  ['COUNT', [1, 1, 1], 3, 2],
  ['SUM', [5, 0, 7], 12, 2],
  ['SUM', [5, 7, 0], 12, 1],
  ['SUM', [5, [7, 9], [1, 3]], 13, 9],
  ['MAX', [5, 9, 9, 3], 9, 1],
  ['LATEST', [5, 9, 9], 9, 1],
  ['LATEST', [9, 5], 5, 1],
])('%s of %j', (kind, values, score, hour) => {
  expect(fold(kind, values)).toEqual({ score, achievedAt: at(hour) })
})

test('a score that stays the same is the same object, so that nothing is written', () => {
  const before = { score: 9, achievedAt: at(0) }
  for (const kind of ['MAX', 'LATEST'] as const)
    expect(scoreAfter(kind, before, { period: 0, value: 9, at: at(5) })).toBe(before)
})

test('a sum stays within what JavaScript holds exactly', () => {
  const most = Number.MAX_SAFE_INTEGER
  expect(fold('SUM', [most, most])?.score).toBe(most)
  expect(fold('SUM', [-most, -most])?.score).toBe(-most)
})

test('only events of the type count, from the moment on, with a whole number', () => {
  expect(countedOf(rule, levelled(7))).toEqual({ period: 0, value: 7, at: at(1) })
  expect(countedOf(rule, { ...levelled(7), type: 'monster.killed' })).toBeNull()
  expect(countedOf(rule, levelled(7, -1))).toBeNull()
  for (const value of [undefined, 'seven', 1.5, 2 ** 60]) expect(countedOf(rule, levelled(value))).toBeNull()
  expect(countedOf({ ...rule, filter: { level: { $gte: 8 } } }, levelled(7))).toBeNull()
  expect(countedOf({ ...rule, score: 'COUNT', field: null }, levelled(7))?.value).toBe(1)
})
