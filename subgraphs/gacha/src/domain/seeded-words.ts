import { WORD_RANGE, type Words } from './words.js'

const UINT32_RANGE = 2 ** 32
const HIGH_BITS = WORD_RANGE / UINT32_RANGE

/**
 * A seeded stream of words for simulations and tests, never for players: xoshiro128** (Blackman and Vigna
 * 2018), its state filled by splitmix32 from the seed. A word is 16 bits of one output and 32 bits of the
 * next.
 */
export function seededWords(seed: number): Words {
  let [a, b, c, d] = splitmix32(seed)
  const next = (): number => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotl(d, 11)
    return result
  }
  return () => (next() % HIGH_BITS) * UINT32_RANGE + next()
}

const rotl = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

function splitmix32(seed: number): [number, number, number, number] {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
  return [next(), next(), next(), next()]
}
