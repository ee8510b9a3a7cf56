import { expect, test } from 'vitest'
import { isIdempotencyKey, isSameIntent } from './purchase.js'

test.each(['a', '0b3c1b0e-7d43-4a4b-9df5-0c8f3a1f5a11', 'cart:7.retry_2', 'x'.repeat(128)])('%s is a key', key => {
  expect(isIdempotencyKey(key)).toBe(true)
})

test.each(['', 'x'.repeat(129), 'two words', 'new\nline', 'key\n', '"', 'clé', '\u0000'])('%j is no key', key => {
  expect(isIdempotencyKey(key)).toBe(false)
})

test('an intent is the same pack paid the same way', () => {
  const purchase = { packId: 'diamonds-500', paymentMethod: 'pm_ok' }
  expect(isSameIntent(purchase, { ...purchase })).toBe(true)
  expect(isSameIntent(purchase, { ...purchase, packId: 'diamonds-80' })).toBe(false)
  expect(isSameIntent(purchase, { ...purchase, paymentMethod: 'pm_slow' })).toBe(false)
})
