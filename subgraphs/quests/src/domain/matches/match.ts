import { DIFFICULTY } from '../puzzles/puzzle-kinds.js'

/** From the pairing to the puzzle: both players hear of the match before it starts. */
export const COUNTDOWN_MS = 3_000
export const DURATION_MS = 180_000
/** Answers of each player in a match. */
export const ANSWERS_MAX = 10
/** How long a place in the queue is kept for a client that does not ask again. */
export const TICKET_LIFETIME_MS = 60_000

export type MatchStatus = 'WAITING' | 'RUNNING' | 'FINISHED' | 'CANCELLED'

export interface MatchPlayer {
  readonly userId: string
  readonly ratingBefore: number
  readonly ratingAfter: number | null
  readonly finishedAt: Date | null
}

export interface Match {
  readonly id: string
  readonly position: string
  readonly puzzleId: string
  /** As it was written last; `statusAt` tells what holds. */
  readonly status: MatchStatus
  readonly startedAt: Date
  readonly endsAt: Date
  readonly finishedAt: Date | null
  readonly winnerId: string | null
  /** The one who waited longer first. */
  readonly players: readonly [MatchPlayer, MatchPlayer]
}

export interface Ticket {
  readonly id: string
  readonly userId: string
  readonly rating: number
  readonly waitingSince: Date
  readonly expiresAt: Date
}

/** A match starts by the clock: that the job notes it only tells the players. */
export const statusAt = ({ status, startedAt }: Pick<Match, 'status' | 'startedAt'>, now: Date): MatchStatus =>
  status === 'WAITING' && now >= startedAt ? 'RUNNING' : status

export const isOver = ({ finishedAt }: Pick<Match, 'finishedAt'>): boolean => finishedAt !== null

export const isPlayer = ({ players }: Pick<Match, 'players'>, userId: string | null): boolean =>
  players.some(player => player.userId === userId)

/**
 * Returns whether the viewer may see the puzzle: its players once it has started, and anyone once it is over.
 */
export const showsPuzzle = (match: Match, of: { userId: string | null; now: Date }): boolean =>
  match.status !== 'CANCELLED' && (isOver(match) || (of.now >= match.startedAt && isPlayer(match, of.userId)))

const DIFFICULTY_OF_NEW = 3
const POINTS_PER_DIFFICULTY = 150
const RATING_OF_NEW = 1_500

/** The difficulty of the puzzle of two players, by the mean of their ratings. */
export function difficultyOf(ratings: readonly [number, number]): number {
  const mean = (ratings[0] + ratings[1]) / 2
  const difficulty = DIFFICULTY_OF_NEW + Math.floor((mean - RATING_OF_NEW) / POINTS_PER_DIFFICULTY)
  return Math.min(Math.max(difficulty, DIFFICULTY.min), DIFFICULTY.max)
}
