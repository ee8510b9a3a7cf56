import { TICKS_PER_SECOND } from '../tick.js'
import type { Request } from './messages.js'

/** How far ahead a command may name its tick: ten seconds. */
export const LATER_TICKS_MAX = 10 * TICKS_PER_SECOND

/** Commands that wait for a tick of their own. */
export interface LaterRequests {
  readonly size: number
  add(request: Request, atTick: number): void
  /** Those of the tick, in the order in which they were given; they are gone from here. */
  take(tick: number): readonly Request[]
}

export function createLaterRequests(): LaterRequests {
  const byTick = new Map<number, Request[]>()
  let size = 0
  return {
    get size() {
      return size
    },
    add: (request, atTick) => {
      const waiting = byTick.get(atTick)
      if (waiting === undefined) byTick.set(atTick, [request])
      else waiting.push(request)
      size++
    },
    take: tick => {
      const due = byTick.get(tick) ?? []
      byTick.delete(tick)
      size -= due.length
      return due
    },
  }
}
