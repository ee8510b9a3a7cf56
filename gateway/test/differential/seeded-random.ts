/** Choices that a seed repeats exactly. */
export interface Random {
  /** Returns true with this probability. */
  chance(probability: number): boolean
  /** A whole number from 0 to below `end`. */
  below(end: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
  pick<T>(choices: readonly T[]): T
  /** A copy in any order. */
  shuffled<T>(items: readonly T[]): T[]
}

/** A 32-bit hash (FNV-1a) of parts, for seeds that depend on where something is asked. */
export function hash(...parts: readonly (string | number)[]): number {
  let value = 0x811c9dc5
  for (const part of parts) {
    const text = `${part}\n`
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}

/** mulberry32: small, fast, and good enough to choose test cases. */
export function randomFrom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    chance: probability => next() < probability,
    below,
    pick: <T>(choices: readonly T[]): T => {
      if (choices.length === 0) throw new Error('There is nothing to choose from')
      return choices[below(choices.length)] as T
    },
    shuffled: items => {
      const rest = [...items]
      return items.flatMap(() => rest.splice(below(rest.length), 1))
    },
  }
}
