import type { Queryable } from '@waystone/kit/postgres'

/** Which accounts are asked for: those that existed at a moment and are not deleted. */
export interface PlayerFilter {
  readonly createdUntil: Date
  /** Only these; null for all. */
  readonly among: readonly string[] | null
}

const CONDITION = `p.standing <> 'DELETED' AND u.created_at <= $1 AND ($2::uuid[] IS NULL OR u.id = ANY($2::uuid[]))`
const FROM = 'FROM "user" u JOIN profile p ON p.user_id = u.id'

/** In the order of their ids. */
export async function findPlayerPage(
  db: Queryable,
  { createdUntil, among }: PlayerFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'player-page',
    text: `SELECT u.id ${FROM} WHERE ${CONDITION} AND ($3::uuid IS NULL OR u.id > $3) ORDER BY u.id LIMIT $4`,
    values: [createdUntil, among, after, limit],
  })
  return rows.map(({ id }) => id)
}

export async function countPlayers(db: Queryable, { createdUntil, among }: PlayerFilter): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'player-count',
    text: `SELECT count(*)::int AS count ${FROM} WHERE ${CONDITION}`,
    values: [createdUntil, among],
  })
  return rows[0]?.count ?? 0
}
