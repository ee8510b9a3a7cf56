import { expect, it } from 'vitest'
import { choiceTextOf, lostByChoice } from './choice.js'

const free = { change: 'FREE', resets: ['misses'] }

it('tells of the counters that another choice sets back', () => {
  expect([choiceTextOf(free, 'sword'), lostByChoice(free, 'sword')]).toEqual(['resets', ['misses']])
})

it('tells of none where a choice sets none back: the first one, one without resets, and one that stays', () => {
  expect([choiceTextOf(free, null), lostByChoice(free, null)]).toEqual(['none', []])
  const without = { ...free, resets: [] }
  expect([choiceTextOf(without, 'sword'), lostByChoice(without, 'sword')]).toEqual(['free', []])
  const fixed = { ...free, change: 'NEVER' }
  expect([choiceTextOf(fixed, 'sword'), lostByChoice(fixed, 'sword')]).toEqual(['fixed', []])
})
