import { expect, it } from 'vitest'
import { formOf } from './definition-form.js'

it('tells the two forms of a definition apart by their keys', () => {
  expect(formOf({ name: 'A', rarities: {} }).form).toBe('rarities')
  expect(formOf({ name: 'A', tiers: [] }).form).toBe('model')
  expect(formOf({ name: 'A', orders: 1 }).form).toBe('model')
})

it('takes anything else for rarities, whose check names what is missing', () => {
  for (const input of [null, undefined, 'First Light', 1, [], {}, { name: 'A' }])
    expect(formOf(input).form).toBe('rarities')
})

it('refuses a definition with keys of both, naming those of rarities', () => {
  const message = 'must be left out beside tiers: a definition has either rarities or a model'
  expect(formOf({ tiers: [], rarities: {}, pullCost: 1 })).toEqual({
    form: null,
    problems: [
      { path: 'rarities', message, names: ['tiers'] },
      { path: 'pullCost', message, names: ['tiers'] },
    ],
  })
})
