import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencyPacks } from './currency-pack.js'
import { dueOf, movementOf, returnedPaid } from './reversal.js'

test('a full refund is due in full, half of the money is due as half of the currency, rounded down', () => {
  for (const pack of currencyPacks) {
    expect(dueOf(pack, pack.priceCents)).toBe(pack.amount)
    expect(dueOf(pack, pack.priceCents * 2)).toBe(pack.amount)
    expect(dueOf(pack, 0)).toBe(0)
  }
  expect(dueOf({ amount: 80, priceCents: 99 }, 50)).toBe(40)
  expect(dueOf({ amount: 500, priceCents: 499 }, 1)).toBe(1)
})

const amount = fc.integer({ min: 0, max: 1_000_000 })

test('a wallet gives what it has of what is owed and never more, and gets back what was taken too much', () => {
  fc.assert(
    fc.property(amount, amount, amount, (due, recovered, balance) => {
      const moved = movementOf({ due, recovered }, balance)
      expect(balance - moved).toBeGreaterThanOrEqual(0)
      expect(recovered + moved).toBeLessThanOrEqual(Math.max(due, recovered))
      expect(recovered + moved === due || moved === balance).toBe(true)
    }),
  )
})

test('gives back free currency before paid currency, which it took first, and all of both in the end', () => {
  expect(returnedPaid(30, 50)).toBe(0)
  expect(returnedPaid(60, 50)).toBe(10)
  expect(returnedPaid(40, 0)).toBe(40)
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(1_000), fc.nat(2_000), (free, paid, first) => {
      const part = Math.min(first, free + paid)
      const once = returnedPaid(part, free)
      const then = returnedPaid(free + paid - part, free - (part - once))
      return once + then === paid
    }),
  )
})
