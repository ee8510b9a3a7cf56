import { retryDelayMs } from './retry-delay.js'

/**
 * The pause before each connection after one that was lost. graphql-ws counts attempts by itself, but starts
 * anew with each acknowledgement and does not wait at all after close code 1000: a server that accepts and
 * closes would be called without a pause.
 */
export interface Backoff {
  /** A connection is attempted. */
  connecting(): void
  /** The server has acknowledged the connection. */
  connected(): void
  /** The connection failed or was closed; further calls for the same connection do nothing. */
  lost(): void
  /** This client closes the connection, so its end is no loss. */
  leave(): void
  /** Waits for what is left of the pause; a second call for the same pause does not wait. */
  pause(): Promise<void>
  /** Ends the pause, and all later ones at once. */
  stop(): void
}

/** @param maxMs the longest pause, and how long a connection has to last for the next pause to be the shortest again */
export function createBackoff(maxMs: number, now: () => number = () => performance.now()): Backoff {
  let isStopped = false
  let endPause = () => {}
  let failures = 0
  let connectedAt: number | null = null
  let isLost = false
  let isDue = false

  return {
    connecting: () => {
      isLost = false
      connectedAt = null
    },
    connected: () => {
      connectedAt = now()
    },
    lost: () => {
      if (isLost) return
      isLost = true
      isDue = true
      if (connectedAt !== null && now() - connectedAt >= maxMs) failures = 0
    },
    leave: () => {
      isLost = true
    },
    pause: async () => {
      if (!isDue || isStopped) return
      isDue = false
      const delayMs = retryDelayMs(failures++, maxMs)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, delayMs)
        endPause = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
    stop: () => {
      isStopped = true
      endPause()
    },
  }
}
