import type { Queryable } from '@waystone/kit/postgres'
import type { LeaderboardDefinition } from '../../domain/leaderboards/leaderboard.js'
import type { Reward } from '../../domain/quest.js'
import type { RankKey } from '../../domain/leaderboards/rank.js'

/** Periods of filled boards that are not closed. */
export async function findOpenPeriods(
  from: Queryable,
): Promise<readonly { readonly board: number; readonly period: number }[]> {
  const { rows } = await from.query<{ board: number; period: number }>({
    name: 'periods-open',
    text: `SELECT board, period FROM leaderboard_period JOIN leaderboard ON number = board
           WHERE closed_at IS NULL AND filled_at IS NOT NULL ORDER BY board, period`,
  })
  return rows
}

/**
 * Closes a period, once. The caller has locked the board's scores, so that every score that was written in it
 * is committed.
 * @param of.isSettled no prizes are to be paid
 */
export async function closePeriod(
  tx: Queryable,
  of: { board: number; period: number; version: number; at: Date; isSettled: boolean },
): Promise<void> {
  await tx.query({
    name: 'period-close',
    text: `UPDATE leaderboard_period SET closed_at = $3, closed_version = $4, settled_at = CASE WHEN $5 THEN $3::timestamptz END
           WHERE board = $1 AND period = $2 AND closed_at IS NULL`,
    values: [of.board, of.period, of.at, of.version, of.isSettled],
  })
}

/** A closed period whose prizes are not all paid. */
export interface Unsettled {
  readonly leaderboardId: string
  readonly board: number
  readonly period: number
  /** Of the version that it was closed with. */
  readonly definition: LeaderboardDefinition
  /** The last rank that was looked at, and the key of its entry; null for none. */
  readonly paidRank: number
  readonly paidKey: RankKey | null
}

/** The next such period, for this transaction alone. */
export async function lockUnsettled(tx: Queryable): Promise<Unsettled | null> {
  const { rows } = await tx.query<
    Omit<Unsettled, 'paidKey'> & { inverse: string | null; achievedAt: Date | null; userId: string | null }
  >({
    name: 'period-unsettled',
    text: `SELECT leaderboard.id AS "leaderboardId", p.board, p.period, version.definition, p.paid_rank AS "paidRank",
             p.paid_inverse AS inverse, p.paid_achieved AS "achievedAt", p.paid_user AS "userId"
           FROM leaderboard_period AS p JOIN leaderboard ON number = p.board
           JOIN leaderboard_version AS version ON version.leaderboard_id = leaderboard.id AND version.version = p.closed_version
           WHERE p.closed_at IS NOT NULL AND p.settled_at IS NULL
           ORDER BY p.closed_at, p.board, p.period LIMIT 1 FOR UPDATE OF p SKIP LOCKED`,
  })
  const [row] = rows
  if (row === undefined) return null
  const { inverse, achievedAt, userId, ...unsettled } = row
  const isBegun = inverse !== null && achievedAt !== null && userId !== null
  return { ...unsettled, paidKey: isBegun ? { inverse, achievedAt, userId } : null }
}

/** @param of.settledAt null: there are more ranks */
export async function notePaid(
  tx: Queryable,
  of: { board: number; period: number; rank: number; key: RankKey | null; settledAt: Date | null },
): Promise<void> {
  await tx.query({
    name: 'period-paid',
    text: `UPDATE leaderboard_period SET paid_rank = $3, paid_inverse = $4, paid_achieved = $5, paid_user = $6, settled_at = $7
           WHERE board = $1 AND period = $2`,
    values: [
      of.board,
      of.period,
      of.rank,
      of.key?.inverse ?? null,
      of.key?.achievedAt ?? null,
      of.key?.userId ?? null,
      of.settledAt,
    ],
  })
}

/** A prize that was granted. */
export interface PaidPrize {
  readonly id: string
  readonly board: number
  readonly period: number
  readonly rank: number
  readonly userId: string
  readonly rewards: readonly Reward[]
  readonly grantedAt: Date
}

export async function insertPrizes(tx: Queryable, prizes: readonly PaidPrize[]): Promise<void> {
  await tx.query({
    name: 'prizes-insert',
    text: `INSERT INTO leaderboard_prize (id, board, period, rank, user_id, rewards, granted_at)
           SELECT id, board, period, rank, "userId", rewards, "grantedAt" FROM jsonb_to_recordset($1::jsonb)
             AS prize (id uuid, board int, period int, rank int, "userId" uuid, rewards jsonb, "grantedAt" timestamptz)`,
    values: [JSON.stringify(prizes)],
  })
}

/** Prizes of each board, of the newest period first and by rank. */
export async function findPrizes(
  from: Queryable,
  of: { boards: readonly number[]; after: { period: number; rank: number } | null; limit: number },
): Promise<readonly PaidPrize[]> {
  const { rows } = await from.query<PaidPrize>({
    name: 'prizes-page',
    text: `SELECT page.* FROM unnest($1::int[]) AS asked (board), LATERAL (
             SELECT id, board, period, rank, user_id AS "userId", rewards, granted_at AS "grantedAt" FROM leaderboard_prize
             WHERE leaderboard_prize.board = asked.board AND ($2::int IS NULL OR (-period, rank) > (-$2, $3))
             ORDER BY -period, rank LIMIT $4) AS page`,
    values: [of.boards, of.after?.period ?? null, of.after?.rank ?? null, of.limit],
  })
  return rows
}

export async function countPrizes(from: Queryable, boards: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const { rows } = await from.query<{ board: number; count: number }>({
    name: 'prizes-count',
    text: 'SELECT board, count(*)::int AS count FROM leaderboard_prize WHERE board = ANY($1::int[]) GROUP BY board',
    values: [boards],
  })
  return new Map(rows.map(({ board, count }) => [board, count]))
}
