/** The simulation's only source of chance. Its four words are part of every snapshot. */
export interface Random {
  readonly words: Int32Array
  /** A whole number from 0 to `below` − 1, each equally likely. */
  below(below: number): number
}

/** xoshiro128** 1.1 by Blackman and Vigna (https://prng.di.unimi.it/xoshiro128starstar.c), in 32-bit integers. */
export function createRandom(words: Int32Array): Random {
  const rotated = (value: number, by: number) => (value << by) | (value >>> (32 - by))
  const next = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = words
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0
    const mixedC = c ^ a
    const mixedD = d ^ b
    words[0] = a ^ mixedD
    words[1] = b ^ mixedC
    words[2] = mixedC ^ (b << 9)
    words[3] = rotated(mixedD, 11)
    return result
  }
  return {
    words,
    below: below => {
      // Numbers of the last, incomplete round would make the lower results likelier: they are drawn again.
      const limit = WORDS - (WORDS % below)
      for (;;) {
        const drawn = next()
        if (drawn < limit) return drawn % below
      }
    },
  }
}

const WORDS = 2 ** 32

/**
 * The four words of a seed by SplitMix32, as xoshiro's authors advise: seeds that are alike give generators
 * that are not.
 */
export function wordsOfSeed(seed: number): Int32Array {
  let state = seed | 0
  return Int32Array.from({ length: 4 }, () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  })
}
