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

/** Notes that the user has signed in from there. */
export async function noteNetwork(tx: Queryable, { userId, networkHash }: KnownNetwork, at: Date): Promise<void> {
  await tx.query({
    name: 'known-network-note',
    text: `INSERT INTO known_network (user_id, network_hash, seen_at) VALUES ($1, $2, $3)
           ON CONFLICT (user_id, network_hash) DO UPDATE SET seen_at = excluded.seen_at`,
    values: [userId, networkHash, at],
  })
}

export async function deleteNetworksSeenBefore(db: Queryable, moment: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM known_network WHERE seen_at < $1', values: [moment] })
}
