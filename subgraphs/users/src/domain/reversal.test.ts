import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencyPacks } from './currency-pack.js'
import { dueOf, movementOf } from './reversal.js'

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
