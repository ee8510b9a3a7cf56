import type { Queryable } from '@waystone/kit/postgres'

/** A network as it is kept for a user: a hash of both. */
export interface KnownNetwork {
  readonly userId: string
  readonly networkHash: Buffer
}

export async function isKnownNetwork(db: Queryable, { userId, networkHash }: KnownNetwork): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'known-network-find',
    text: 'SELECT FROM known_network WHERE user_id = $1 AND network_hash = $2',
    values: [userId, networkHash],
  })
  return rowCount === 1
}

/** Notes that the user has signed in from there. @returns whether it was known before, and whether others are */
export async function noteNetwork(
  tx: Queryable,
  { userId, networkHash }: KnownNetwork,
  at: Date,
): Promise<{ isNew: boolean; knowsOthers: boolean }> {
  const { rows } = await tx.query<{ isNew: boolean; knowsOthers: boolean }>({
    name: 'known-network-note',
    // A row that was updated names the transaction that did it in xmax; a new one names none.
    text: `INSERT INTO known_network AS noted (user_id, network_hash, seen_at) VALUES ($1, $2, $3)
           ON CONFLICT (user_id, network_hash) DO UPDATE SET seen_at = excluded.seen_at
           RETURNING noted.xmax = 0 AS "isNew",
             EXISTS (SELECT FROM known_network WHERE user_id = $1 AND network_hash <> $2) AS "knowsOthers"`,
    values: [userId, networkHash, at],
  })
  if (rows[0] === undefined) throw new Error('Expected the network that was noted')
  return rows[0]
}

export async function deleteNetworksSeenBefore(db: Queryable, moment: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM known_network WHERE seen_at < $1', values: [moment] })
}
