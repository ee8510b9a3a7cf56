import type { LocalInvariant } from './invariant.js'

/** Draws of banners with a model and changes between them, each with its place among those of its user. */
export const STEPS = `SELECT p.id, p.user_id, p.banner_id, p.banner_version, s.number, p.nonce, p.memory_before, p.memory_after, NULL::uuid AS item_id,
    NULL::uuid[] AS item_ids
    FROM pull p JOIN fairness_seed s ON s.id = p.fairness_seed_id WHERE p.memory_after IS NOT NULL
  UNION ALL SELECT c.id, c.user_id, c.banner_id, c.banner_version, s.number, c.nonce, c.memory_before, c.memory_after, c.item_id, c.item_ids
    FROM memory_change c JOIN fairness_seed s ON s.id = c.fairness_seed_id`

/**
 * Holds where the wishes of a definition allow a list, which is kept sorted, each item once.
 * @param parts SQL: both of the type jsonb
 */
export const allowsList = ({ wishes, list }: { wishes: string; list: string }): string =>
  `(jsonb_array_length(${list}) BETWEEN (${wishes}->'count'->>0)::int AND (${wishes}->'count'->>1)::int
    AND ${list} <@ jsonb_path_query_array(${wishes}, '$.choices[*].id')
    AND ${list} = (SELECT jsonb_agg(DISTINCT value ORDER BY value) FROM jsonb_array_elements(${list})))`

/**
 * Invariants of what players change between draws: the chosen item, the list of wishes, and a box that they fill again.
 */
export const bannerChangeInvariants: readonly LocalInvariant[] = [
  {
    title: 'Each change between draws is one that its model allows',
    database: 'gacha',
    violations: `SELECT c.id || ' ' || c.kind AS what
      FROM memory_change c JOIN banner_version v ON v.banner_id = c.banner_id AND v.version = c.banner_version
      WHERE CASE c.kind WHEN 'TARGET' THEN
          NOT coalesce(v.definition->'target'->'choices' ? c.item_id::text, false)
          OR c.memory_after->>'target' IS DISTINCT FROM c.item_id::text
          OR c.memory_before->>'target' IS NOT DISTINCT FROM c.item_id::text
          OR (v.definition->'target'->>'change' = 'never' AND c.memory_before->>'target' IS NOT NULL)
        WHEN 'WISHES' THEN
          NOT coalesce(${allowsList({ wishes: `(v.definition->'wishes')`, list: 'to_jsonb(c.item_ids)' })}, false)
          OR c.memory_after->'wishes' IS DISTINCT FROM to_jsonb(c.item_ids)
          OR c.memory_before->'wishes' IS NOT DISTINCT FROM to_jsonb(c.item_ids)
        ELSE NOT v.definition @? '$.tiers[*].pools[*] ? (@.refill == "prizesOut")'
          OR EXISTS (
            SELECT FROM jsonb_array_elements(v.definition->'tiers') t CROSS JOIN LATERAL jsonb_array_elements(t.value->'pools') p
            CROSS JOIN LATERAL (SELECT (t.value->>'name') || '.' || (p.value->>'name') AS name) box
            WHERE p.value->>'source' = 'box' AND (
              c.memory_after->'boxes'->box.name IS DISTINCT FROM jsonb_path_query_array(p.value->'items', '$[*].count')
              OR (p.value->>'refill' = 'prizesOut' AND (c.memory_before->'boxes'->box.name IS NULL
                OR EXISTS (SELECT FROM jsonb_array_elements_text(c.memory_before->'boxes'->box.name) AS l (amount) WHERE l.amount::int <> 0)))))
        END`,
  },
  {
    title: 'Each draw and change of a banner begins with the choice that the one before it left',
    database: 'gacha',
    // An older version may lack an item that was chosen meanwhile: it has no choice then.
    violations: `WITH step AS (${STEPS}),
      counted AS (
        SELECT *, count(item_id) OVER (PARTITION BY user_id, banner_id ORDER BY number, nonce) AS choice FROM step
      ), chosen AS (
        SELECT *, max(item_id::text) OVER (PARTITION BY user_id, banner_id, choice) AS target FROM counted
      ), begun AS (
        SELECT *, CASE WHEN item_id IS NULL THEN target
          ELSE lag(target) OVER (PARTITION BY user_id, banner_id ORDER BY number, nonce) END AS left_by FROM chosen
      )
      SELECT b.id || ' ' || coalesce(b.memory_before->>'target', 'none') AS what
      FROM begun b JOIN banner_version v ON v.banner_id = b.banner_id AND v.version = b.banner_version
      WHERE b.memory_before->>'target' IS DISTINCT FROM
        CASE WHEN v.definition->'target'->'choices' ? b.left_by THEN b.left_by END`,
  },
  {
    title: 'Each draw and change of a banner begins with the list that the one before it left',
    database: 'gacha',
    // A version has no list of those that only another one allows.
    violations: `WITH step AS (${STEPS}),
      counted AS (
        SELECT *, count(item_ids) OVER (PARTITION BY user_id, banner_id ORDER BY number, nonce) AS choice FROM step
      ), listed AS (
        SELECT *, to_jsonb(first_value(item_ids) OVER (PARTITION BY user_id, banner_id, choice ORDER BY number, nonce)) AS list FROM counted
      ), begun AS (
        SELECT *, CASE WHEN item_ids IS NULL THEN list
          ELSE lag(list) OVER (PARTITION BY user_id, banner_id ORDER BY number, nonce) END AS left_by FROM listed
      )
      SELECT b.id || ' ' || coalesce(b.memory_before->>'wishes', 'none') AS what
      FROM begun b JOIN banner_version v ON v.banner_id = b.banner_id AND v.version = b.banner_version
      WHERE b.memory_before->'wishes' IS DISTINCT FROM CASE WHEN v.definition ? 'wishes' THEN
        CASE WHEN ${allowsList({ wishes: `(v.definition->'wishes')`, list: 'b.left_by' })} THEN b.left_by ELSE '[]' END END`,
  },
  {
    title: 'No banner is drawn from once it has closed for its player',
    database: 'gacha',
    // A version that no draw closes is drawn from again.
    violations: `WITH step AS (${STEPS}),
      after AS (
        SELECT *, bool_or(memory_after ? 'closed') OVER (
          PARTITION BY user_id, banner_id ORDER BY number, nonce ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS closed FROM step
      )
      SELECT a.id AS what FROM after a JOIN banner_version v ON v.banner_id = a.banner_id AND v.version = a.banner_version
      WHERE (a.closed OR a.memory_before ? 'closed') AND v.definition ? 'closesOn'`,
  },
]
