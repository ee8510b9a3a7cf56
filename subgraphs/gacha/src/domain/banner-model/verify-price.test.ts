import { expect, it } from 'vitest'
import { givenModel } from '../../../test/banner-model/short-form.js'
import type { Paid } from '../verification.js'
import type { Order } from './definition.js'
import { verifyPrice } from './verify-price.js'

const TICKET = 'b2d5b7a0-0000-4000-8000-000000000001'
const OTHER_TICKET = 'b2d5b7a0-0000-4000-8000-000000000002'
const definition = givenModel('genshin-character-5.0')
const orderWith = (change: Partial<Order>): Order => ({ name: 'order', draws: 1, moves: true, prices: [], ...change })
const ticketsOrDiamonds = orderWith({
  prices: [
    { unit: { ticket: TICKET }, amount: 2 },
    { unit: 'DIAMOND', amount: 160 },
  ],
})
const tickets = (amount: number, id = TICKET) => ({ item: { id }, amount })

function isRight(order: Order, paid: Paid): boolean {
  const [found] = verifyPrice({ definition, order, counters: {} }, paid)
  if (found === undefined) throw new Error('Nothing was checked')
  return found.matches
}

it.each<[right: boolean, paid: Paid]>([
  [true, { cost: 160, currency: 'DIAMOND', tickets: null }],
  [true, { cost: 0, currency: 'DIAMOND', tickets: tickets(2) }],
  [false, { cost: 99_999, currency: 'DIAMOND', tickets: null }],
  [false, { cost: 160, currency: 'GOLD', tickets: null }],
  [false, { cost: 0, currency: 'DIAMOND', tickets: null }],
  [false, { cost: 0, currency: 'DIAMOND', tickets: tickets(1) }],
  [false, { cost: 0, currency: 'DIAMOND', tickets: tickets(2, OTHER_TICKET) }],
  [false, { cost: 160, currency: 'DIAMOND', tickets: tickets(2) }],
])('of an order in tickets or diamonds is %s for %j', (right, paid) => {
  expect(isRight(ticketsOrDiamonds, paid)).toBe(right)
})

it('accepts a cost of 0 without a word of tickets, as in answers that were kept, for a price in tickets alone', () => {
  expect(isRight(ticketsOrDiamonds, { cost: 0, currency: 'DIAMOND' })).toBe(true)
  expect(isRight(ticketsOrDiamonds, { cost: 99_999, currency: 'DIAMOND' })).toBe(false)
  const diamonds = orderWith({ prices: [{ unit: 'DIAMOND', amount: 160 }] })
  expect(isRight(diamonds, { cost: 0, currency: 'DIAMOND' })).toBe(false)
  expect(verifyPrice({ definition, order: diamonds, counters: {} }, {})).toEqual([])
})

it('of an order that a milestone gives is 0 without tickets', () => {
  const given = orderWith({ from: 'thirty' })
  expect(isRight(given, { cost: 0, currency: 'DIAMOND', tickets: null })).toBe(true)
  expect(isRight(given, { cost: 1, currency: 'DIAMOND', tickets: null })).toBe(false)
  expect(isRight(given, { cost: 0, currency: 'DIAMOND', tickets: tickets(1) })).toBe(false)
})

it('matches nothing where the definition sells the order at no price', () => {
  expect(isRight(orderWith({}), { cost: 0, currency: 'DIAMOND', tickets: null })).toBe(false)
})
