import type { Queryable } from '@waystone/kit/postgres'

/** Whom a user has blocked, as social has told it last. */
export interface BlockList {
  readonly userId: string
  readonly blockedIds: readonly string[]
  readonly version: number
}

/** @returns false when a later one is known */
export async function saveBlockList(tx: Queryable, { userId, blockedIds, version }: BlockList): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'block-list-save',
    text: `INSERT INTO block_list (user_id, blocked_ids, version) VALUES ($1, $2, $3)
           ON CONFLICT (user_id) DO UPDATE SET blocked_ids = $2, version = $3 WHERE block_list.version < $3`,
    values: [userId, blockedIds, version],
  })
  return rowCount === 1
}

/** By character: the list of its user; those of users who have never blocked anybody are left out. */
export async function findBlockLists(
  db: Queryable,
  characterIds: readonly string[],
): Promise<ReadonlyMap<string, BlockList>> {
  const { rows } = await db.query<{ id: string; user_id: string; blocked_ids: string[]; version: string }>({
    name: 'block-lists',
    text: `SELECT c.id, b.* FROM characters c JOIN block_list b USING (user_id) WHERE c.id = ANY($1::uuid[])`,
    values: [characterIds],
  })
  return new Map(
    rows.map(({ blocked_ids: blockedIds, id, user_id: userId, version }) => [
      id,
      { userId, blockedIds, version: Number(version) },
    ]),
  )
}

/** By character: the version of its user's list; those of users who have never blocked anybody are left out. */
export async function findBlockVersions(
  db: Queryable,
  characterIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ id: string; version: string }>({
    name: 'block-versions',
    text: `SELECT c.id, b.version FROM characters c JOIN block_list b USING (user_id) WHERE c.id = ANY($1::uuid[])`,
    values: [characterIds],
  })
  return new Map(rows.map(row => [row.id, Number(row.version)]))
}

export async function deleteBlockList(tx: Queryable, userId: string): Promise<void> {
  await tx.query({
    name: 'block-list-delete',
    text: 'DELETE FROM block_list WHERE user_id = $1',
    values: [userId],
  })
}
