import type { LocalInvariant, SharedInvariant } from './invariant.js'

/** Invariants within gacha and within quests. */
export const gameInvariants: readonly LocalInvariant[] = [
  {
    title: 'Each drawn pull has its items, and no other has any',
    database: 'gacha',
    violations: `SELECT p.id || ' ' || p.status AS what FROM pull p
      LEFT JOIN (SELECT pull_id, count(*) AS n FROM pulled_item GROUP BY pull_id) i ON i.pull_id = p.id
      WHERE coalesce(i.n, 0) <> CASE WHEN p.status IN ('DRAWN', 'SETTLED') THEN p.count ELSE 0 END`,
  },
  {
    title: 'No nonce of a seed is used twice',
    database: 'gacha',
    violations: `SELECT fairness_seed_id || ' ' || nonce AS what FROM (
        SELECT fairness_seed_id, nonce FROM pull WHERE nonce IS NOT NULL UNION ALL SELECT fairness_seed_id, nonce FROM memory_change
      ) used GROUP BY fairness_seed_id, nonce HAVING count(*) > 1`,
  },
  {
    title: "Each user's completions of a quest count from 1 without gaps",
    database: 'quests',
    violations: `SELECT user_id || ' ' || quest_id AS what FROM quest_completion GROUP BY user_id, quest_id HAVING max(number) <> count(*)`,
  },
  {
    title: "Each user's recorded events count from 1 without gaps",
    database: 'quests',
    violations: `SELECT p.user_id AS what FROM player p LEFT JOIN game_event e ON e.user_id = p.user_id
      GROUP BY p.user_id, p.sequence HAVING count(e.id) <> p.sequence OR coalesce(max(e.sequence), 0) <> p.sequence`,
  },
  ...(['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const).map(database => ({
    title: `No event of ${database} is a dead letter`,
    database,
    violations: `SELECT event_id || ' ' || type AS what FROM dead_letter`,
  })),
]

/**
 * Invariants between two databases. The database whose step comes later in a pull or a reward is read first:
 * by the time the other one is read, its own step is committed.
 */
export const sharedInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each pull agrees with its reservation',
    from: 'gacha',
    to: 'users',
    // A drawn order has the price that was taken. Until then, any of its prices may be the one that is set aside.
    page: `SELECT id, CASE status
        WHEN 'SETTLED' THEN ARRAY['CAPTURED ' || price] || free
        WHEN 'DRAWN' THEN ARRAY['RESERVED ' || price, 'CAPTURED ' || price] || free
        WHEN 'REFUSED' THEN ARRAY['REFUSED']
        WHEN 'RELEASED' THEN ARRAY['RELEASED'] || free
        WHEN 'RELEASING' THEN ARRAY['', 'RELEASED', 'REFUSED'] || reserved
        ELSE ARRAY['', 'REFUSED', 'RELEASED'] || reserved || captured END AS expected
      FROM pull CROSS JOIN LATERAL (
        -- An order of a model without a price is not reserved.
        SELECT currency || ' ' || cost AS price,
          CASE WHEN cost = 0 AND order_name IS NOT NULL AND other_prices IS NULL THEN ARRAY[''] ELSE '{}' END AS free
      ) f CROSS JOIN LATERAL (
        SELECT array_agg('RESERVED ' || possible) AS reserved, array_agg('CAPTURED ' || possible) AS captured FROM (
          SELECT price AS possible UNION ALL
          SELECT (o.value->>'currency') || ' ' || (o.value->>'amount') FROM jsonb_array_elements(other_prices) o
        ) p
      ) possible WHERE id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT pull_id AS id, CASE WHEN status IN ('RESERVED', 'CAPTURED')
        THEN status || ' ' || currency || ' ' || amount ELSE status::text END AS found
      FROM reservation WHERE purpose = 'PULL' AND pull_id = ANY($1::uuid[])`,
  },
  {
    title: 'Each captured reservation has a drawn pull',
    from: 'users',
    to: 'gacha',
    page: `SELECT pull_id AS id, ARRAY['DRAWN', 'SETTLED'] AS expected FROM reservation
      WHERE status = 'CAPTURED' AND purpose = 'PULL' AND pull_id > $1 ORDER BY pull_id LIMIT $2`,
    lookup: `SELECT id, status::text AS found FROM pull WHERE id = ANY($1::uuid[])`,
  },
  {
    title: 'Each reward claim has a completion that is claimed, or a prize',
    from: 'users',
    to: 'quests',
    page: `SELECT DISTINCT completion_id AS id, ARRAY['claimed'] AS expected FROM reward_claim
      WHERE completion_id > $1 ORDER BY completion_id LIMIT $2`,
    lookup: `SELECT id, CASE WHEN claimed_at IS NULL THEN 'unclaimed' ELSE 'claimed' END AS found FROM quest_completion WHERE id = ANY($1::uuid[])
      UNION ALL SELECT id, 'claimed' FROM leaderboard_prize WHERE id = ANY($1::uuid[])`,
  },
]

/**
 * Only for a system without requests in flight: work that a live system completes by itself must be complete.
 */
export const settledInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each claimed completion with currency is paid, once a reward',
    from: 'quests',
    to: 'users',
    page: `SELECT c.id, ARRAY[count(*) FILTER (WHERE r->>'kind' = 'CURRENCY')::text] AS expected
      FROM quest_completion c
      JOIN quest_version v ON v.quest_id = c.quest_id AND v.version = c.version
      CROSS JOIN LATERAL jsonb_array_elements(v.definition->'rewards') r
      WHERE c.claimed_at IS NOT NULL AND c.id > $1
      GROUP BY c.id HAVING count(*) FILTER (WHERE r->>'kind' = 'CURRENCY') > 0 ORDER BY c.id LIMIT $2`,
    lookup: `SELECT completion_id AS id, count(*)::text AS found FROM reward_claim WHERE completion_id = ANY($1::uuid[]) GROUP BY completion_id`,
  },
  {
    title: 'Each pull is settled, refused or released',
    from: 'gacha',
    to: 'gacha',
    page: `SELECT id, ARRAY['SETTLED', 'REFUSED', 'RELEASED'] AS expected FROM pull WHERE id > $1 ORDER BY id LIMIT $2`,
    lookup: `SELECT id, status::text AS found FROM pull WHERE id = ANY($1::uuid[])`,
  },
]

/** Only where nothing is under way. */
export const settledLocalInvariants: readonly LocalInvariant[] = [
  {
    title: 'No purchase is pending',
    database: 'users',
    violations: `SELECT id AS what FROM purchase WHERE status = 'PENDING' OR (refund_reason IS NOT NULL AND status <> 'REFUNDED')`,
  },
  ...(['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const).map(database => ({
    title: `No event of ${database} waits in its outbox`,
    database,
    violations: 'SELECT event_id AS what FROM outbox',
  })),
]
