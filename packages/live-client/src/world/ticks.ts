import { TICK_MS } from './walker.js'

/** Ticks that a page which was in the background makes up for at most: ten seconds. */
const BEHIND_MAX = 250

/** Calls `tick` every 40 ms on average, for as long as it answers true. */
export interface Ticks {
  /** Begins, unless it runs. */
  wake(): void
  stop(): void
}

export function createTicks(tick: () => boolean): Ticks {
  let timer: ReturnType<typeof setTimeout> | null = null
  const run = (dueAt: number) => {
    timer = setTimeout(
      () => {
        timer = null
        const now = performance.now()
        let due = Math.max(dueAt, now - BEHIND_MAX * TICK_MS)
        for (; due <= now; due += TICK_MS) if (!tick()) return
        run(due)
      },
      Math.max(0, dueAt - performance.now()),
    )
  }
  return {
    wake: () => {
      if (timer === null) run(performance.now() + TICK_MS)
    },
    stop: () => {
      clearTimeout(timer ?? undefined)
      timer = null
    },
  }
}
