import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { DeadLetter, ReplayedDeadLetter } from './dead-letter.js'
import { FindMatchResult, Match, MatchPlayer, MatchTicket } from './match.js'
import { GrantedPrize, Leaderboard, LeaderboardEntry } from './leaderboard.js'
import { Mutation } from './mutation.js'
import { Node } from './node.js'
import { Puzzle, PuzzleAttempt } from './puzzle.js'
import { Query } from './query.js'
import { CurrencyReward, ExperienceReward, ItemReward, Quest, QuestObjective, Reward } from './quest.js'
import { GameEvent, QuestCompletion } from './quest-completion.js'
import { QuestProgress } from './quest-progress.js'
import { QuestVersion } from './quest-version.js'
import { Subscription } from './subscription.js'
import { User } from './user.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  Node,
  User,
  Quest,
  QuestObjective,
  Reward,
  CurrencyReward,
  ItemReward,
  ExperienceReward,
  QuestProgress,
  QuestCompletion,
  QuestCompletionConnection: { totalCount: connection => connection.totalCount() },
  GameEvent,
  GameEventConnection: { totalCount: connection => connection.totalCount() },
  QuestVersion,
  QuestVersionConnection: { totalCount: connection => connection.totalCount() },
  Leaderboard,
  LeaderboardEntry,
  LeaderboardConnection: { totalCount: connection => connection.totalCount() },
  GrantedPrize,
  GrantedPrizeConnection: { totalCount: connection => connection.totalCount() },
  PublishLeaderboardResult: resultType('Leaderboard'),
  DeadLetter,
  ReplayedDeadLetter,
  DeadLetterConnection: { totalCount: connection => connection.totalCount() },
  ReplayDeadLettersResult: resultType('DeadLetterReplay'),
  ClaimQuestRewardResult: resultType('QuestCompletion'),
  PublishQuestResult: resultType('Quest'),
  RetireQuestResult: resultType('Quest'),
  Puzzle,
  PuzzleAttempt,
  PuzzleConnection: { totalCount: connection => connection.totalCount() },
  AttemptPuzzleResult: resultType('PuzzleAttempt'),
  PublishPuzzleResult: resultType('Puzzle'),
  Match,
  MatchPlayer,
  MatchTicket,
  MatchConnection: { totalCount: connection => connection.totalCount() },
  FindMatchResult,
  AnswerMatchResult: resultType('Match'),
  LeaveMatchResult: resultType('Match'),
}
