/** One moment of a series: seconds since 1970, and a value; null where there is none. */
export interface Point {
  readonly at: number
  readonly value: number | null
}

const MINUTE = 60

/**
 * The growth, per minute, of a count that only grows. A count that is smaller than before belongs to a process that
 * began anew: there is no rate for that step.
 * @param counts in the order of time
 */
export function perMinute(counts: readonly { readonly at: number; readonly count: number }[]): Point[] {
  return counts.slice(1).map(({ at, count }, before) => {
    const previous = counts[before]
    const seconds = previous === undefined ? 0 : at - previous.at
    const grown = previous === undefined ? -1 : count - previous.count
    return { at, value: seconds > 0 && grown >= 0 ? (grown / seconds) * MINUTE : null }
  })
}

/** All values of a group of counts together. */
export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)
