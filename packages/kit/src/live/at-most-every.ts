import { setTimeout as delay } from 'node:timers/promises'
import type { Bell } from './bell.js'

/**
 * The same bell, heard at most once in an interval: rings within it are merged, and the last one is never
 * lost. Closing it ends the waiting at once.
 */
export function atMostEvery(intervalMs: number, bell: Bell): Bell {
  const closing = new AbortController()
  let heardAtMs = Number.NEGATIVE_INFINITY
  return {
    rung: async () => {
      await bell.rung()
      const waitMs = heardAtMs + intervalMs - performance.now()
      if (waitMs > 0 && !bell.isClosed)
        await delay(waitMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
    },
    hear: () => {
      heardAtMs = performance.now()
      return bell.hear()
    },
    get isClosed() {
      return bell.isClosed
    },
    close: () => {
      bell.close()
      closing.abort()
    },
  }
}
