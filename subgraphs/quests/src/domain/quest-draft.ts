import { ART_EXPECTED, ART_LENGTH_MAX, isArtKey } from '@waystone/kit/art'
import { filterProblems, type EventShape, type ObjectiveFilter } from './objective-filter.js'
import {
  countProblems,
  DESCRIPTION_LENGTH_MAX,
  NAME_LENGTH_MAX,
  OBJECTIVE_DESCRIPTION_LENGTH_MAX,
  rangeProblems,
  textProblems,
  type Problem,
} from './problems.js'
import type { Objective, QuestDefinition, QuestReset } from './quest.js'
import { localeProblems, translationsOf, type QuestTranslationDraft } from './quest-translations.js'
import { rewardOf, rewardProblems, type RewardDraft } from './reward-draft.js'

/** A quest as an administrator sends it: of the right types, nothing more is known. */
export interface QuestDraft {
  readonly name: string
  readonly description: string
  readonly objectives: readonly ObjectiveDraft[]
  readonly rewards: readonly RewardDraft[]
  readonly duplicationLimit?: number | null
  readonly autoClaim: boolean
  readonly reset: QuestReset
  readonly prerequisiteIds: readonly string[]
  readonly availableFrom?: Date | null
  readonly availableUntil?: Date | null
  readonly locale?: string | null
  readonly translations?: readonly QuestTranslationDraft[] | null
  readonly art?: string | null
}

export interface ObjectiveDraft {
  readonly description: string
  readonly eventType: string
  readonly target: number
  readonly streak: boolean
  readonly filter?: unknown
  readonly countEach?: string | null
}

export const OBJECTIVES_MAX = 10
export const TARGET_MAX = 1_000_000
export const STREAK_DAYS_MAX = 366
export const REWARDS_MAX = 10
export const PREREQUISITES_MAX = 20
export const DUPLICATION_LIMIT_MAX = 1_000_000
/** Of the definition as JSON, in all its languages: every process holds the whole catalog in memory. */
export const DEFINITION_BYTES_MAX = 65_536

/** Days of the period in which a streak must be reached. */
const streakDaysMax: Readonly<Record<QuestReset, number>> = { NEVER: STREAK_DAYS_MAX, DAILY: 1, WEEKLY: 7 }

/** All problems that the draft has by itself; prerequisites and items are looked up elsewhere. */
export function draftProblems(draft: QuestDraft, shapes: ReadonlyMap<string, EventShape>): Problem[] {
  const { duplicationLimit, availableFrom, availableUntil } = draft
  return [
    ...textProblems('name', draft.name, NAME_LENGTH_MAX),
    ...textProblems('description', draft.description, DESCRIPTION_LENGTH_MAX),
    ...countProblems('objectives', draft.objectives.length, { min: 1, max: OBJECTIVES_MAX }),
    ...draft.objectives
      .slice(0, OBJECTIVES_MAX)
      .flatMap((objective, index) =>
        objectiveProblems({ objective, field: `objectives[${index}]`, reset: draft.reset, shapes }),
      ),
    ...countProblems('rewards', draft.rewards.length, { min: 0, max: REWARDS_MAX }),
    ...draft.rewards.slice(0, REWARDS_MAX).flatMap((reward, index) => rewardProblems(reward, `rewards[${index}]`)),
    ...(duplicationLimit === undefined || duplicationLimit === null
      ? []
      : rangeProblems('duplicationLimit', duplicationLimit, { min: 1, max: DUPLICATION_LIMIT_MAX })),
    ...countProblems('prerequisiteIds', draft.prerequisiteIds.length, { min: 0, max: PREREQUISITES_MAX }),
    ...(availableFrom && availableUntil && availableFrom >= availableUntil
      ? [
          {
            field: 'availableUntil',
            message: 'must be later than availableFrom',
          },
        ]
      : []),
    ...localeProblems(draft),
    ...(draft.art === undefined || draft.art === null || isArtKey(draft.art)
      ? []
      : [{ field: 'art', message: ART_EXPECTED, rule: 'FORMAT' as const, max: ART_LENGTH_MAX }]),
    ...sizeProblems(draft),
  ]
}

function sizeProblems(draft: QuestDraft): Problem[] {
  const max = DEFINITION_BYTES_MAX
  const actual = Buffer.byteLength(JSON.stringify(draft))
  if (actual <= max) return []
  const message = `must fit with the rest into ${max} bytes, not ${actual}`
  return [{ field: 'translations', message, rule: 'LENGTH', max, actual }]
}

function objectiveProblems(of: {
  objective: ObjectiveDraft
  field: string
  reset: QuestReset
  shapes: ReadonlyMap<string, EventShape>
}): Problem[] {
  const { objective, field, reset, shapes } = of
  const { description, eventType, target, streak, filter, countEach = null } = objective
  const shape = shapes.get(eventType)
  const max = streak ? streakDaysMax[reset] : TARGET_MAX
  return [
    ...textProblems(`${field}.description`, description, OBJECTIVE_DESCRIPTION_LENGTH_MAX),
    ...(shape === undefined ? [unknownEventType(`${field}.eventType`, [...shapes.keys()])] : []),
    ...rangeProblems(`${field}.target`, target, { min: 1, max }),
    ...(shape === undefined || countEach === null ? [] : countEachProblems({ field, countEach, streak, shape })),
    ...(shape === undefined || filter === undefined || filter === null
      ? []
      : filterProblems(filter, shape).map(({ path, ...problem }) => ({ ...problem, field: `${field}.filter${path}` }))),
  ]
}

const unknownEventType = (field: string, allowed: readonly string[]): Problem => ({
  field,
  message: `must be one of ${allowed.join(', ')}`,
  rule: 'ONE_OF',
  allowed,
})

function countEachProblems(of: { field: string; countEach: string; streak: boolean; shape: EventShape }): Problem[] {
  const field = `${of.field}.countEach`
  const { lists: allowed } = of.shape
  if (of.streak) return [{ field, message: 'must be left out: a streak counts days' }]
  if (allowed.includes(of.countEach)) return []
  if (allowed.length === 0) return [{ field, message: 'must be left out: the data of these events has no list' }]
  return [{ field, message: `must be one of ${allowed.join(', ')}`, rule: 'ONE_OF', allowed }]
}

/** The definition that a draft without problems makes. */
export function definitionOf(draft: QuestDraft): QuestDefinition {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    objectives: draft.objectives.map(
      ({ description, eventType, target, streak, filter, countEach = null }): Objective => ({
        description: description.trim(),
        eventType,
        target,
        streak,
        filter: (filter ?? null) as ObjectiveFilter | null,
        ...(countEach !== null && { countEach }),
      }),
    ),
    rewards: draft.rewards.map(rewardOf),
    duplicationLimit: draft.duplicationLimit ?? null,
    autoClaim: draft.autoClaim,
    reset: draft.reset,
    prerequisiteIds: draft.prerequisiteIds.map(id => id.toLowerCase()),
    availableFrom: draft.availableFrom?.toISOString() ?? null,
    availableUntil: draft.availableUntil?.toISOString() ?? null,
    // Absent if not given, so that versions published before there were languages keep their form.
    ...(draft.locale && { locale: draft.locale }),
    ...(draft.translations?.length && { translations: translationsOf(draft.translations) }),
    ...(draft.art && { art: draft.art }),
  }
}
