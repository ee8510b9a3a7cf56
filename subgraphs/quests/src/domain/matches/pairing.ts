/** A user who waits for an opponent. */
export interface Waiting {
  readonly userId: string
  readonly rating: number
  readonly waitingSince: Date
}

const WINDOW_MIN = 100
const WINDOW_GROWTH_PER_SECOND = 20
/** After this time any opponent will do. */
const UNLIMITED_AFTER_MS = 60_000

/** How far an opponent's rating may be from one's own, by the time of waiting. */
export function windowOf({ waitingSince }: Pick<Waiting, 'waitingSince'>, now: Date): number {
  const waitedMs = Math.max(now.getTime() - waitingSince.getTime(), 0)
  if (waitedMs >= UNLIMITED_AFTER_MS) return Infinity
  return WINDOW_MIN + (WINDOW_GROWTH_PER_SECOND * waitedMs) / 1_000
}

/**
 * Pairs those who wait, the one who has waited longest first, each with the nearest rating that is left
 * within the wider window of the two: who comes just now need not wait for an opponent who has waited long
 * enough.
 */
export function pairWaiting<One extends Waiting>(waiting: readonly One[], now: Date): readonly (readonly [One, One])[] {
  const left = waiting.toSorted((a, b) => a.waitingSince.getTime() - b.waitingSince.getTime() || order(a, b))
  const pairs: (readonly [One, One])[] = []
  for (let first = left.shift(); first !== undefined; first = left.shift()) {
    const { rating } = first
    const window = windowOf(first, now)
    let best: One | undefined
    for (const other of left) {
      const distance = Math.abs(other.rating - rating)
      if (distance > Math.max(window, windowOf(other, now))) continue
      if (best === undefined || distance < Math.abs(best.rating - rating)) best = other
    }
    if (best === undefined) continue
    left.splice(left.indexOf(best), 1)
    pairs.push([first, best])
  }
  return pairs
}

const order = (a: Waiting, b: Waiting): number => (a.userId < b.userId ? -1 : 1)
