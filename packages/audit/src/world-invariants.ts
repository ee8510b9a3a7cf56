import type { LocalInvariant, SharedInvariant } from './invariant.js'

/** All experience of the last level, 99; a character gains no more (subgraphs/characters/src/domain/experience.ts). */
const EXPERIENCE_MAX = 37_653_560
/** All experience that a level needs: 40·n³ + 60·n for n levels gained. */
const experienceFor = (level: string) => `(40 * (${level} - 1)::bigint ^ 3 + 60 * (${level} - 1))`
/** A character begins with three lures, and has one more from each level. */
const LURES_AT_FIRST = 3

/** Invariants within characters: nothing that was gained in the world is there without a reason. */
export const worldInvariants: readonly LocalInvariant[] = [
  {
    title: "Each character's experience, and what waits for one, is the sum of what was gained",
    database: 'characters',
    violations: `SELECT 'character ' || c.id || ': ' || c.experience || ', gained ' || coalesce(g.sum, 0) AS what FROM characters c
        LEFT JOIN (SELECT character_id, sum(experience) FROM gain GROUP BY character_id) g ON g.character_id = c.id
        WHERE c.experience <> least(${EXPERIENCE_MAX}, coalesce(g.sum, 0))
      UNION ALL SELECT 'roster ' || r.user_id || ': ' || r.pending_experience || ', gained ' || coalesce(g.sum, 0) FROM rosters r
        LEFT JOIN (SELECT user_id, sum(experience) FROM gain GROUP BY user_id) g ON g.user_id = r.user_id
        WHERE r.pending_experience <> least(${EXPERIENCE_MAX}, coalesce(g.sum, 0))`,
  },
  {
    title: "Each character's level is that of its experience",
    database: 'characters',
    violations: `SELECT id || ': level ' || level || ' with ' || experience AS what FROM characters
      WHERE experience < ${experienceFor('level')} OR (level < 99 AND experience >= ${experienceFor('level + 1')})`,
  },
  {
    title: 'No drop was picked up twice',
    database: 'characters',
    violations: `SELECT map_id || ' ' || epoch || ' ' || drop_number AS what FROM gain
      WHERE source = 'PICK_UP' AND drop_number IS NOT NULL
      GROUP BY map_id, epoch, drop_number HAVING count(*) > 1
      UNION ALL SELECT id || ' names no drop' FROM gain
        WHERE source = 'PICK_UP' AND (map_id IS NULL OR epoch IS NULL OR drop_number IS NULL)`,
  },
  {
    title: 'Each pet was tamed once, by its character, with a lure',
    database: 'characters',
    violations: `SELECT 'pet ' || p.id AS what FROM pets p
        LEFT JOIN gain g ON g.subject_id = p.id AND g.source IN ('TAMED', 'OPENING')
        GROUP BY p.id, p.character_id
        HAVING count(*) FILTER (WHERE g.character_id = p.character_id) <> 1 OR count(g.id) <> 1
      UNION ALL SELECT 'lures of ' || c.id FROM characters c
        LEFT JOIN (SELECT character_id, count(*) AS n FROM gain WHERE source = 'TAMED' GROUP BY character_id) g ON g.character_id = c.id
        WHERE c.lures_used < coalesce(g.n, 0) OR c.lures_used > ${LURES_AT_FIRST} + c.level`,
  },
  {
    title: 'Each inventory holds exactly what was pulled, picked up and granted, less what orders were paid with',
    database: 'gacha',
    // Tickets leave the inventory where an order is recorded, and come back where it is RELEASED. Beyond the
    // most that an inventory holds, the order of both decides how many are left.
    violations: `WITH received AS (
        SELECT user_id, item_id, sum(quantity) AS quantity FROM (
          SELECT p.user_id, i.item_id, 1 AS quantity FROM pulled_item i JOIN pull p ON p.id = i.pull_id
          UNION ALL SELECT user_id, item_id, quantity FROM item_receipt) one GROUP BY 1, 2
      ), spent AS (
        SELECT user_id, ticket_item_id AS item_id, sum(ticket_amount) AS quantity FROM pull
        WHERE ticket_item_id IS NOT NULL AND status <> 'RELEASED' GROUP BY 1, 2
      )
      SELECT user_id || ' ' || item_id || ': ' || coalesce(held.quantity, 0) || ', received ' || coalesce(received.quantity, 0)
        || ', spent ' || coalesce(spent.quantity, 0) AS what
      FROM received FULL JOIN spent USING (user_id, item_id) FULL JOIN inventory_entry held USING (user_id, item_id)
      WHERE coalesce(held.quantity, 0) NOT BETWEEN least(2147483647, coalesce(received.quantity, 0)) - coalesce(spent.quantity, 0)
        AND least(2147483647, coalesce(received.quantity, 0) - coalesce(spent.quantity, 0))`,
  },
]

