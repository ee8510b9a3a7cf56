import { expect, test } from 'vitest'
import { endOfLastRecord, walPositionOf } from './wal-position.js'

test('positions compare as numbers, also beyond 32 bits', () => {
  expect(walPositionOf('0/9')).toBe(9n)
  expect(walPositionOf('1/0')).toBeGreaterThan(walPositionOf('0/FFFFFFFF'))
  expect(walPositionOf('16/b374d848')).toBe(0x16b374d848n)
  for (const text of ['', '12', '1/2/3', '1/G', 'FFFFFFFFF/0'])
    expect(() => walPositionOf(text)).toThrow(/16\/B374D848/)
})

test('a record that ends with its page ends before the header of the next one', () => {
  expect(endOfLastRecord(walPositionOf('0/3002018'))).toBe(walPositionOf('0/3002000'))
  expect(endOfLastRecord(walPositionOf('0/4000028'))).toBe(walPositionOf('0/4000000'))
  for (const text of ['0/3002000', '0/3002020', '0/3002028', '0/4000018' /* no record can end in that header */])
    expect(endOfLastRecord(walPositionOf(text))).toBeLessThanOrEqual(walPositionOf(text))
  expect(endOfLastRecord(walPositionOf('0/3002028'))).toBe(walPositionOf('0/3002028'))
})
