import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { keptNumber } from '../../exact-numbers/exact-number.js'
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
