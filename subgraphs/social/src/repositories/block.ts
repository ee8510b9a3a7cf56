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
