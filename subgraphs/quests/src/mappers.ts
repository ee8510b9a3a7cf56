import type { Connection } from '@waystone/kit/graphql'
import type { Completion } from './domain/apply-event.js'
import type { Match } from './domain/matches/match.js'
import type { Leaderboard } from './domain/leaderboards/leaderboard.js'
import type { Standing } from './domain/progress-status.js'
import type { ObjectiveRule, QuestListing } from './domain/quest-listing.js'
import type { Puzzle } from './domain/puzzles/puzzle.js'
import type { Reward } from './domain/quest.js'
import type { GameEvent } from './repositories/game-event.js'
import type { PublishedVersion } from './repositories/quest-version-pages.js'
import type { PaidPrize } from './repositories/leaderboards/period.js'
import type { RankedEntry } from './domain/leaderboards/rank.js'
import type { ReplayedLetter, SubgraphDeadLetter } from './services/dead-letters.js'
import type { ForeignNode } from './services/find-foreign-nodes.js'

/** The parent types of this subgraph's resolvers; codegen.ts names them. */
export type { QuestListing as QuestParent } from './domain/quest-listing.js'
export type { Completion as QuestCompletionParent } from './domain/apply-event.js'
export type { GameEvent as GameEventParent } from './repositories/game-event.js'
export type { PublishedVersion as QuestVersionParent } from './repositories/quest-version-pages.js'
export type { SubgraphDeadLetter as DeadLetterParent } from './services/dead-letters.js'
export type { Puzzle as PuzzleParent, PuzzleAttempt as PuzzleAttemptParent } from './domain/puzzles/puzzle.js'
export type {
  Match as MatchParent,
  MatchPlayer as MatchPlayerParent,
  Ticket as MatchTicketParent,
} from './domain/matches/match.js'
export type { Leaderboard as LeaderboardParent } from './domain/leaderboards/leaderboard.js'
export type { RankedEntry as LeaderboardEntryParent } from './domain/leaderboards/rank.js'

/** A user is known here by id alone: users owns the rest. */
export interface UserParent {
  readonly id: string
}

/** An objective of one version, with the id that it has there, and its text by language. */
export type QuestObjectiveParent = ObjectiveRule & {
  readonly id: string
  readonly text: (locale: string | null) => string
}

export type QuestProgressParent = Standing & { readonly userId: string }

/** Counts only when `totalCount` is selected. */
type CountedLater<Node> = Omit<Connection<Node>, 'totalCount'> & { readonly totalCount: () => Promise<number> }
export type QuestCompletionConnectionParent = CountedLater<Completion>
export type GameEventConnectionParent = CountedLater<GameEvent>
/** As a service answers it. */
export type ReplayedDeadLetterParent = ReplayedLetter
export type PuzzleConnectionParent = CountedLater<Puzzle>
export type MatchConnectionParent = CountedLater<Match>
export type QuestVersionConnectionParent = CountedLater<PublishedVersion>
export type DeadLetterConnectionParent = CountedLater<SubgraphDeadLetter>

export type LeaderboardConnectionParent = CountedLater<RankedEntry>
/** A prize with the end of its period, which follows from the board. */
export type GrantedPrizeParent = PaidPrize & { readonly endedAt: Date }
export type GrantedPrizeConnectionParent = CountedLater<GrantedPrizeParent>

export type CurrencyRewardParent = Extract<Reward, { kind: 'CURRENCY' }>
export type ItemRewardParent = Extract<Reward, { kind: 'ITEM' }>
export type ExperienceRewardParent = Extract<Reward, { kind: 'EXPERIENCE' }>

/** Of what other subgraphs own, the key alone. */
export type NodeParent =
  | (QuestListing & { readonly __typename: 'Quest' })
  | (Completion & { readonly __typename: 'QuestCompletion' })
  | (QuestProgressParent & { readonly __typename: 'QuestProgress' })
  | (Leaderboard & { readonly __typename: 'Leaderboard' })
  | ForeignNode
