import type { ObjectiveFilter } from './objective-filter.js'

export const questResets = ['NEVER', 'DAILY', 'WEEKLY'] as const
export type QuestReset = (typeof questResets)[number]

export type Reward =
  | { readonly kind: 'CURRENCY'; readonly currency: 'GOLD' | 'DIAMOND'; readonly amount: number }
  | { readonly kind: 'ITEM'; readonly itemId: string; readonly quantity: number }
  | { readonly kind: 'EXPERIENCE'; readonly amount: number }

export interface Objective {
  readonly description: string
  readonly eventType: string
  /** Events, or consecutive days where it is a streak. */
  readonly target: number
  readonly streak: boolean
  /** Null: all events of the type. */
  readonly filter: ObjectiveFilter | null
  /**
   * A list of the event's data of which each entry counts, instead of the event. Versions published before
   * there was this have none.
   */
  readonly countEach?: string | null
}

/** A quest's texts in one language; each missing text falls back by itself. */
export interface QuestTranslation {
  readonly locale: string
  readonly name?: string
  readonly description?: string
  /** One for each objective, in their order; null where it is not translated. */
  readonly objectives?: readonly (string | null)[]
}

/** A quest as an administrator publishes it: plain JSON, stored as it is. Absent options have no key. */
export interface QuestDefinition {
  readonly name: string
  readonly description: string
  readonly objectives: readonly Objective[]
  readonly rewards: readonly Reward[]
  /** In all, or in one period where the quest resets; null: without limit. */
  readonly duplicationLimit: number | null
  readonly autoClaim: boolean
  readonly reset: QuestReset
  readonly prerequisiteIds: readonly string[]
  /** ISO 8601, UTC; inclusive. */
  readonly availableFrom: string | null
  /** ISO 8601, UTC; exclusive. */
  readonly availableUntil: string | null
  /** The language of the texts above; kit's DEFAULT_LOCALE where it is absent. */
  readonly locale?: string
  readonly translations?: readonly QuestTranslation[]
  /** The key of the quest's picture. */
  readonly art?: string
  /** No round begins on this version. Rounds on earlier versions go on. */
  readonly retired?: true
}

/** One published version: it never changes. */
export interface QuestVersion {
  readonly questId: string
  /** 1 for the quest's first. */
  readonly version: number
  /** The catalog's, from this version on: publications of all quests in one sequence. */
  readonly revision: number
  readonly publishedAt: Date
  readonly definition: QuestDefinition
}

/** Where a moment lies to a quest's availability window. */
export function availabilityAt(definition: QuestDefinition, moment: Date): 'BEFORE' | 'OPEN' | 'OVER' {
  const { availableFrom, availableUntil, retired = false } = definition
  if (retired) return 'OVER'
  if (availableUntil !== null && moment.getTime() >= Date.parse(availableUntil)) return 'OVER'
  if (availableFrom !== null && moment.getTime() < Date.parse(availableFrom)) return 'BEFORE'
  return 'OPEN'
}
