import { expect, it } from 'vitest'
import { quadraticForm } from './quadratic-form.js'

it('is the squared distance by the inverse of the covariance', () => {
  // S⁻¹ = [[3, −1], [−1, 2]] / 5.
  const covariance = [
    [2, 1],
    [1, 3],
  ]
  expect(quadraticForm(covariance, [1, 2]).value).toBeCloseTo((3 - 4 + 8) / 5, 12)
  expect(quadraticForm(covariance, [1, 2]).rank).toBe(2)
})

it('leaves out what follows from the rows before, and is infinite where it does not follow', () => {
  const covariance = [
    [1, -1, 0],
    [-1, 1, 0],
    [0, 0, 0],
  ]
  expect(quadraticForm(covariance, [2, -2, 0])).toEqual({ value: 4, rank: 1 })
  expect(quadraticForm(covariance, [2, -1, 0]).value).toBe(Number.POSITIVE_INFINITY)
  expect(quadraticForm(covariance, [2, -2, 1]).value).toBe(Number.POSITIVE_INFINITY)
})
