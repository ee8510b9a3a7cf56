import { expect, test } from 'vitest'
import { readWrittenBatch } from './written-batch.js'

const integer = (value: number) => Buffer.from([0, 0, value >> 8, value & 255])
/** Two results that share the middle part, as the documentation of WrittenBatch draws them. */
const message = Buffer.concat([
  ...[4, 2, 2, 3, 1, 2].map(integer),
  Buffer.from([1, 0x61, 3]),
  ...[0, 1, 2].map(integer),
  Buffer.from([2, 0x62, 0x63, 3]),
  ...[3, 1, 2].map(integer),
  Buffer.from('[1,2,]{ '),
])

test('results are put together from their parts, shared ones included', () => {
  expect(readWrittenBatch(message).map(({ id, json }) => [id, json.toString()])).toEqual([
    ['a', '[1,2,]'],
    ['bc', '{ ,2,]'],
  ])
})

test('a message that is cut off or too long is none', () => {
  for (let length = 0; length < message.length; length++)
    expect(() => readWrittenBatch(message.subarray(0, length)), `${length} bytes`).toThrow(RangeError)
  expect(() => readWrittenBatch(Buffer.concat([message, Buffer.from(' ')]))).toThrow(RangeError)
  const wrong = Buffer.from(message)
  // The index of the last part.
  wrong.writeUInt32BE(9, message.length - 12)
  expect(() => readWrittenBatch(wrong)).toThrow('not among the 4')
})
