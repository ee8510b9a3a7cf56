import { expect, test } from 'vitest'
import { findAppearanceProblem } from './appearance.js'

const fine = { hairStyle: 29, hairColor: 15, clothColor: 15 }

test('every number of a range is fine', () => {
  expect(findAppearanceProblem(fine)).toBeNull()
  expect(findAppearanceProblem({ hairStyle: 0, hairColor: 0, clothColor: 0 })).toBeNull()
})

test('the first part outside its range is named, with what was expected and what came', () => {
  expect(findAppearanceProblem({ ...fine, hairStyle: 30 })).toEqual({
    field: 'appearance.hairStyle',
    message: 'appearance.hairStyle must be a whole number from 0 to 29',
    rule: 'RANGE',
    min: 0,
    max: 29,
  })
  expect(findAppearanceProblem({ ...fine, hairColor: -1 })?.field).toBe('appearance.hairColor')
  expect(findAppearanceProblem({ ...fine, clothColor: 16 })?.field).toBe('appearance.clothColor')
  expect(findAppearanceProblem({ ...fine, clothColor: 1.5 })?.field).toBe('appearance.clothColor')
})
