import { DEFAULT_LOCALE, pickLocale } from '@waystone/kit/locale'
import type { QuestReset, QuestVersion, Reward } from './quest.js'
import { textsByLocale, type QuestTexts } from './quest-translations.js'

/** A quest as queries show it: a row of the read model, which is derived from the quest's versions. */
export interface QuestListing {
  readonly questId: string
  /** In the order of the catalog: the revision of the quest's first version. */
  readonly position: number
  /** The version that is shown: the newest. */
  readonly version: number
  readonly revision: number
  readonly publishedAt: Date
  /** When the quest was retired; null while it is not. */
  readonly retiredAt: Date | null
  readonly availableFrom: Date | null
  readonly availableUntil: Date | null
  readonly prerequisiteIds: readonly string[]
  /** Null where no key was published. */
  readonly art: string | null
  /** That the texts were written in; `texts` has it. */
  readonly locale: string
  readonly texts: Readonly<Record<string, QuestTexts>>
  readonly rules: QuestRules
}

/** The objectives, rewards, limit and reset of a quest. */
export interface QuestRules {
  readonly objectives: readonly ObjectiveRule[]
  readonly rewards: readonly Reward[]
  readonly duplicationLimit: number | null
  readonly autoClaim: boolean
  readonly reset: QuestReset
}

/** The fields of an objective that clients see besides its text. */
export interface ObjectiveRule {
  readonly eventType: string
  readonly target: number
  readonly streak: boolean
  readonly countEach: string | null
}

/**
 * Returns the listing after a version is published. Pure, so that a rebuild can derive it from the versions.
 * @param before the quest's listing until then; undefined for its first version
 */
export function listingAfter(before: QuestListing | undefined, version: QuestVersion): QuestListing {
  const { questId, revision, publishedAt, definition } = version
  const { availableFrom, availableUntil, prerequisiteIds, art = null, locale = DEFAULT_LOCALE } = definition
  const { objectives, rewards, duplicationLimit, autoClaim, reset, retired = false } = definition
  return {
    questId,
    position: before?.position ?? revision,
    version: version.version,
    revision,
    publishedAt,
    retiredAt: retired ? publishedAt : null,
    availableFrom: availableFrom === null ? null : new Date(availableFrom),
    availableUntil: availableUntil === null ? null : new Date(availableUntil),
    prerequisiteIds,
    art,
    locale,
    texts: textsByLocale(definition),
    rules: {
      objectives: objectives.map(({ eventType, target, streak, countEach = null }) => ({
        eventType,
        target,
        streak,
        countEach,
      })),
      rewards,
      duplicationLimit,
      autoClaim,
      reset,
    },
  }
}

/**
 * A quest's texts as a reader of `asked` finds them, along the fallback chain; null for those that it was
 * written in.
 */
export function textsFor({ texts, locale }: Pick<QuestListing, 'texts' | 'locale'>, asked: string | null): QuestTexts {
  const found = texts[pickLocale(asked, tag => Object.hasOwn(texts, tag)) ?? locale]
  if (found === undefined) throw new Error(`Expected texts in ${locale}, which a listing always has`)
  return found
}

/** Returns whether a quest is listed and open at the moment. */
export const isOpenAt = (listing: QuestListing, moment: Date): boolean =>
  listing.retiredAt === null &&
  (listing.availableFrom === null || moment >= listing.availableFrom) &&
  (listing.availableUntil === null || moment < listing.availableUntil)
