import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadTexts } from '../../../texts/texts.js'
import { agreedTo, choicesOf, keyOf, onceMore } from './orders.js'
import { partsText } from './parts-text.js'

const odds = { hash: 'a'.repeat(64) }
const price = (next: number, currency: 'DIAMOND' | 'GOLD' | null = 'DIAMOND') => ({ currency, next })
const inTickets = (held: number, next = 1) => ({ ticket: { id: 'pass', name: 'Pass' }, held, next })
const stepBanner = (next: number) => ({ odds, orders: [{ name: 'step', draws: 3, prices: [price(next)] }] })

beforeAll(() => loadTexts())

describe('the choices of a banner', () => {
  it('have the price that the next order pays, by the name of the order', () => {
    expect(choicesOf(stepBanner(200))).toEqual([
      {
        name: 'step',
        count: 3,
        price: { kind: 'currency', currency: 'DIAMOND', amount: 200, parts: [null] },
        expectedCost: 200,
        expectedTickets: null,
        oddsHash: odds.hash,
        isAmbiguous: false,
        limit: null,
      },
    ])
  })

  it('are one for each price, in currencies and in tickets, and tell orders of as many draws apart', () => {
    const orders = [
      { name: 'single', draws: 1, prices: [price(500, 'GOLD'), price(100), inTickets(3)] },
      { name: 'daily', draws: 1, prices: [price(0)] },
      { name: 'ten', draws: 10, prices: [price(1_000)] },
    ]
    const told = choicesOf({ odds, orders }).map(choice => [
      choice.name,
      choice.price.kind === 'currency' ? choice.price.currency : `${choice.price.held} ${choice.price.item.name}`,
      choice.expectedCost ?? choice.expectedTickets,
      choice.isAmbiguous,
    ])
    expect(told).toEqual([
      ['single', 'GOLD', 500, true],
      ['single', 'DIAMOND', 100, true],
      ['single', '3 Pass', 1, true],
      ['daily', 'DIAMOND', 0, true],
      ['ten', 'DIAMOND', 1_000, false],
    ])
  })
})

describe('prices in parts of the balance', () => {
  const inPart = (kind: 'FREE' | 'PAID' | null, next = 160, currency: 'DIAMOND' | 'GOLD' = 'DIAMOND') => ({
    currency,
    kind,
    next,
  })
  const shownOf = (prices: readonly ReturnType<typeof inPart>[]) =>
    choicesOf({ odds, orders: [{ name: 'single', draws: 1, prices }] }).map(choice => [
      keyOf(choice),
      choice.expectedCost,
      choice.price.kind === 'currency' ? partsText(choice.price.parts, i18next.t) : '',
    ])

  it('say which part pays alone', () => {
    expect(shownOf([inPart('PAID')])).toEqual([['single:DIAMOND:160', 160, '(bought only)']])
    expect(shownOf([inPart('FREE')])).toEqual([['single:DIAMOND:160', 160, '(free only)']])
    expect(shownOf([inPart(null)])).toEqual([['single:DIAMOND:160', 160, '']])
  })

  it('are one choice where currency and amount are the same, and say the order of the parts', () => {
    expect(shownOf([inPart('FREE'), inPart(null, 100, 'GOLD'), inPart('PAID'), inPart(null)])).toEqual([
      ['single:DIAMOND:160', 160, '(free, then bought, then both together)'],
      ['single:GOLD:100', 100, ''],
    ])
    expect(shownOf([inPart('PAID'), inPart('FREE', 200)]).map(([key]) => key)).toEqual([
      'single:DIAMOND:160',
      'single:DIAMOND:200',
    ])
  })
})

it('an order with a limit has what is left of it, where the server has told it', () => {
  const orders = [
    { name: 'daily', draws: 1, prices: [price(0)], limit: { left: 0, nextAt: '2026-11-22T00:00:00.000Z' } },
    { name: 'pack', draws: 5, prices: [price(300)], limit: { left: 2, nextAt: null } },
    { name: 'unknown', draws: 3, prices: [price(300)], limit: { left: null, nextAt: null } },
  ]
  expect(choicesOf({ odds, orders }).map(({ name, limit }) => [name, limit])).toEqual([
    ['daily', { left: 0, nextAt: '2026-11-22T00:00:00.000Z' }],
    ['pack', { left: 2, nextAt: null }],
    ['unknown', null],
  ])
})

/** Answers as the server does where an order has moved on to the step of this price. */
const refusalOf = (
  order: { expectedCost: number | null; oddsHash: string },
  now: { cost: number; oddsHash: string },
) => (order.expectedCost === now.cost && order.oddsHash === now.oddsHash ? null : now)

it('a player who agrees to the price of a refusal orders at that price, step after step', () => {
  const [shown] = choicesOf(stepBanner(100))
  if (shown === undefined) throw new Error('The banner has an order')
  let order: Parameters<typeof agreedTo>[0] = shown
  for (const now of [
    { cost: 200, oddsHash: odds.hash },
    { cost: 300, oddsHash: 'b'.repeat(64) },
  ]) {
    const refusal = refusalOf(order, now)
    expect(refusal).toEqual(now)
    order = agreedTo(order, refusal ?? now)
    expect(refusalOf(order, now)).toBeNull()
    expect(order).toMatchObject({ name: 'step', count: 3 })
  }
})

it('an order once more is at the price that it has now, in the currency that was paid', () => {
  const [first] = choicesOf(stepBanner(100))
  if (first === undefined) throw new Error('The banner has an order')
  expect(onceMore(stepBanner(200), first, 'DIAMOND')).toMatchObject({ name: 'step', expectedCost: 200 })
  expect(onceMore({ odds, orders: [] }, first, 'DIAMOND')).toBe(first)
})

it('an order in tickets stays one, at as many as a refusal tells, and becomes one in a currency where it tells none', () => {
  const banner = (amount: number) => ({
    odds,
    orders: [{ name: 'one', draws: 1, prices: [inTickets(9, amount), price(100)] }],
  })
  const [order] = choicesOf(banner(1))
  if (order === undefined) throw new Error('The banner has an order')
  expect(onceMore(banner(2), order, 'DIAMOND')).toMatchObject({ expectedCost: null, expectedTickets: 2 })
  const told = { cost: 100, oddsHash: 'b'.repeat(64) }
  expect(agreedTo(order, { ...told, tickets: { amount: 2 } })).toMatchObject({ expectedCost: null, expectedTickets: 2 })
  expect(agreedTo(order, told)).toMatchObject({ expectedCost: 100, expectedTickets: null })
})