const experienceOfGrant = `(SELECT sum((r->>'amount')::bigint) FROM jsonb_array_elements(data->'rewards') r WHERE r->>'kind' = 'EXPERIENCE')`

/** Read first where the later step is: by the time the other database is read, its step is committed. */
export const sharedWorldInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each kill that was counted is recorded with the experience that it gave',
    from: 'quests',
    to: 'characters',
    page: `SELECT id, ARRAY[concat_ws(' ', data->>'characterId', data->>'kindId', data->>'experience')] AS expected
      FROM game_event WHERE type = 'monster.killed' AND data ? 'experience' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, concat_ws(' ', character_id, subject_id, experience) AS found FROM gain WHERE source = 'KILL' AND id = ANY($1::uuid[])`,
  },
  {
    title: 'Each taming that was counted is recorded',
    from: 'quests',
    to: 'characters',
    page: `SELECT id, ARRAY[concat_ws(' ', data->>'characterId', data->>'petId')] AS expected
      FROM game_event WHERE type = 'pet.tamed' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, concat_ws(' ', character_id, subject_id) AS found FROM gain WHERE source = 'TAMED' AND id = ANY($1::uuid[])`,
  },
  {
    title: 'Each experience that was not of a kill is what a quest has granted',
    from: 'characters',
    to: 'quests',
    page: `SELECT id, ARRAY[experience::text] AS expected FROM gain
      WHERE source NOT IN ('KILL', 'PARTY', 'OPENING') AND experience <> 0 AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, ${experienceOfGrant}::text AS found FROM game_event WHERE type = 'quest.reward_granted' AND id = ANY($1::uuid[])`,
  },
  {
    title: 'Each item that an inventory has from the world was picked up there',
    from: 'gacha',
    to: 'characters',
    page: `SELECT reference AS id, ARRAY[concat_ws(' ', item_id, quantity)] AS expected FROM item_receipt
      WHERE source = 'PICK_UP' AND reference > $1 ORDER BY reference LIMIT $2`,
    lookup: `SELECT id, concat_ws(' ', subject_id, 1) AS found FROM gain WHERE source = 'PICK_UP' AND id = ANY($1::uuid[])`,
  },
]

/** Only for a system without requests in flight. */
export const settledWorldInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each kill, item and pet of the world was told to quests',
    from: 'characters',
    to: 'quests',
    page: `SELECT id, ARRAY[CASE source WHEN 'KILL' THEN 'monster.killed' WHEN 'PICK_UP' THEN 'item.picked_up' ELSE 'pet.tamed' END] AS expected
      FROM gain WHERE source IN ('KILL', 'PICK_UP', 'TAMED') AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, type AS found FROM game_event
      WHERE type IN ('monster.killed', 'item.picked_up', 'pet.tamed') AND id = ANY($1::uuid[])`,
  },
  {
    title: 'Each item that was picked up is in an inventory once',
    from: 'characters',
    to: 'gacha',
    page: `SELECT id, ARRAY[concat_ws(' ', subject_id, 1)] AS expected FROM gain
      WHERE source = 'PICK_UP' AND id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT reference AS id, concat_ws(' ', item_id, quantity) AS found FROM item_receipt
      WHERE source = 'PICK_UP' AND reference = ANY($1::uuid[])`,
  },
  {
    title: 'Each experience that quests has granted was given',
    from: 'quests',
    to: 'characters',
    // Nothing is given to accounts that are deleted by then.
    page: `SELECT id, ARRAY[granted.experience::text] AS expected FROM (
        SELECT e.id, ${experienceOfGrant} AS experience FROM game_event e JOIN player p ON p.user_id = e.user_id
        WHERE e.type = 'quest.reward_granted' AND p.erased_at IS NULL AND e.id > $1) granted
      WHERE granted.experience > 0 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, experience::text AS found FROM gain WHERE source = 'QUEST' AND id = ANY($1::uuid[])`,
  },
]
