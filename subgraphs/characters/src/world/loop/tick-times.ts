import { TICK_MS, TICKS_PER_SECOND } from '../tick.js'

/** How the loop is doing, over the last minute. */
export interface TickStatus {
  readonly tickP50Ms: number
  readonly tickP99Ms: number
  /** Ticks that took longer than TICK_MS. */
  readonly overruns: number
}

const TICKS = 60 * TICKS_PER_SECOND

/** Remembers how long each tick of the last minute took. */
export function createTickTimes() {
  const times = new Float64Array(TICKS)
  let noted = 0
  return {
    note: (durationMs: number): void => {
      times[noted % TICKS] = durationMs
      noted++
    },
    status: (): TickStatus => {
      const sorted = times.subarray(0, Math.min(noted, TICKS)).toSorted()
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
      return {
        tickP50Ms: at(0.5),
        tickP99Ms: at(0.99),
        overruns: sorted.reduce((count, ms) => (ms > TICK_MS ? count + 1 : count), 0),
      }
    },
  }
}
