/** A stream of independent uniform integers in [0, 2⁴⁸): the only form in which a draw sees randomness. */
export type Words = () => number

/** Exclusive upper bound of a word. */
export const WORD_RANGE = 2 ** 48

/**
 * A uniform integer in [0, range), without modulo bias: words at or above the largest multiple of `range` are
 * thrown away and the next one is taken, so each result has equally many words. Below one word in 10⁶ is
 * thrown away for range ≤ 2²⁸.
 */
export function uniform(words: Words, range: number): number {
  const limit = WORD_RANGE - (WORD_RANGE % range)
  let word = words()
  while (word >= limit) word = words()
  return word % range
}
