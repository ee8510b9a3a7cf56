import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { difficultyOf, showsPuzzle, statusAt, type Match } from './match.js'
import { pairWaiting, windowOf, type Waiting } from './pairing.js'
import { newSkill, ratedDuel, shownRating, type Skill } from './rating.js'

const NOW = new Date('2026-11-29T12:00:00Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const waiting = (userId: string, rating: number, waitedMs = 0): Waiting => ({
  userId,
  rating,
  waitingSince: ago(waitedMs),
})
const namesOf = (pairs: readonly (readonly [Waiting, Waiting])[]) => pairs.map(pair => pair.map(({ userId }) => userId))

describe('pairing', () => {
  test('windows grow with the time of waiting, and have no end after a minute', () => {
    expect([0, 5_000, 59_000, 60_000].map(ms => windowOf(waiting('a', 0, ms), NOW))).toEqual([
      100,
      200,
      1_280,
      Infinity,
    ])
    expect(windowOf(waiting('a', 0, -5_000), NOW)).toBe(100)
  })

  test('ratings that are too far apart wait, until one of the two has waited long enough', () => {
    expect(pairWaiting([waiting('a', 1_500), waiting('b', 1_601)], NOW)).toEqual([])
    expect(namesOf(pairWaiting([waiting('a', 1_500), waiting('b', 1_600)], NOW))).toEqual([['a', 'b']])
    expect(namesOf(pairWaiting([waiting('a', 1_500), waiting('b', 1_601, 1_000)], NOW))).toEqual([['b', 'a']])
    expect(namesOf(pairWaiting([waiting('a', 500), waiting('b', 2_900, 60_000)], NOW))).toEqual([['b', 'a']])
  })

  test('who has waited longest comes first, and gets the nearest rating', () => {
    const all = [
      waiting('late', 1_510),
      waiting('near', 1_505, 10),
      waiting('far', 1_590, 20),
      waiting('first', 1_500, 30),
    ]
    expect(namesOf(pairWaiting(all, NOW))).toEqual([
      ['first', 'near'],
      ['far', 'late'],
    ])
  })

  test('nobody is in two pairs, and nobody waits beside somebody who fits', () => {
    const one = fc.record({ rating: fc.integer({ min: 0, max: 3_000 }), waitedMs: fc.integer({ min: 0, max: 70_000 }) })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), all => {
        const queue = all.map(({ rating, waitedMs }, index) => waiting(`${index}`, rating, waitedMs))
        const pairs = pairWaiting(queue, NOW)
        const paired = pairs.flat().map(({ userId }) => userId)
        expect(new Set(paired).size).toBe(paired.length)
        const fits = (a: Waiting, b: Waiting) =>
          Math.abs(a.rating - b.rating) <= Math.max(windowOf(a, NOW), windowOf(b, NOW))
        expect(pairs.every(([a, b]) => fits(a, b))).toBe(true)
        const left = queue.filter(({ userId }) => !paired.includes(userId))
        expect(left.flatMap(a => left.filter(b => a !== b && fits(a, b)))).toEqual([])
      }),
    )
  })
})

describe('ratings', () => {
  const skill = fc.record({
    mu: fc.double({ min: -20, max: 70, noNaN: true }),
    sigma: fc.double({ min: 0.5, max: 9, noNaN: true }),
  })

  test('a new player has 1500, and 400 points more are a chance of about ten to one', () => {
    expect(shownRating(newSkill)).toBe(1_500)
    const beta = 25 / 6
    const odds = Math.exp(400 / 30 / (Math.SQRT2 * beta))
    expect(odds).toBeGreaterThan(9)
    expect(odds).toBeLessThan(11)
  })

  test('a win never lowers a rating and a loss never raises one, and of two equals each wins what the other loses', () => {
    fc.assert(
      fc.property(skill, skill, (a, b) => {
        const [won, lost] = ratedDuel([a, b], 0)
        expect(shownRating(won)).toBeGreaterThanOrEqual(shownRating(a))
        expect(shownRating(lost)).toBeLessThanOrEqual(shownRating(b))
      }),
    )
    const [won, lost] = ratedDuel([newSkill, newSkill], 1).map(shownRating)
    expect((lost ?? 0) - 1_500).toBe(1_500 - (won ?? 0))
    expect(lost).toBeGreaterThan(1_500)
  })

  test('the order of the two players changes nothing', () => {
    const mirrored = (a: Skill, b: Skill, winner: 0 | 1 | null) =>
      ratedDuel([b, a], winner === null ? null : winner === 0 ? 1 : 0).toReversed()
    fc.assert(
      fc.property(skill, skill, fc.constantFrom(0, 1, null), (a, b, winner) => {
        const round = (of: Skill) => [of.mu.toFixed(6), of.sigma.toFixed(6)]
        expect(mirrored(a, b, winner).map(round)).toEqual(ratedDuel([a, b], winner).map(round))
      }),
    )
  })

  test('a draw of equals moves no rating', () => {
    expect(ratedDuel([newSkill, newSkill], null).map(shownRating)).toEqual([1_500, 1_500])
  })

  test('the puzzle of a duel is harder for better players, within the difficulties there are', () => {
    const ratings = [0, 1_200, 1_500, 1_649, 1_650, 2_400, 9_000]
    expect(ratings.map(rating => difficultyOf([rating, rating]))).toEqual([1, 1, 3, 3, 4, 9, 10])
  })
})

describe('a match', () => {
  const player = (userId: string) => ({ userId, ratingBefore: 1_500, ratingAfter: null, finishedAt: null })
  const match: Match = {
    id: 'm',
    position: '1',
    puzzleId: 'p',
    status: 'WAITING',
    startedAt: NOW,
    endsAt: new Date(NOW.getTime() + 1_000),
    finishedAt: null,
    winnerId: null,
    players: [player('a'), player('b')],
  }

  test('runs from its start on, whether or not that was noted', () => {
    expect(statusAt(match, ago(1))).toBe('WAITING')
    expect(statusAt(match, NOW)).toBe('RUNNING')
    expect(statusAt({ ...match, status: 'CANCELLED' }, NOW)).toBe('CANCELLED')
  })

  test('shows its puzzle to its players once it has started, to all once it is over, and to nobody once cancelled', () => {
    const seenBy = (of: Match, now: Date) => ['a', 'b', 'c', null].filter(userId => showsPuzzle(of, { userId, now }))
    expect(seenBy(match, ago(1))).toEqual([])
    expect(seenBy(match, NOW)).toEqual(['a', 'b'])
    expect(seenBy({ ...match, status: 'FINISHED', finishedAt: NOW }, NOW)).toEqual(['a', 'b', 'c', null])
    expect(seenBy({ ...match, status: 'CANCELLED', finishedAt: NOW }, NOW)).toEqual([])
  })
})
