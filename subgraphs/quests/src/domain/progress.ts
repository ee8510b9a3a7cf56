import { dayOf } from '@waystone/events'
import { dayAfter } from './calendar-day.js'
import { defaultCalendar, zoneFor, type Calendar } from './calendar.js'
import { completionId } from './derived-id.js'
import type { Catalog } from './catalog.js'
import { matchesFilter } from './objective-filter.js'
import { comparePeriods, periodOf } from './period.js'
import { availabilityAt, type Objective, type QuestReset, type QuestVersion } from './quest.js'

/** How far one objective has come. */
export interface Counter {
  readonly count: number
  /** The last day that a streak counted, in the user's calendar of then; null for what is not a streak. */
  readonly day: string | null
}

/** A quest that a user has begun: the round in hand, or the last one that ended. */
export interface Progress {
  readonly questId: string
  /** The version that the round began with: the round stays on it. */
  readonly version: number
  readonly period: string
  /** Completed: the counters stay full until the next round begins. */
  readonly roundEnded: boolean
  readonly counters: readonly Counter[]
  /** In all. */
  readonly completions: number
  /** In `period`. */
  readonly periodCompletions: number
  /** How many of the completions have granted their rewards. */
  readonly claims: number
  readonly updatedAt: Date
}

/** A user's progress by quest, and the calendar that resets and streaks use. */
export interface PlayerProgress {
  readonly calendar: Calendar
  readonly progress: ReadonlyMap<string, Progress>
}

/** Of a user of whom nothing is recorded. */
export const nothingBegun: PlayerProgress = { calendar: defaultCalendar, progress: new Map() }

/** An event as it was recorded. */
export interface RecordedEvent {
  readonly id: string
  readonly userId: string
  /** 1 for the user's first. */
  readonly sequence: number
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly occurredAt: Date
}

/** The effect of one event on one quest of its user. */
export interface Advance {
  readonly progress: Progress
  /** The version that the event completed, if it did. */
  readonly completed: { readonly id: string; readonly number: number; readonly version: QuestVersion } | null
}

/** A list of more entries than this counts as one of so many. */
const UNITS_MAX = 1_000

/**
 * How often the event may advance the quest: once, or once for each entry of the longest list that an
 * objective counts.
 */
export function unitsOf(event: RecordedEvent, versions: readonly (QuestVersion | undefined)[]): number {
  const objectives = versions.flatMap(version => version?.definition.objectives ?? [])
  const entries = objectives.map(objective => (objective.eventType === event.type ? entriesOf(objective, event) : 0))
  return Math.min(UNITS_MAX, Math.max(0, ...entries))
}

function entriesOf({ countEach = null }: Objective, event: RecordedEvent): number {
  if (countEach === null) return 1
  const list = event.data[countEach]
  return Array.isArray(list) ? list.length : 0
}

/**
 * The effect of one unit of the event on a quest, or null when it has none. `hasCompleted` answers as of
 * before the event.
 * @param of.unit counts from 0; beyond the first, only entries of lists count
 */
export function advance(
  progress: Progress | undefined,
  of: { questId: string; event: RecordedEvent; unit: number; calendar: Calendar; catalog: Catalog },
  hasCompleted: (questId: string) => boolean,
): Advance | null {
  const { event, unit, calendar } = of
  if (progress !== undefined && isTooLate(progress, of)) return null
  const round = roundInHand(progress, of) ?? newRound(progress, of, hasCompleted)
  if (round === null || availabilityAt(round.version.definition, event.occurredAt) !== 'OPEN') return null
  const { objectives } = round.version.definition
  const counters = countEvent({ objectives, counters: round.progress.counters, event, unit, calendar })
  if (counters === null) return null
  const counted = { ...round.progress, counters, updatedAt: event.occurredAt }
  const isComplete = objectives.every((objective, index) => (counters[index]?.count ?? 0) >= objective.target)
  if (!isComplete) return { progress: counted, completed: null }
  const number = counted.completions + 1
  return {
    progress: {
      ...counted,
      roundEnded: true,
      completions: number,
      periodCompletions: counted.periodCompletions + 1,
      claims: counted.claims + (round.version.definition.autoClaim ? 1 : 0),
    },
    completed: {
      id: completionId({ userId: event.userId, questId: of.questId, number }),
      number,
      version: round.version,
    },
  }
}

