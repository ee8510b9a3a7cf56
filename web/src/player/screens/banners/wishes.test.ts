import { expect, it } from 'vitest'
import { canBeMade, lostByList, toggled } from './wishes.js'

const wishes = { min: 2, max: 3, resets: ['misses'] }

it('puts an item on the list, takes it off, and has no place for one more on a full list', () => {
  expect(toggled(wishes, ['sword'], 'bow')).toEqual(['sword', 'bow'])
  expect(toggled(wishes, ['sword', 'bow'], 'sword')).toEqual(['bow'])
  expect(toggled(wishes, ['sword', 'bow', 'axe'], 'staff')).toBeNull()
  expect(toggled(wishes, ['sword', 'bow', 'axe'], 'axe')).toEqual(['sword', 'bow'])
})

it('makes a list that is long enough and another one than before, in whatever order', () => {
  expect(canBeMade(wishes, [], ['sword'])).toBe(false)
  expect(canBeMade(wishes, [], ['sword', 'bow'])).toBe(true)
  expect(canBeMade(wishes, ['bow', 'sword'], ['sword', 'bow'])).toBe(false)
  expect(canBeMade(wishes, ['bow', 'sword'], ['sword', 'axe'])).toBe(true)
  expect(canBeMade(wishes, ['bow', 'sword'], ['sword', 'bow', 'axe'])).toBe(true)
})

it('tells of the counters that another list sets back; the first one sets back none', () => {
  expect(lostByList(wishes, [])).toEqual([])
  expect(lostByList(wishes, ['bow', 'sword'])).toEqual(['misses'])
})
