import type { ClientLedger } from '../chaos/ledger-of-clients.js'

const LOOK_INTERVAL_MS = 10

/** When clients were answered that something was written. */
export interface Acknowledgements {
  /** The longest time within which no write was acknowledged, of what lies after a moment. */
  longestGapMs(sinceMs: number): number
  stop(): void
}

/** Looks every 10 ms, which is how exact a gap is. */
export function watchAcknowledgements({ counts }: ClientLedger): Acknowledgements {
  const moments: number[] = []
  let seen = counts.operations
  const looking = setInterval(() => {
    if (counts.operations === seen) return
    seen = counts.operations
    moments.push(performance.now())
  }, LOOK_INTERVAL_MS)
  return {
    longestGapMs: sinceMs => {
      const after = [sinceMs, ...moments.filter(moment => moment > sinceMs), performance.now()]
      return Math.round(Math.max(...after.slice(1).map((moment, index) => moment - (after[index] ?? moment))))
    },
    stop: () => clearInterval(looking),
  }
}
