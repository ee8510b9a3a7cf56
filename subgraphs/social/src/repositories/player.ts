import type { Queryable } from '@waystone/kit/postgres'
import type { Counts } from '../domain/relationship.js'

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

/** Under the lock of each. */
export async function saveCounts(tx: Queryable, players: ReadonlyMap<string, Counts>): Promise<void> {
  const counts = [...players.values()]
  await tx.query({
    name: 'player_save',
    text: `UPDATE player p SET friends = n.friends, requests_sent = n.sent, blocks = n.blocks
      FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) AS n (user_id, friends, sent, blocks)
      WHERE p.user_id = n.user_id`,
    values: [
      [...players.keys()],
      counts.map(({ friends }) => friends),
      counts.map(({ requestsSent }) => requestsSent),
      counts.map(({ blocks }) => blocks),
    ],
  })
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
