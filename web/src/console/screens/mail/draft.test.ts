import { expect, test } from 'vitest'
import { attachmentsOf, recipientsOf } from './draft.js'

test('ids are taken by spaces, commas and lines, and everyone needs none', () => {
  expect(recipientsOf({ everyone: false, userIds: ' a,b\n c  ' })).toEqual({ userIds: ['a', 'b', 'c'] })
  expect(recipientsOf({ everyone: true, userIds: 'a' })).toEqual({ everyone: true })
})

test('what is left empty is not attached', () => {
  const empty = { gold: '', diamonds: ' ', itemId: '', quantity: '3' }
  expect(attachmentsOf(empty)).toEqual([])
  expect(attachmentsOf({ gold: '5', diamonds: '6', itemId: ' i ', quantity: '' })).toEqual([
    { currency: 'GOLD', amount: 5 },
    { currency: 'DIAMOND', amount: 6 },
    { itemId: 'i', quantity: 1 },
  ])
})
