import { systemClock, type Clock } from '../clock/index.js'
import type { RevocationList } from './revocations.js'
import type { Viewer } from './token-verifier.js'

/** For what lasts longer than a request: ends it when the token that it was opened with has expired or been revoked. */
export interface AccessWatch {
  /** Calls `ended` once. @returns what ends the watching, when the thing has ended by itself. */
  watch(viewer: Viewer, ended: () => void): () => void
  close(): void
}

/** A revocation is known within 400 ms and takes hold everywhere within a second. */
const LOOK_INTERVAL_MS = 250

export function createAccessWatch(options: { revocations: RevocationList; clock?: Clock }): AccessWatch {
  const { revocations, clock = systemClock } = options
  const watched = new Map<symbol, { viewer: Viewer; ended: () => void }>()
  const look = () => {
    const nowMs = clock.now().getTime()
    for (const [key, { viewer, ended }] of watched) {
      if (viewer.expiresAtMs > nowMs && !revocations.isRevoked(viewer)) continue
      watched.delete(key)
      ended()
    }
  }
  const timer = setInterval(look, LOOK_INTERVAL_MS)
  timer.unref()
  return {
    watch: (viewer, ended) => {
      const key = Symbol('watched')
      watched.set(key, { viewer, ended })
      return () => void watched.delete(key)
    },
    close: () => clearInterval(timer),
  }
}
