import type { ObjectiveFilter } from '../objective-filter.js'
import type { Reward } from '../quest.js'

export const scoreKinds = ['COUNT', 'SUM', 'MAX', 'LATEST'] as const
export type ScoreKind = (typeof scoreKinds)[number]
export const periodKinds = ['ALL_TIME', 'DAILY', 'WEEKLY', 'SEASON'] as const
export type PeriodKind = (typeof periodKinds)[number]

/** Seasons of equal length, one after the other, from a moment on. */
export interface Seasons {
  /** ISO 8601. */
  readonly startsAt: string
  readonly days: number
}

/** Rewards of each rank from one to another. */
export interface Prize {
  readonly fromRank: number
  readonly toRank: number
  readonly rewards: readonly Reward[]
}

/** The rule of a board's scores: the same in all of its versions, so that scores follow from the events alone. */
export interface ScoreRule {
  readonly eventType: string
  readonly filter: ObjectiveFilter | null
  readonly score: ScoreKind
  /** The number of the event's data that SUM, MAX and LATEST take; null for COUNT. */
  readonly field: string | null
  readonly period: PeriodKind
  /** Of a board of seasons, otherwise null. */
  readonly season: Seasons | null
  /** ISO 8601: events that happened before count nothing; null for none. */
  readonly countsFrom: string | null
}

export interface LeaderboardDefinition extends ScoreRule {
  readonly name: string
  /** In the order of ranks, without overlap. */
  readonly prizes: readonly Prize[]
  /** How many periods before the current one keep their entries; left out: as many as keptByDefault says. */
  readonly keptPeriods?: number
}

/** A board in its newest version. */
export interface Leaderboard {
  readonly id: string
  /** Names the board in the rows of its scores. */
  readonly number: number
  readonly version: number
  /** Of the first version. */
  readonly publishedAt: Date
  readonly definition: LeaderboardDefinition
}

export const ruleOf = ({
  eventType,
  filter,
  score,
  field,
  period,
  season,
  countsFrom,
}: LeaderboardDefinition): ScoreRule => ({ eventType, filter, score, field, period, season, countsFrom })

/** Three years of days. */
export const KEPT_PERIODS_MAX = 1_100

const keptByDefault: Readonly<Record<PeriodKind, number | null>> = { ALL_TIME: null, DAILY: 92, WEEKLY: 53, SEASON: 20 }

/** Entries of earlier periods are deleted, once their prizes are paid; null for a board without periods. */
export const keptPeriodsOf = ({ period, keptPeriods }: LeaderboardDefinition): number | null =>
  keptPeriods ?? keptByDefault[period]

/** The rewards of a rank; none where it has no prize. */
export const rewardsOfRank = ({ prizes }: LeaderboardDefinition, rank: number): readonly Reward[] =>
  prizes.find(({ fromRank, toRank }) => rank >= fromRank && rank <= toRank)?.rewards ?? []

/** The last rank with a prize; 0 where there is none. */
export const lastPrizeRank = ({ prizes }: LeaderboardDefinition): number => prizes.at(-1)?.toRank ?? 0
