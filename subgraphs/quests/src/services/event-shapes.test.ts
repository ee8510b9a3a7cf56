import { describe, expect, it } from 'vitest'
import { filterProblems, matchesFilter } from '../domain/objective-filter.js'
import { eventShapes } from './event-shapes.js'

const problemsOf = (type: string, filter: unknown) => {
  const shape = eventShapes.get(type)
  if (shape === undefined) throw new Error(`${type} has no shape`)
  return filterProblems(filter, shape).map(({ path, message }) => `${path}: ${message}`)
}

describe('a filter', () => {
  it('may compare every scalar field of the event, by value, list or range', () => {
    expect(problemsOf('user.signed_in', { first: true })).toEqual([])
    expect(
      problemsOf('purchase.completed', { currency: { $in: ['GOLD', 'DIAMOND'] }, amount: { $gte: 1, $lte: 9 } }),
    ).toEqual([])
    expect(problemsOf('character.leveled_up', { level: { $gte: 10 } })).toEqual([])
  })

  it('is refused for fields that do not exist, that are lists, or that name the user', () => {
    const expected = "must have fields of the event's data only: pullId, bannerId, currency, cost"
    expect(problemsOf('pull.drawn', { items: 1, userId: 'x', nothing: 1 })).toEqual([`: ${expected}`])
  })

  it('is refused for values that the field can never have, and for ranges of what has no order', () => {
    expect(problemsOf('purchase.completed', { currency: 'GEMS', amount: { $in: ['much'] } })).toEqual([
      '.currency: must be one of GOLD, DIAMOND',
      ".amount.$in[0]: must be a number of the event's data",
    ])
    expect(problemsOf('purchase.completed', { currency: { $gte: 1 }, amount: { $gte: 5, $lte: 2 } })).toEqual([
      '.currency: must not be a range: the field is not a number, use a value or {"$in": [values]}',
      '.amount: must not have $gte above $lte: nothing could match',
    ])
  })

  it('is refused when it is no object, is empty, or has operators that do not exist', () => {
    for (const filter of ['first', 5, [], {}]) expect(problemsOf('user.signed_in', filter)).toHaveLength(1)
    expect(problemsOf('user.signed_in', { first: { $ne: true } })).toEqual([
      '.first: must be a value, {"$in": [values]}, or {"$gte": number, "$lte": number}',
    ])
    expect(problemsOf('purchase.completed', { amount: { $in: [] }, packId: null })).toHaveLength(2)
    expect(problemsOf('purchase.completed', { amount: { $gte: '1' } })).toEqual(['.amount.$gte: must be a number'])
  })

  it('is refused for names that every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      expect(problemsOf('user.signed_in', JSON.parse(`{"${name}": 1}`))).toHaveLength(1)
  })

  it('matches when all of its fields do', () => {
    const filter = { currency: { $in: ['GOLD'] }, amount: { $gte: 10, $lte: 20 } }
    const matches = (currency: string, amount: number) => matchesFilter(filter, { currency, amount })
    expect([matches('GOLD', 10), matches('GOLD', 20), matches('GOLD', 21), matches('DIAMOND', 15)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(matchesFilter(filter, {})).toBe(false)
    expect(matchesFilter(null, {})).toBe(true)
  })

  it('cannot count granted rewards', () => {
    expect(eventShapes.has('quest.reward_granted')).toBe(false)
    expect(eventShapes.has('quest.completed')).toBe(true)
  })
})
