import type { Queryable } from '@waystone/kit/postgres'
import type { Leaderboard, LeaderboardDefinition } from '../../domain/leaderboards/leaderboard.js'

/** How many versions of boards have been published; it never decreases. */
export async function readBoardRevision(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ revision: number }>({
    name: 'board-revision',
    text: 'SELECT board_revision AS revision FROM catalog',
  })
  return revisionOf(rows)
}

/** The same, keeping other publications waiting until the transaction ends. */
export async function lockBoardRevision(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ revision: number }>({
    name: 'board-revision-lock',
    text: 'SELECT board_revision AS revision FROM catalog FOR UPDATE',
  })
  return revisionOf(rows)
}

function revisionOf([row]: readonly { revision: number }[]): number {
  if (row === undefined) throw new Error('Expected the row of the catalog, which the migration inserts')
  return row.revision
}

/** Every board as of a revision, in the order of first publication. */
export async function findBoards(from: Queryable, of: { revision: number }): Promise<readonly Leaderboard[]> {
  const { rows } = await from.query<Leaderboard>({
    name: 'boards',
    text: `SELECT leaderboard.id, number, newest.version, first.published_at AS "publishedAt", newest.definition
           FROM leaderboard
           JOIN leaderboard_version AS first ON first.leaderboard_id = leaderboard.id AND first.version = 1,
           LATERAL (SELECT version, definition FROM leaderboard_version
             WHERE leaderboard_id = leaderboard.id AND revision <= $1 ORDER BY version DESC LIMIT 1) AS newest
           ORDER BY first.revision`,
    values: [of.revision],
  })
  return rows
}

/** Appends a version, and with its first one the board. The caller has locked the revision. */
export async function insertBoardVersion(
  tx: Queryable,
  version: {
    id: string
    version: number
    revision: number
    definition: LeaderboardDefinition
    at: Date
    actor: string
    reason: string
    idempotencyKey: string | null
  },
): Promise<void> {
  await tx.query({
    name: 'board-version-insert',
    text: `WITH board AS (INSERT INTO leaderboard (id) SELECT $1 WHERE $2 = 1),
                version AS (
                  INSERT INTO leaderboard_version
                    (leaderboard_id, version, revision, definition, published_at, actor, reason, idempotency_key)
                  VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8))
           UPDATE catalog SET board_revision = $3`,
    values: [
      version.id,
      version.version,
      version.revision,
      JSON.stringify(version.definition),
      version.at,
      version.actor,
      version.reason,
      version.idempotencyKey,
    ],
  })
}

/** The version that a command has published before; null for one that has not been run. */
export async function findBoardCommand(
  tx: Queryable,
  { actor, idempotencyKey }: { actor: string; idempotencyKey: string | null },
): Promise<{ readonly id: string; readonly definition: LeaderboardDefinition } | null> {
  if (idempotencyKey === null) return null
  const { rows } = await tx.query<{ id: string; definition: LeaderboardDefinition }>({
    name: 'board-version-by-command',
    text: `SELECT leaderboard_id AS id, definition FROM leaderboard_version WHERE actor = $1 AND idempotency_key = $2`,
    values: [actor, idempotencyKey],
  })
  return rows[0] ?? null
}

/** A board whose earlier events are being counted. */
export interface Filling {
  readonly id: string
  readonly number: number
  /** The last user that is done. */
  readonly after: string | null
}

/**
 * The next board whose earlier events are not counted yet, for this transaction alone. Boards that were
 * published after `publishedBefore` wait.
 */
export async function lockFilling(tx: Queryable, of: { publishedBefore: Date }): Promise<Filling | null> {
  const { rows } = await tx.query<Filling>({
    name: 'board-filling',
    text: `SELECT id, number, filled_after AS after FROM leaderboard
           WHERE filled_at IS NULL AND EXISTS (
             SELECT FROM leaderboard_version WHERE leaderboard_id = id AND version = 1 AND published_at <= $1)
           ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED`,
    values: [of.publishedBefore],
  })
  return rows[0] ?? null
}

/** @param of.at when it was done; null: it goes on after the user */
export async function noteFilling(
  tx: Queryable,
  of: { id: string; after: string | null; at: Date | null },
): Promise<void> {
  await tx.query({
    name: 'board-filled',
    text: 'UPDATE leaderboard SET filled_after = $2, filled_at = $3 WHERE id = $1',
    values: [of.id, of.after, of.at],
  })
}
