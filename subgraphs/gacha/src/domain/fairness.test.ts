import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commitmentOf, isClientSeed, wordsOf } from './fairness.js'
import { WORD_RANGE } from './words.js'

const serverSeed = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex')
const bits = (digest: Buffer, word: number) =>
  Number.parseInt(digest.toString('hex').slice(word * 12, word * 12 + 12), 16)

describe('fairness', () => {
  it('commits to a seed by its SHA-256', () => {
    expect(commitmentOf(serverSeed)).toBe(createHash('sha256').update(serverSeed).digest('hex'))
    expect(commitmentOf(serverSeed)).toBe('630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd')
  })

  it('reads five words of 48 bits from HMAC-SHA256(serverSeed, clientSeed:nonce:index)', () => {
    const words = wordsOf({ serverSeed, clientSeed: 'lucky-7', nonce: 3, index: 9 })
    const digest = createHmac('sha256', serverSeed).update('lucky-7:3:9').digest()
    expect([words(), words(), words(), words(), words()]).toEqual([0, 1, 2, 3, 4].map(word => bits(digest, word)))
  })

  it('goes on with a numbered digest when five words did not suffice', () => {
    const words = wordsOf({ serverSeed, clientSeed: 'a', nonce: 0, index: 0 })
    const twelve = Array.from({ length: 12 }, () => words())
    const digests = ['a:0:0', 'a:0:0:1', 'a:0:0:2'].map(message =>
      createHmac('sha256', serverSeed).update(message).digest(),
    )
    const expected = digests.flatMap(digest => [0, 1, 2, 3, 4].map(word => bits(digest, word)))
    expect(twelve).toEqual(expected.slice(0, 12))
  })

  it('gives other words to another nonce, index, client seed or server seed', () => {
    const base = { serverSeed, clientSeed: 'a', nonce: 1, index: 1 }
    const first = [
      base,
      { ...base, nonce: 2 },
      { ...base, index: 2 },
      { ...base, clientSeed: 'b' },
      { ...base, serverSeed: Buffer.alloc(32) },
    ]
    expect(new Set(first.map(seed => wordsOf(seed)())).size).toBe(first.length)
  })

  it('makes words within their range for any seeds', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.nat(),
        fc.nat({ max: 9 }),
        (seed, nonce, index) => {
          const word = wordsOf({ serverSeed: seed, clientSeed: 'c', nonce, index })()
          expect(Number.isInteger(word) && word >= 0 && word < WORD_RANGE).toBe(true)
        },
      ),
    )
  })

  it('takes as client seed what cannot be mistaken in the message', () => {
    expect(['a', 'A-b_9', 'x'.repeat(64)].every(isClientSeed)).toBe(true)
    expect(['', 'a:1', 'ä', 'a b', 'x'.repeat(65), 'a\n'].some(isClientSeed)).toBe(false)
  })
})
