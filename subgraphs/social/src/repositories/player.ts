import { tellAfterCommit, type LiveTopic } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Counts } from '../domain/relationship.js'

/** Rings when what a user is shown of friends, requests and blocks has changed. */
export const friendsTopic = (userId: string): LiveTopic => ({ topic: 'friends', key: userId })

/**
 * Locks users until the transaction ends, in the order of their ids: all that changes a user's relationships or party
 * takes this lock first.
 * @returns what is counted of each; users whose accounts are deleted are missing.
 */
export async function lockPlayers(tx: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, Counts>> {
  await tx.query({
    name: 'player_insert',
    text: `INSERT INTO player (user_id) SELECT id FROM unnest($1::uuid[]) AS given (id)
      WHERE NOT EXISTS (SELECT FROM player p WHERE p.user_id = id) ORDER BY id ON CONFLICT DO NOTHING`,
    values: [userIds],
  })
  await tx.query({
    name: 'player_lock',
    text: 'SELECT FROM player WHERE user_id = ANY($1::uuid[]) ORDER BY user_id FOR NO KEY UPDATE',
    values: [userIds],
  })
  // A statement of its own: it sees what was committed before the locks were there.
  const { rows } = await tx.query<PlayerRow>({
    name: 'player_counts',
    text: `SELECT user_id, friends, requests_sent, blocks FROM player p WHERE user_id = ANY($1::uuid[])
      AND NOT EXISTS (SELECT FROM erased_user e WHERE e.user_id = p.user_id)`,
    values: [userIds],
  })
  return new Map(
    rows.map(row => [row.user_id, { friends: row.friends, requestsSent: row.requests_sent, blocks: row.blocks }]),
  )
}

/**
 * Saves what is counted of users, under the lock of each.
 * @param shown the users to whom the change shows
 */
export async function saveCounts(
  tx: Queryable,
  players: ReadonlyMap<string, Counts>,
  shown: ReadonlySet<string>,
): Promise<void> {
  const counts = [...players.values()]
  await tx.query({
    name: 'player_save',
    text: `UPDATE player p SET friends = n.friends, requests_sent = n.sent, blocks = n.blocks, revision = p.revision + n.shown::int
      FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::bool[]) AS n (user_id, friends, sent, blocks, shown)
      WHERE p.user_id = n.user_id`,
    values: [
      [...players.keys()],
      counts.map(({ friends }) => friends),
      counts.map(({ requestsSent }) => requestsSent),
      counts.map(({ blocks }) => blocks),
      [...players.keys()].map(userId => shown.has(userId)),
    ],
  })
  for (const userId of shown) tellAfterCommit(tx, friendsTopic(userId))
}

export async function findRevisions(db: Queryable, userIds: readonly string[]): Promise<readonly number[]> {
  const { rows } = await db.query<{ user_id: string; revision: number }>({
    name: 'player_revisions',
    text: 'SELECT user_id, revision FROM player WHERE user_id = ANY($1::uuid[])',
    values: [userIds],
  })
  const found = new Map(rows.map(row => [row.user_id, row.revision]))
  return userIds.map(userId => found.get(userId) ?? 0)
}

/** Of each user, whether there is anyone whom the user has blocked, in their order. */
export async function haveBlocked(db: Queryable, userIds: readonly string[]): Promise<readonly boolean[]> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'player_blockers',
    text: 'SELECT user_id FROM player WHERE user_id = ANY($1::uuid[]) AND blocks > 0',
    values: [userIds],
  })
  const found = new Set(rows.map(row => row.user_id))
  return userIds.map(userId => found.has(userId))
}

/** Requests and invitations of a user that are notified to others at once, … */
const TOLD_BURST = 20
/** … and how often one more. */
const TOLD_INTERVAL_MS = 30_000

/**
 * Takes one from the rate at which a user's requests and invitations are notified, under the user's lock. Without it,
 * sending and taking back again and again would make any number of notifications.
 * @returns whether there was one to take
 */
export async function takeNotification(
  tx: Queryable,
  { userId, now }: { userId: string; now: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'player_told',
    text: `UPDATE player SET told_until = greatest(told_until, $2::timestamptz) + make_interval(secs => $3)
      WHERE user_id = $1 AND greatest(told_until, $2::timestamptz) <= $2::timestamptz + make_interval(secs => $4)`,
    values: [userId, now, TOLD_INTERVAL_MS / 1_000, ((TOLD_BURST - 1) * TOLD_INTERVAL_MS) / 1_000],
  })
  return rowCount === 1
}

export async function deletePlayer(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ text: 'DELETE FROM player WHERE user_id = $1', values: [userId] })
}

interface PlayerRow {
  readonly user_id: string
  readonly friends: number
  readonly requests_sent: number
  readonly blocks: number
}
