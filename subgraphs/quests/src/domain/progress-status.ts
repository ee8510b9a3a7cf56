import { dayOf } from '@waystone/events'
import { dayAfter } from './calendar-day.js'
import { zoneFor, type Calendar } from './calendar.js'
import type { Catalog } from './catalog.js'
import { nextRound, roundInHand, type Counter, type PlayerProgress, type Progress } from './progress.js'
import { availabilityAt, type Objective, type QuestVersion } from './quest.js'

export const questStatuses = ['LOCKED', 'ACTIVE', 'COMPLETED', 'CLAIMED', 'EXHAUSTED', 'EXPIRED'] as const
/** schema.graphql says of each exactly what it means. */
export type QuestStatus = (typeof questStatuses)[number]

/** A user's progress as it is shown at one moment. */
export interface Standing {
  readonly questId: string
  /** The version whose objectives the counts are of. */
  readonly version: QuestVersion
  readonly status: QuestStatus
  /** One for each objective of the version. */
  readonly counts: readonly number[]
  readonly completions: number
  readonly updatedAt: Date
}

/** How a user stands with every quest, in the order of the catalog, which must be at least as new as the progress. */
export function standingsOf(player: PlayerProgress, at: { now: Date; catalog: Catalog }): readonly Standing[] {
  const { calendar, progress } = player
  const hasCompleted = (questId: string) => (progress.get(questId)?.completions ?? 0) > 0
  return at.catalog
    .all()
    .filter(({ questId, definition }) => !definition.retired || progress.has(questId))
    .flatMap(({ questId }) => standingOf(progress.get(questId), { ...at, calendar, questId }, hasCompleted) ?? [])
}

/** How the user stands with a quest now, with resets that are due applied; null when the catalog has no such quest. */
export function standingOf(
  progress: Progress | undefined,
  at: { questId: string; now: Date; calendar: Calendar; catalog: Catalog },
  hasCompleted: (questId: string) => boolean,
): Standing | null {
  const place = { ...at, event: { occurredAt: at.now } }
  const next = nextRound(progress, place)
  if (next === null) return null
  const inHand = roundInHand(progress, place)
  const ended = progress?.roundEnded === true && next.progress.period === progress.period ? progress : null
  const endedVersion = ended === null ? undefined : at.catalog.version(at.questId, ended.version)
  const version = inHand?.version ?? endedVersion ?? next.version
  const counters = (endedVersion === undefined ? inHand?.progress : ended)?.counters ?? next.progress.counters
  return {
    questId: at.questId,
    version,
    status: statusOf({
      isClaimable: next.progress.completions > next.progress.claims,
      isExhausted: inHand === null && next.isExhausted,
      availability: availabilityAt((inHand ?? next).version.definition, at.now),
      isBegun: inHand !== null,
      isUnlocked: next.version.definition.prerequisiteIds.every(hasCompleted),
      hasEnded: ended !== null,
    }),
    counts: version.definition.objectives.map((objective, index) =>
      shownCount({ objective, counter: counters[index], today: dayOf(at.now, zoneFor('DAILY', at.calendar, at.now)) }),
    ),
    completions: next.progress.completions,
    updatedAt: next.progress.updatedAt,
  }
}

/** In the order that schema.graphql promises. */
function statusOf(facts: {
  isClaimable: boolean
  isExhausted: boolean
  availability: 'BEFORE' | 'OPEN' | 'OVER'
  isBegun: boolean
  isUnlocked: boolean
  hasEnded: boolean
}): QuestStatus {
  if (facts.isClaimable) return 'COMPLETED'
  if (facts.isExhausted) return 'EXHAUSTED'
  if (facts.availability === 'OVER') return 'EXPIRED'
  if (facts.isBegun) return 'ACTIVE'
  if (facts.availability === 'BEFORE' || !facts.isUnlocked) return 'LOCKED'
  return facts.hasEnded ? 'CLAIMED' : 'ACTIVE'
}

/** A streak that is not full is over once a whole day has passed without an event. */
function shownCount(of: { objective: Objective; counter: Counter | undefined; today: string }): number {
  const { objective, counter, today } = of
  if (counter === undefined) return 0
  const isBroken =
    objective.streak && counter.count < objective.target && counter.day !== null && today > dayAfter(counter.day)
  return isBroken ? 0 : counter.count
}
