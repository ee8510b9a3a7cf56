import type { Clock } from '../clock/index.js'

export interface ManualClock extends Clock {
  set(time: Date | string): void
  advance(ms: number): void
}

/** A clock that stands until it is moved. */
export function manualClock(start: Date | string = new Date()): ManualClock {
  let now = new Date(start).getTime()
  return {
    now: () => new Date(now),
    set: time => {
      now = new Date(time).getTime()
    },
    advance: ms => {
      now += ms
    },
  }
}
