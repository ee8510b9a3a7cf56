import { tellAfterCommit } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Match, MatchPlayer } from '../domain/matches/match.js'
import { matchWorkTopic } from './match-queue.js'

/** The topic of subscriptions to a user's matches. */
export const matchTopic = (userId: string) => ({ topic: 'match', key: userId })

type MatchRow = Omit<Match, 'players'> & { readonly players: readonly PlayerJson[] }
interface PlayerJson extends Omit<MatchPlayer, 'finishedAt'> {
  readonly finishedAt: string | null
}

const PLAYERS = `(SELECT jsonb_agg(jsonb_build_object('userId', user_id, 'ratingBefore', rating_before, 'ratingAfter', rating_after,
    'finishedAt', finished_at) ORDER BY side) FROM match_player WHERE match_player.match_id = match.id) AS players`
/** As a row of `match` has them. */
export const MATCH_COLUMNS = `match.id, match.position, match.puzzle_id AS "puzzleId", match.status, match.started_at AS "startedAt",
  match.ends_at AS "endsAt", match.finished_at AS "finishedAt", match.winner_id AS "winnerId", ${PLAYERS}`

export function matchOfRow({ players, ...row }: MatchRow): Match {
  const [first, second] = players.map(player => ({
    ...player,
    finishedAt: player.finishedAt === null ? null : new Date(player.finishedAt),
  }))
  if (first === undefined || second === undefined) throw new Error(`Expected match ${row.id} to have two players`)
  return { ...row, players: [first, second] }
}

export async function findMatches(from: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Match>> {
  const { rows } = await from.query<MatchRow>({
    name: 'matches-by-ids',
    text: `SELECT ${MATCH_COLUMNS} FROM match WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, matchOfRow(row)]))
}

/** The matches of puzzles, by puzzle. */
export async function findMatchesByPuzzle(
  from: Queryable,
  puzzleIds: readonly string[],
): Promise<ReadonlyMap<string, Match>> {
  const { rows } = await from.query<MatchRow>({
    name: 'matches-by-puzzles',
    text: `SELECT ${MATCH_COLUMNS} FROM match WHERE puzzle_id = ANY($1::uuid[])`,
    values: [puzzleIds],
  })
  return new Map(rows.map(row => [row.puzzleId, matchOfRow(row)]))
}

/** The match that the user is in. */
export async function findActiveMatch(from: Queryable, userId: string): Promise<Match | null> {
  const { rows } = await from.query<MatchRow>({
    name: 'match-active',
    text: `SELECT ${MATCH_COLUMNS} FROM match WHERE id = (SELECT match_id FROM match_player WHERE user_id = $1 AND is_active)`,
    values: [userId],
  })
  return rows[0] === undefined ? null : matchOfRow(rows[0])
}

/** Locks a match until the transaction ends; null when there is none. */
export async function lockMatch(tx: Queryable, id: string): Promise<Match | null> {
  // The players are read by a second statement: one that waits for a lock would show them as they were
  // before.
  await tx.query({ name: 'match-lock', text: 'SELECT FROM match WHERE id = $1 FOR UPDATE', values: [id] })
  return (await findMatches(tx, [id])).get(id) ?? null
}

/** A match to make, its players in the order in which they are shown. */
export interface NewMatch extends Pick<Match, 'id' | 'puzzleId' | 'startedAt' | 'endsAt'> {
  readonly players: readonly [NewPlayer, NewPlayer]
}
type NewPlayer = Pick<MatchPlayer, 'userId' | 'ratingBefore'>

/** The puzzles are there already. */
export async function insertMatches(tx: Queryable, matches: readonly NewMatch[]): Promise<void> {
  await tx.query({
    name: 'matches-insert',
    text: `WITH made AS (
             INSERT INTO match (id, puzzle_id, status, started_at, ends_at)
             SELECT id, "puzzleId", 'WAITING', "startedAt", "endsAt"
             FROM jsonb_to_recordset($1::jsonb) AS asked (id uuid, "puzzleId" uuid, "startedAt" timestamptz, "endsAt" timestamptz)
             RETURNING id, position)
           INSERT INTO match_player (match_id, user_id, side, position, change, is_active, rating_before)
           SELECT made.id, "userId", side, made.position, nextval('match_change'), true, "ratingBefore"
           FROM jsonb_to_recordset($2::jsonb) AS player ("matchId" uuid, "userId" uuid, side int, "ratingBefore" int)
           JOIN made ON made.id = player."matchId"`,
    values: [
      JSON.stringify(matches),
      JSON.stringify(
        matches.flatMap(({ id, players }) => players.map((player, side) => ({ ...player, side, matchId: id }))),
      ),
    ],
  })
  for (const { players } of matches) for (const { userId } of players) tellAfterCommit(tx, matchTopic(userId))
  tellAfterCommit(tx, matchWorkTopic)
}

/** Notes that matches whose countdown is over are running, and tells their players. */
export async function startMatches(tx: Queryable, now: Date): Promise<void> {
  const { rows } = await tx.query<{ userId: string }>({
    name: 'matches-start',
    text: `WITH started AS (
             UPDATE match SET status = 'RUNNING' WHERE id = ANY (ARRAY(
               SELECT id FROM match WHERE finished_at IS NULL AND status = 'WAITING' AND started_at <= $1
               ORDER BY id FOR UPDATE SKIP LOCKED)) RETURNING id)
           UPDATE match_player SET change = nextval('match_change') FROM started WHERE match_id = started.id
           RETURNING user_id AS "userId"`,
    values: [now],
  })
  for (const { userId } of rows) tellAfterCommit(tx, matchTopic(userId))
}

/** Writes the end of a match, which the caller has locked, and tells its players. */
export async function writeEnd(
  tx: Queryable,
  match: Match & { readonly status: 'FINISHED' | 'CANCELLED' },
): Promise<void> {
  await tx.query({
    name: 'match-end',
    text: `WITH ended AS (UPDATE match SET status = $2, finished_at = $3, winner_id = $4 WHERE id = $1)
           UPDATE match_player SET is_active = false, change = nextval('match_change'), rating_after = player."ratingAfter",
             finished_at = player."finishedAt"
           FROM jsonb_to_recordset($5::jsonb) AS player ("userId" uuid, "ratingAfter" int, "finishedAt" timestamptz)
           WHERE match_id = $1 AND user_id = player."userId"`,
    values: [match.id, match.status, match.finishedAt, match.winnerId, JSON.stringify(match.players)],
  })
  for (const { userId } of match.players) tellAfterCommit(tx, matchTopic(userId))
}

/** Ids of matches whose time is over. */
export async function findOverdueMatches(
  from: Queryable,
  { now, limit }: { now: Date; limit: number },
): Promise<readonly string[]> {
  const { rows } = await from.query<{ id: string }>({
    name: 'matches-overdue',
    text: 'SELECT id FROM match WHERE finished_at IS NULL AND ends_at <= $1 ORDER BY ends_at LIMIT $2',
    values: [now, limit],
  })
  return rows.map(({ id }) => id)
}
