import type { Score } from './score.js'

/** A user's place on a board. */
export interface RankedEntry extends Score {
  readonly rank: number
  readonly userId: string
}

/** Where an entry lies among the ranks: the lower key is the better rank. */
export interface RankKey {
  /** The score times −1, as decimal text. */
  readonly inverse: string
  readonly achievedAt: Date
  readonly userId: string
}

export const rankKeyOf = ({ score, achievedAt, userId }: Score & { readonly userId: string }): RankKey => ({
  inverse: String(-score),
  achievedAt,
  userId,
})
