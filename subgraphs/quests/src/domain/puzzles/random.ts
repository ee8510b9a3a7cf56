import { createHash } from 'node:crypto'

/** A stream of uniform whole numbers that follows from its seed alone. */
export interface Random {
  /** A uniform whole number in [0, range), without modulo bias; `range` is at most 2³². */
  below(range: number): number
  /** A uniform whole number from `min` to `max`, both included. */
  between(min: number, max: number): number
  pick<Value>(values: readonly [Value, ...Value[]]): Value
}

const WORD_BYTES = 4
const WORD_RANGE = 2 ** 32

/**
 * SHA-256 of the seed and a counter, read as words of 32 bits. Puzzles show a part of the stream, and a
 * generator with a short state could be continued from it: here the rest, which is the answer, stays as
 * unknown as the seed.
 */
export function createRandom(seed: string): Random {
  let counter = 0
  let block = Buffer.alloc(0)
  let place = 0
  const word = (): number => {
    if (place === block.length) {
      block = createHash('sha256').update(`${seed}\n${counter++}`).digest()
      place = 0
    }
    const value = block.readUInt32BE(place)
    place += WORD_BYTES
    return value
  }
  const below = (range: number): number => {
    const limit = WORD_RANGE - (WORD_RANGE % range)
    let value = word()
    while (value >= limit) value = word()
    return value % range
  }
  return {
    below,
    between: (min, max) => min + below(max - min + 1),
    pick: values => values[below(values.length)] ?? values[0],
  }
}
