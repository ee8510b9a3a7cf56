import { unreachable } from '@waystone/kit/errors'
import type { ScoreRule } from './leaderboard.js'

type Periods = Pick<ScoreRule, 'period' | 'season'>

const DAY_MS = 86_400_000
/** 1970-01-01 was a Thursday: the first Monday is three days before it. */
const MONDAY_MS = -3 * DAY_MS

/**
 * The number of the period that a moment is in, by UTC: days since 1970-01-01, weeks from Monday to Sunday,
 * seasons from the first one on; 0 for all time. Null before the first season.
 */
export function periodAt(periods: Periods, at: Date): number | null {
  const { startMs, lengthMs } = measureOf(periods)
  if (lengthMs === null) return 0
  const period = Math.floor((at.getTime() - startMs) / lengthMs)
  return periods.period === 'SEASON' && period < 0 ? null : period
}

/** The first moment after a period; null for all time, which has no end. */
export function periodEnd(periods: Periods, period: number): Date | null {
  const { startMs, lengthMs } = measureOf(periods)
  return lengthMs === null ? null : new Date(startMs + (period + 1) * lengthMs)
}

function measureOf({ period, season }: Periods): { readonly startMs: number; readonly lengthMs: number | null } {
  switch (period) {
    case 'ALL_TIME':
      return { startMs: 0, lengthMs: null }
    case 'DAILY':
      return { startMs: 0, lengthMs: DAY_MS }
    case 'WEEKLY':
      return { startMs: MONDAY_MS, lengthMs: 7 * DAY_MS }
    case 'SEASON':
      if (season === null) throw new Error('Expected a board of seasons to say when they start')
      return { startMs: Date.parse(season.startsAt), lengthMs: season.days * DAY_MS }
    default:
      return unreachable(period)
  }
}
