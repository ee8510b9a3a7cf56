import type { Queryable } from '@waystone/kit/postgres'

/** Which of the others this user has blocked, or has been blocked by: one statement for any number of them. */
export async function findBlockedBetween(
  db: Queryable,
  userId: string,
  otherIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>({
    name: 'blocked_between',
    text: `SELECT other.id FROM unnest($2::uuid[]) AS other (id) JOIN relationship r
        ON r.low_id = least(other.id, $1) AND r.high_id = greatest(other.id, $1)
      WHERE r.low_blocked_at IS NOT NULL OR r.high_blocked_at IS NOT NULL`,
    values: [userId, otherIds],
  })
  return new Set(rows.map(row => row.id))
}

/** Of two users, whether the first has blocked the second, and the second the first. */
export interface Blocks {
  readonly own: boolean
  readonly others: boolean
}

/** Of each pair, in their order: one statement for any number of them. */
export async function findBlocks(
  db: Queryable,
  pairs: readonly { readonly userId: string; readonly otherId: string }[],
): Promise<readonly Blocks[]> {
  const { rows } = await db.query<Blocks>({
    name: 'blocks_of_pairs',
    text: `SELECT CASE WHEN r.low_id = asked.user_id THEN r.low_blocked_at ELSE r.high_blocked_at END IS NOT NULL AS own,
        CASE WHEN r.low_id = asked.user_id THEN r.high_blocked_at ELSE r.low_blocked_at END IS NOT NULL AS others
      FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (user_id, other_id, place) LEFT JOIN relationship r
        ON r.low_id = least(asked.user_id, asked.other_id) AND r.high_id = greatest(asked.user_id, asked.other_id)
      ORDER BY asked.place`,
    values: [pairs.map(({ userId }) => userId), pairs.map(({ otherId }) => otherId)],
  })
  return rows
}

/** Which of the others this user has blocked. */
export async function findBlockedBy(
  db: Queryable,
  userId: string,
  otherIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>({
    name: 'blocked_by',
    text: `SELECT other.id FROM unnest($2::uuid[]) AS other (id) JOIN relationship r
        ON r.low_id = least(other.id, $1) AND r.high_id = greatest(other.id, $1)
      WHERE CASE WHEN r.low_id = $1 THEN r.low_blocked_at ELSE r.high_blocked_at END IS NOT NULL`,
    values: [userId, otherIds],
  })
  return new Set(rows.map(row => row.id))
}

/** A query of one column `id`: whom a user has blocked. @param user SQL for the user's id, such as $1 */
export const blockedBy = (user: string): string =>
  `SELECT high_id AS id FROM relationship WHERE low_id = ${user} AND low_blocked_at IS NOT NULL
   UNION ALL SELECT low_id FROM relationship WHERE high_id = ${user} AND high_blocked_at IS NOT NULL`

/** All whom a user has blocked, in order. */
export interface BlockList {
  readonly userId: string
  readonly blockedIds: readonly string[]
  /** Grows with each change of the list. */
  readonly version: number
}

export async function findBlockLists(db: Queryable, userIds: readonly string[]): Promise<readonly BlockList[]> {
  const { rows } = await db.query<{ user_id: string; blocked_ids: string[]; revision: number }>({
    name: 'block_lists',
    // A block shows to the one who sets it, so the user's revision has grown with it.
    text: `SELECT user_id, revision, ARRAY(${blockedBy('p.user_id')} ORDER BY 1) AS blocked_ids
      FROM player p WHERE user_id = ANY($1::uuid[]) ORDER BY user_id`,
    values: [userIds],
  })
  return rows.map(row => ({ userId: row.user_id, blockedIds: row.blocked_ids, version: row.revision }))
}
