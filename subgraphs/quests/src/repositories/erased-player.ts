import type { Queryable } from '@waystone/kit/postgres'

/**
 * Locks the players, in the order of their ids as recording does, and makes the time zone of each UTC.
 * @param types of events that tell a time zone
 */
export async function erasePlayers(
  tx: Queryable,
  { userIds, at, types }: { userIds: readonly string[]; at: Date; types: readonly string[] },
): Promise<void> {
  await tx.query({
    name: 'players-erase',
    text: `INSERT INTO player AS known (user_id, sequence, catalog_revision, erased_at)
           SELECT user_id, 0, catalog.revision, $2::timestamptz
           FROM catalog, unnest($1::uuid[]) AS erased (user_id) ORDER BY user_id
           ON CONFLICT (user_id) DO UPDATE SET erased_at = coalesce(known.erased_at, excluded.erased_at),
             time_zone = 'UTC', former_of_days = 'UTC', former_of_weeks = 'UTC', zone_chosen_at = NULL`,
    values: [userIds, at],
  })
  await tx.query({
    name: 'zones-erase',
    text: `UPDATE game_event SET data = jsonb_set(data, '{timeZone}', '"UTC"')
           WHERE user_id = ANY($1::uuid[]) AND type = ANY($2) AND data ? 'timeZone'`,
    values: [userIds, types],
  })
}
