import { unreachable } from '@waystone/kit/errors'
import { matchesFilter } from '../objective-filter.js'
import type { RecordedEvent } from '../progress.js'
import type { ScoreKind, ScoreRule } from './leaderboard.js'
import { periodAt } from './period.js'

/** A user's score in a period, and the moment that decides between equal scores. */
export interface Score {
  readonly score: number
  readonly achievedAt: Date
}

/** The part of an event that a board counts. */
export interface Counted {
  readonly period: number
  readonly value: number
  readonly at: Date
}

/** Returns the part of an event that the rule counts; null for an event that it does not count. */
export function countedOf(rule: ScoreRule, event: Pick<RecordedEvent, 'type' | 'data' | 'occurredAt'>): Counted | null {
  const { eventType, filter, field, countsFrom } = rule
  if (event.type !== eventType || !matchesFilter(filter, event.data)) return null
  if (countsFrom !== null && event.occurredAt.getTime() < Date.parse(countsFrom)) return null
  const period = periodAt(rule, event.occurredAt)
  const value = field === null ? 1 : event.data[field]
  if (period === null || typeof value !== 'number' || !Number.isSafeInteger(value)) return null
  return { period, value, at: event.occurredAt }
}

/**
 * The score after one more event, in the order in which the user's events are recorded. Pure: recording and
 * rebuilding both fold by it. A score that stays the same keeps its moment, so that of two equal scores the
 * older one is ahead.
 */
export function scoreAfter(kind: ScoreKind, before: Score | null, { value, at }: Counted): Score {
  if (before === null) return { score: value, achievedAt: at }
  switch (kind) {
    case 'COUNT':
    case 'SUM': {
      const score = withinSafe(before.score + value)
      return score === before.score ? before : { score, achievedAt: laterOf(before.achievedAt, at) }
    }
    case 'MAX':
      return value > before.score ? { score: value, achievedAt: at } : before
    case 'LATEST':
      return value === before.score ? before : { score: value, achievedAt: at }
    default:
      return unreachable(kind)
  }
}

/** A sum is reached with its last summand, and producers' events may come in another order than they happened. */
const laterOf = (one: Date, other: Date): Date => (one > other ? one : other)

const withinSafe = (sum: number): number => Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, sum))
