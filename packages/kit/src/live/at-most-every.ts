import type { Bell } from './bell.js'

/**
 * The same bell, heard at most once in an interval: rings within it are merged, and the last one is never
 * lost. Closing it ends the waiting at once.
 */
export function atMostEvery(intervalMs: number, bell: Bell): Bell {
  let heardAtMs = Number.NEGATIVE_INFINITY
  let endWait: () => void = () => undefined
  return {
    rung: async () => {
      await bell.rung()
      const waitMs = heardAtMs + intervalMs - performance.now()
      if (waitMs <= 0 || bell.isClosed) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, waitMs).unref()
        endWait = () => {
          clearTimeout(timer)
          resolve()
        }
      })
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
      endWait()
    },
  }
}
