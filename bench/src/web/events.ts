import { Pool } from 'pg'
import { inBulk, settleBulk } from '../economy/bulk.js'
import { benchUserId } from '../economy/identities.js'

const EVENT_TYPES = ['user.signed_in', 'monster.killed', 'item.acquired', 'quest.completed', 'character.leveled_up']
const BEFORE = `'2026-02-01T00:00:00Z'::timestamptz`

/**
 * Events of the users that population.ts makes, as many of each one.
 * @param url of the database of quests, to which no connection remains: it is copied afterwards
 */
export async function insertEvents(url: string, { users, eventsEach }: { users: number; eventsEach: number }) {
  const quests = new Pool({ connectionString: url })
  const userIds = Array.from({ length: users }, (_, index) => benchUserId(index + 1))
  await inBulk(quests, [
    {
      text: `insert into player (user_id, sequence, catalog_revision)
        select id, ${eventsEach}, (select revision from catalog) from unnest($1::uuid[]) as u (id)`,
      values: [userIds],
    },
    {
      text: `insert into game_event (id, user_id, sequence, type, data, occurred_at, catalog_revision)
        select gen_random_uuid(), u.id, k, ($2::text[])[1 + (u.number + k) % ${EVENT_TYPES.length}],
          jsonb_build_object('monster', 'meadow-slime', 'level', k, 'place', jsonb_build_object('x', k, 'y', u.number)),
          ${BEFORE} + (k * ${users} + u.number) * interval '1 second', (select revision from catalog)
        from unnest($1::uuid[]) with ordinality as u (id, number), generate_series(1, ${eventsEach}) k`,
      values: [userIds, EVENT_TYPES],
    },
  ])
  await settleBulk(quests)
  await quests.end()
}