interface Round {
  readonly progress: Progress
  readonly version: QuestVersion
}

interface Place {
  readonly questId: string
  readonly event: Pick<RecordedEvent, 'occurredAt'>
  readonly calendar: Calendar
  readonly catalog: Catalog
}

/**
 * The round that has begun, unless it has lapsed: a later period has come, or its version is over (a newer
 * version may go on).
 */
export function roundInHand(progress: Progress | undefined, of: Place): Round | null {
  if (progress === undefined || progress.roundEnded) return null
  const version = of.catalog.version(of.questId, progress.version)
  if (version === undefined || availabilityAt(version.definition, of.event.occurredAt) === 'OVER') return null
  const period = periodAt(version.definition.reset, of)
  return comparePeriods(period, progress.period) === 'LATER' ? null : { progress, version }
}

const periodAt = (reset: QuestReset, { event: { occurredAt: moment }, calendar }: Place): string =>
  periodOf(reset, { moment, timeZone: zoneFor(reset, calendar, moment) })

/** A period that is over never opens again: the event came late, or the user moved west. */
function isTooLate(progress: Progress, of: Place): boolean {
  const version = of.catalog.version(of.questId, progress.version)
  if (version === undefined) return false
  const period = periodAt(version.definition.reset, of)
  return comparePeriods(period, progress.period) === 'EARLIER'
}

function newRound(progress: Progress | undefined, of: Place, hasCompleted: (questId: string) => boolean): Round | null {
  const next = nextRound(progress, of)
  if (next === null || next.isExhausted) return null
  return next.version.definition.prerequisiteIds.every(hasCompleted) ? next : null
}

/**
 * An empty round on the current version, of the period of the moment or of the last round, whichever is later.
 * Null when nothing was published.
 */
export function nextRound(progress: Progress | undefined, of: Place): (Round & { isExhausted: boolean }) | null {
  const version = of.catalog.current(of.questId)
  if (version === undefined) return null
  const { reset, duplicationLimit, objectives } = version.definition
  const now = periodAt(reset, of)
  const order = progress === undefined ? 'LATER' : comparePeriods(now, progress.period)
  const isSamePeriod = order === 'SAME' || order === 'EARLIER'
  const completions = progress?.completions ?? 0
  const periodCompletions = isSamePeriod ? (progress?.periodCompletions ?? 0) : 0
  const counted = reset === 'NEVER' ? completions : periodCompletions
  return {
    version,
    isExhausted: duplicationLimit !== null && counted >= duplicationLimit,
    progress: {
      questId: of.questId,
      version: version.version,
      period: isSamePeriod ? (progress?.period ?? now) : now,
      roundEnded: false,
      counters: objectives.map(() => ({ count: 0, day: null })),
      completions,
      periodCompletions,
      claims: progress?.claims ?? 0,
      updatedAt: progress?.updatedAt ?? version.publishedAt,
    },
  }
}

/** The counters after the event, or null when it counts for none of the objectives. */
function countEvent(of: {
  objectives: readonly Objective[]
  counters: readonly Counter[]
  event: RecordedEvent
  unit: number
  calendar: Calendar
}): readonly Counter[] | null {
  const { objectives, counters, event, unit, calendar } = of
  let changed = false
  const after = objectives.map((objective, index) => {
    const counter = counters[index] ?? { count: 0, day: null }
    // A reached objective stays reached: a full streak does not break while other objectives are in progress.
    if (counter.count >= objective.target || event.type !== objective.eventType) return counter
    if (unit >= entriesOf(objective, event) || !matchesFilter(objective.filter, event.data)) return counter
    const next = objective.streak
      ? countDay(counter, dayOf(event.occurredAt, zoneFor('DAILY', calendar, event.occurredAt)))
      : { count: counter.count + 1, day: null }
    changed ||= next !== counter
    return next
  })
  return changed ? after : null
}

/** A streak after an event on this day. A day that has been counted, or that lies before it, changes nothing. */
function countDay(counter: Counter, day: string): Counter {
  if (counter.day === null) return { count: 1, day }
  if (day <= counter.day) return counter
  return { count: day === dayAfter(counter.day) ? counter.count + 1 : 1, day }
}
