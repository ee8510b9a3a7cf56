import type { Queryable } from '@waystone/kit/postgres'

/** Of each pair, whether the user is a member of the guild or the party, in their order. */
export async function areMembers(
  db: Queryable,
  pairs: readonly { readonly ownerId: string; readonly userId: string }[],
): Promise<readonly boolean[]> {
  if (pairs.length === 0) return []
  const { rows } = await db.query<{ isMember: boolean }>({
    name: 'channel-members',
    text: `SELECT EXISTS (SELECT FROM party_member m WHERE m.party_id = asked.owner_id AND m.user_id = asked.user_id)
               OR EXISTS (SELECT FROM guild_member m WHERE m.guild_id = asked.owner_id AND m.user_id = asked.user_id) AS "isMember"
           FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (owner_id, user_id, place) ORDER BY asked.place`,
    values: [pairs.map(({ ownerId }) => ownerId), pairs.map(({ userId }) => userId)],
  })
  return rows.map(({ isMember }) => isMember)
}

/** The guild and the party of a user. */
export async function findOwnersOf(db: Queryable, userId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'channel-owners',
    text: `SELECT party_id AS id FROM party_member WHERE user_id = $1
           UNION ALL SELECT guild_id FROM guild_member WHERE user_id = $1`,
    values: [userId],
  })
  return rows.map(({ id }) => id)
}
