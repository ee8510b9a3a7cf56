import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { keptNumber } from '../exact-numbers/exact-number.js'
import { compileRepresentation } from './representations.js'

const schema = buildSchema('scalar Long type Coin { id: ID! serial: Long! } type Query { coin: Coin }')
const represent = compileRepresentation(schema, [
  {
    kind: 'InlineFragment',
    typeCondition: 'Coin',
    selections: ['__typename', 'id', 'serial'].map(name => ({ kind: 'Field', name })),
  },
])

it('has the digits of a number that JavaScript does not hold as text', () => {
  const coin = { __typename: 'Coin', id: 5, serial: keptNumber('9007199254740993') }
  expect(represent(coin)).toEqual({ __typename: 'Coin', id: 5, serial: '9007199254740993' })
})

it('is none for an ID that JavaScript may have changed: it would be that of another entity', () => {
  expect(represent({ __typename: 'Coin', id: 2 ** 53, serial: 1 })).toEqual({})
  expect(represent({ __typename: 'Coin', id: 2 ** 53 - 1, serial: 1 })).not.toEqual({})
})

const chest = buildSchema(
  'type Query { chest: Chest } type Chest { place: Place lots: [Place] } type Place { x: Int y: Int }',
)
const placed = [{ name: 'x' }, { name: 'y' }].map(field => ({ kind: 'Field' as const, ...field }))
const representChest = compileRepresentation(chest, [
  {
    kind: 'InlineFragment',
    typeCondition: 'Chest',
    selections: [
      { kind: 'Field', name: '__typename' },
      { kind: 'Field', name: 'place', selections: placed },
      { kind: 'Field', name: 'lots', selections: placed },
    ],
  },
])

it('is none where a field below a required one is missing, also in a list', () => {
  const whole = { __typename: 'Chest', place: { x: 1, y: 2 }, lots: [{ x: 3, y: null }, null] }
  expect(representChest(whole)).toEqual(whole)
  expect(representChest({ ...whole, place: { x: 1 } })).toEqual({})
  expect(representChest({ ...whole, lots: [{ x: 3, y: 4 }, { x: 5 }] })).toEqual({})
  expect(representChest({ ...whole, place: null })).toEqual({ ...whole, place: null })
})
