import { TICK_MS } from '../tick.js'

/** Ticks that are caught up with, one after the other, once the loop is late. */
export const CATCH_UP_MAX = 5

export interface Pace {
  /** Ticks that will never be: the loop was too late for them, and the world's time moved on without them. */
  readonly skipped: number
  stop(): void
}

/** How late a tick begins, and how many were skipped since the one before. */
export interface Lateness {
  readonly lateMs: number
  readonly skipped: number
}

export interface PaceParts {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  /** Calls back after at least as many milliseconds; 0 is as soon as messages that wait have been taken. */
  readonly after: (ms: number, run: () => void) => void
}

/**
 * Calls `tick` every 40 ms of a monotonic clock. Each tick is due 40 ms after the one before was due, not
 * after it came: so lateness of timers does not add up (setInterval runs 1.4 ms late a tick, and never
 * catches up). A loop that is late runs up to CATCH_UP_MAX ticks at once; of a longer delay, such as a
 * suspended machine, the rest is skipped.
 */
export function keepPace(tick: (lateness: Lateness) => void, { now, after }: PaceParts): Pace {
  let due = now() + TICK_MS
  let skipped = 0
  let isStopped = false
  const wait = () => {
    if (isStopped) return
    const rest = due - now()
    if (rest > 0) return after(Math.floor(rest), wait)
    const missed = Math.max(0, Math.floor(-rest / TICK_MS) - CATCH_UP_MAX)
    skipped += missed
    due += missed * TICK_MS
    tick({ lateMs: now() - due, skipped: missed })
    due += TICK_MS
    after(0, wait)
  }
  after(TICK_MS, wait)
  return {
    get skipped() {
      return skipped
    },
    stop: () => {
      isStopped = true
    },
  }
}

/** Timers of Node: setTimeout is late by up to a millisecond and more, setImmediate is not. */
export const nodeTimers: PaceParts['after'] = (ms, run) => {
  if (ms >= 1) setTimeout(run, ms)
  else setImmediate(run)
}
