import { TICK_MS } from './walker.js'

/** Time and timers; tests have their own. */
export interface Clock {
  /** Milliseconds from any moment. */
  now(): number
  /** @returns what cancels it */
  after(delayMs: number, call: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Ticks that a page which was in the background makes up for at most: ten seconds. */
const BEHIND_MAX = 250

/** Calls `tick` every 40 ms on average, for as long as it answers true. */
export interface Ticks {
  /** Begins, unless it runs. */
  wake(): void
  stop(): void
}

export function createTicks(clock: Clock, tick: () => boolean): Ticks {
  let cancel: (() => void) | null = null
  const run = (dueAt: number) => {
    cancel = clock.after(Math.max(0, dueAt - clock.now()), () => {
      cancel = null
      let due = Math.max(dueAt, clock.now() - BEHIND_MAX * TICK_MS)
      for (; due <= clock.now(); due += TICK_MS) if (!tick()) return
      run(due)
    })
  }
  return {
    wake: () => {
      if (cancel === null) run(clock.now() + TICK_MS)
    },
    stop: () => {
      cancel?.()
      cancel = null
    },
  }
}
