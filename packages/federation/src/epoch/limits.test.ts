import { expect, test } from 'vitest'
import { limitsOf } from './limits.js'

test('a limit that is left out, or undefined, has its default', () => {
  expect(limitsOf({ errors: undefined, operations: 5 })).toEqual({ errors: 1_000, operations: 5, comparedPlans: 300 })
})

test('a misspelt limit is refused by its name', () => {
  const misspelt = { error: 5 }
  expect(() => limitsOf(misspelt as object)).toThrow('There is no limit "error": expected errors, operations')
})

test.each([0, 1.5, Number.NaN, 1e12])('%s is no limit', operations => {
  expect(() => limitsOf({ operations })).toThrow(`limits.operations must be a whole number from 1 to 1000000, not`)
})
