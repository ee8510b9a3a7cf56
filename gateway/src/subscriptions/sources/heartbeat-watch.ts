/** Heartbeats that may be missed in a row. */
const MISSED_MAX = 3

export interface HeartbeatWatch {
  /** Begins to watch. */
  start(): void
  /** A sign of life has come. */
  heard(): void
  stop(): void
}

/** Calls back once when no sign of life has come for three intervals. */
export function createHeartbeatWatch(intervalMs: number, onSilence: () => void): HeartbeatWatch {
  let timer: NodeJS.Timeout | undefined
  return {
    start: () => {
      timer = setTimeout(onSilence, intervalMs * MISSED_MAX).unref()
    },
    heard: () => void timer?.refresh(),
    stop: () => {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
