import { RENEWAL_INTERVAL_MS, type RevocationList, type Viewer } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'

/**
 * Connections whose tokens were issued together do not all come back together: each ends up to so long before
 * its token.
 */
const EXPIRY_SPREAD_MAX_MS = 10_000
/** And no more than this share of the time that it has left. */
const EXPIRY_SPREAD = 0.1
/** The longest delay of a timer; no connection lasts longer. */
const TIMER_MAX_MS = 2_147_483_647

/** Watches over those who were let in once and stay. */
export interface Sessions {
  /** Calls back once, when the viewer's token expires or its session is revoked. @returns what ends the watch. */
  watch(viewer: Viewer | null, onEnd: (reason: 'expired' | 'revoked') => void): () => void
  close(): void
}

export function createSessions(options: {
  revocations: RevocationList | null
  /** Called for each viewer once a minute. */
  renew: (viewer: Viewer) => void
  /** Called for each watch of a user that begins. @returns what is called when it ends */
  onConnection: (userId: string) => () => void
  clock: Clock
}): Sessions {
  const { revocations, renew, onConnection, clock } = options
  const watched = new Map<() => void, { viewer: Viewer; revoke: () => void }>()
  const stopListening = revocations?.onNews(() => {
    for (const { viewer, revoke } of watched.values()) if (revocations.isRevoked(viewer)) revoke()
  })
  const renewals = setInterval(() => {
    for (const { viewer } of watched.values()) renew(viewer)
  }, RENEWAL_INTERVAL_MS)
  renewals.unref()

  return {
    watch: (viewer, onEnd) => {
      if (viewer === null) return () => {}
      const leftMs = viewer.expiresAtMs - clock.now().getTime()
      const earlierMs = Math.random() * Math.min(EXPIRY_SPREAD_MAX_MS, leftMs * EXPIRY_SPREAD)
      const disconnected = onConnection(viewer.userId)
      const stop = () => {
        clearTimeout(timer)
        if (watched.delete(stop)) disconnected()
      }
      const end = (reason: 'expired' | 'revoked') => {
        stop()
        onEnd(reason)
      }
      const timer = setTimeout(() => end('expired'), Math.min(Math.max(leftMs - earlierMs, 0), TIMER_MAX_MS))
      timer.unref()
      watched.set(stop, { viewer, revoke: () => end('revoked') })
      return stop
    },
    close: () => {
      stopListening?.()
      clearInterval(renewals)
      for (const stop of watched.keys()) stop()
    },
  }
}
