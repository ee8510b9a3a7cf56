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
/** How often the verifier hears that a viewer is still here. */
export const RENEWAL_INTERVAL_MS = 60_000

export function createAccessWatch(options: {
  revocations: RevocationList
  /** Called for each viewer once a minute. */
  renew?: (viewer: Viewer) => void
  clock?: Clock
}): AccessWatch {
  const { revocations, renew = () => {}, clock = systemClock } = options
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
  const renewals = setInterval(() => {
    for (const { viewer } of watched.values()) renew(viewer)
  }, RENEWAL_INTERVAL_MS)
  renewals.unref()
  return {
    watch: (viewer, ended) => {
      const key = Symbol('watched')
      watched.set(key, { viewer, ended })
      return () => void watched.delete(key)
    },
    close: () => {
      clearInterval(timer)
      clearInterval(renewals)
    },
  }
}
