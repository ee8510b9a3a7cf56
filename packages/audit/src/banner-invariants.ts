import { STEPS, allowsList } from './banner-change-invariants.js'
import type { LocalInvariant } from './invariant.js'

/** The current definition of each banner with a model; `scope` is where the memory of the banner alone is kept. */
const MODELS = `SELECT b.id AS banner_id, 'banner:' || b.id AS scope, v.definition
  FROM banner b JOIN banner_version v ON v.banner_id = b.id AND v.version = b.version WHERE v.definition ? 'tiers'`

/** The scope that a counter `c` of a definition is kept in. */
const SCOPE_OF_COUNTER = `CASE WHEN jsonb_typeof(c.value->'scope') = 'object' THEN 'group:' || (c.value->'scope'->>'group')
  WHEN c.value->>'scope' IN ('banner', 'item') THEN m.scope ELSE c.value->>'scope' END`

/**
 * Invariants of what banners with a model remember of their players. Beside the names of counters, the row of a banner
 * has "NAME ITEM" for a counter of a chosen item, and "*closed".
 */
export const bannerInvariants: readonly LocalInvariant[] = [
  {
    title: 'What banners remember is within the bounds of their models',
    database: 'gacha',
    violations: `WITH model AS (${MODELS}),
      bound AS (
        SELECT ${SCOPE_OF_COUNTER} AS scope, c.key AS name, bool_or(c.value->>'scope' = 'item') AS of_item, max((c.value->>'max')::int) AS most
        FROM model m CROSS JOIN LATERAL jsonb_each(m.definition->'counters') c GROUP BY 1, 2
        UNION ALL SELECT scope, '*closed', false, 1 FROM model
      ), box AS (
        SELECT m.scope, (t.value->>'name') || '.' || (p.value->>'name') AS name,
          jsonb_path_query_array(p.value->'items', '$[*].count') AS counts
        FROM model m CROSS JOIN LATERAL jsonb_array_elements(m.definition->'tiers') t
        CROSS JOIN LATERAL jsonb_array_elements(t.value->'pools') p WHERE p.value->>'source' = 'box'
      )
      SELECT k.user_id || ' ' || k.scope || ' ' || c.key || ': ' || c.value AS what
        FROM banner_memory k CROSS JOIN LATERAL jsonb_each_text(k.counters) c
        LEFT JOIN bound b ON b.scope = k.scope AND b.name = split_part(c.key, ' ', 1) AND b.of_item = (c.key LIKE '% %')
        WHERE b.most IS NULL OR c.value::int NOT BETWEEN 0 AND b.most
      UNION ALL SELECT k.user_id || ' ' || k.scope || ' ' || l.key || ': ' || l.value
        FROM banner_memory k CROSS JOIN LATERAL jsonb_each(k.boxes) l
        LEFT JOIN box b ON b.scope = k.scope AND b.name = l.key
        WHERE b.counts IS NULL OR jsonb_array_length(b.counts) <> jsonb_array_length(l.value)
          OR EXISTS (SELECT FROM jsonb_array_elements_text(l.value) WITH ORDINALITY AS left_of (amount, place)
            WHERE left_of.amount::int NOT BETWEEN 0 AND (b.counts->>(left_of.place - 1)::int)::int)
      UNION ALL SELECT k.user_id || ' ' || k.scope || ' ' || k.target
        FROM banner_memory k LEFT JOIN model m ON m.scope = k.scope
        WHERE k.target IS NOT NULL AND NOT coalesce(m.definition->'target'->'choices' ? k.target::text, false)
      UNION ALL SELECT k.user_id || ' ' || k.scope || ' ' || k.wishes::text
        FROM banner_memory k LEFT JOIN model m ON m.scope = k.scope
        WHERE k.wishes IS NOT NULL
          AND NOT coalesce(${allowsList({ wishes: `(m.definition->'wishes')`, list: 'to_jsonb(k.wishes)' })}, false)`,
  },
  {
    title: 'What a banner alone remembers is what its last pull has left',
    database: 'gacha',
    // Counters of an item are what the last pull or change with this item chosen has left.
    violations: `WITH step AS (${STEPS}),
      last_pull AS (
        SELECT DISTINCT ON (user_id, banner_id) id, user_id, banner_id, 'banner:' || banner_id AS scope, memory_after
        FROM step ORDER BY user_id, banner_id, number DESC, nonce DESC
      ), last_of_item AS (
        SELECT DISTINCT ON (user_id, banner_id, memory_after->>'target') user_id, banner_id, memory_after->>'target' AS target, memory_after
        FROM step WHERE memory_after->>'target' IS NOT NULL ORDER BY user_id, banner_id, memory_after->>'target', number DESC, nonce DESC
      ), last_choice AS (
        SELECT DISTINCT ON (user_id, banner_id) user_id, banner_id, item_id AS target
        FROM step WHERE item_id IS NOT NULL ORDER BY user_id, banner_id, number DESC, nonce DESC
      ), last_list AS (
        SELECT DISTINCT ON (user_id, banner_id) user_id, banner_id, item_ids
        FROM step WHERE item_ids IS NOT NULL ORDER BY user_id, banner_id, number DESC, nonce DESC
      ), closing AS (
        SELECT user_id, banner_id, bool_or(memory_after ? 'closed') AS closed FROM step GROUP BY user_id, banner_id
      )
      SELECT p.id || ' ' || name AS what
      FROM last_pull p JOIN banner_memory k ON k.user_id = p.user_id AND k.scope = p.scope
      CROSS JOIN LATERAL jsonb_object_keys(k.counters || k.boxes) AS name
      WHERE coalesce(p.memory_after->'counters'->name, p.memory_after->'boxes'->name) IS DISTINCT FROM (k.counters || k.boxes)->name
        AND coalesce(p.memory_after->'counters'->name, p.memory_after->'boxes'->name) IS NOT NULL
      UNION ALL SELECT p.id || ' ' || c.key
      FROM last_pull p JOIN banner_memory k ON k.user_id = p.user_id AND k.scope = p.scope
      CROSS JOIN LATERAL jsonb_each(k.counters) c
      JOIN last_of_item l ON l.user_id = p.user_id AND l.banner_id = p.banner_id AND l.target = split_part(c.key, ' ', 2)
      WHERE l.memory_after->'counters' ? split_part(c.key, ' ', 1)
        AND l.memory_after->'counters'->split_part(c.key, ' ', 1) IS DISTINCT FROM c.value
      UNION ALL SELECT p.id || ' ' || coalesce(k.target::text, 'no choice') || CASE WHEN k.counters ? '*closed' THEN ', closed' ELSE '' END
      FROM last_pull p JOIN banner_memory k ON k.user_id = p.user_id AND k.scope = p.scope
      JOIN closing g ON g.user_id = p.user_id AND g.banner_id = p.banner_id
      LEFT JOIN last_choice l ON l.user_id = p.user_id AND l.banner_id = p.banner_id
      WHERE k.target IS DISTINCT FROM l.target OR g.closed <> (k.counters ? '*closed')
      UNION ALL SELECT p.id || ' ' || coalesce(k.wishes::text, 'no list')
      FROM last_pull p JOIN banner_memory k ON k.user_id = p.user_id AND k.scope = p.scope
      LEFT JOIN last_list l ON l.user_id = p.user_id AND l.banner_id = p.banner_id
      WHERE k.wishes IS DISTINCT FROM l.item_ids
      UNION ALL SELECT k.user_id || ' ' || k.scope || ' without a pull'
      FROM banner_memory k LEFT JOIN last_pull p ON p.user_id = k.user_id AND p.scope = k.scope
      WHERE k.scope LIKE 'banner:%' AND p.id IS NULL`,
  },
  {
    title: 'Each item of a model is of its pool',
    database: 'gacha',
    violations: `WITH known AS (
        SELECT DISTINCT v.banner_id, v.version, (t.value->>'name') || '.' || (o.value->>'name') AS outcome, (i.value->>'id')::uuid AS item_id,
          CASE o.value->>'source' WHEN 'wished' THEN true WHEN 'unwished' THEN false END AS is_listed
        FROM banner_version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'tiers') t
        CROSS JOIN LATERAL jsonb_array_elements(t.value->'pools') o CROSS JOIN LATERAL (
          SELECT value FROM jsonb_array_elements(o.value->'items') UNION ALL SELECT NULL WHERE o.value->>'source' = 'target'
          UNION ALL SELECT value FROM jsonb_array_elements(v.definition->'wishes'->'choices') WHERE o.value->>'source' IN ('wished', 'unwished')
        ) i
      )
      SELECT i.pull_id || ' ' || i.index || ' ' || coalesce(i.outcome, 'nowhere') AS what
      FROM pulled_item i JOIN pull p ON p.id = i.pull_id
      LEFT JOIN known k ON k.banner_id = p.banner_id AND k.version = p.banner_version AND k.outcome = i.outcome
        AND coalesce(k.item_id, (p.memory_before->>'target')::uuid) = i.item_id
        AND (k.is_listed IS NULL OR k.is_listed = coalesce(p.memory_before->'wishes' ? i.item_id::text, false))
      WHERE (p.order_name IS NOT NULL OR i.outcome IS NOT NULL) AND (p.order_name IS NULL OR k.outcome IS NULL)`,
  },
  {
    title: 'Pools of items that players do not own leave owned ones out, as the proof states them',
    database: 'gacha',
    // An item of such a pool is in no other pool and never leaves an inventory.
    violations: `WITH unowned AS (
        SELECT v.banner_id, v.version, (t.value->>'name') || '.' || (o.value->>'name') AS outcome, o.value->>'refill' AS refill,
          jsonb_path_query_array(o.value->'items', '$[*].id') AS ids
        FROM banner_version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'tiers') t
        CROSS JOIN LATERAL jsonb_array_elements(t.value->'pools') o WHERE o.value->>'source' = 'unowned'
      ), drawn AS (
        SELECT i.pull_id, i.index, i.item_id, u.refill, u.ids, p.memory_before->'owned' || coalesce((
          SELECT jsonb_agg(e.item_id) FROM pulled_item e WHERE e.pull_id = i.pull_id AND e.index < i.index), '[]') AS owned
        FROM unowned u JOIN pull p ON p.banner_id = u.banner_id AND p.banner_version = u.version
        JOIN pulled_item i ON i.pull_id = p.id AND i.outcome = u.outcome
      ), placed AS (
        SELECT p.id, p.user_id, p.banner_id, p.banner_version, p.memory_before, s.number, p.nonce
        FROM pull p JOIN fairness_seed s ON s.id = p.fairness_seed_id WHERE p.nonce IS NOT NULL
      ), first_drawn AS MATERIALIZED (
        SELECT DISTINCT ON (p.user_id, i.item_id) p.user_id, i.item_id, p.number, p.nonce
        FROM placed p JOIN pulled_item i ON i.pull_id = p.id
        WHERE i.item_id IN (SELECT jsonb_array_elements_text(ids)::uuid FROM unowned)
        ORDER BY p.user_id, i.item_id, p.number, p.nonce
      )
      SELECT pull_id || ' ' || index || ' ' || item_id || ' was owned' AS what FROM drawn
        WHERE owned ? item_id::text AND NOT (refill = 'empty' AND owned @> ids)
      UNION ALL SELECT p.id || ' ' || o.id || ' is not owned'
        FROM pull p CROSS JOIN LATERAL jsonb_array_elements_text(p.memory_before->'owned') o (id)
        LEFT JOIN inventory_entry e ON e.user_id = p.user_id AND e.item_id = o.id::uuid WHERE e.item_id IS NULL
      UNION ALL SELECT p.id || ' ' || f.item_id || ' was drawn before'
        FROM unowned u JOIN placed p ON p.banner_id = u.banner_id AND p.banner_version = u.version
        CROSS JOIN LATERAL jsonb_array_elements_text(u.ids) o (id)
        JOIN first_drawn f ON f.user_id = p.user_id AND f.item_id = o.id::uuid AND (f.number, f.nonce) < (p.number, p.nonce)
        WHERE NOT p.memory_before->'owned' ? o.id`,
  },
  {
    title: 'Each copy of an item has given the shards of its tier, once',
    database: 'gacha',
    violations: `WITH rule AS (
        SELECT v.banner_id, v.version, t.value->>'name' AS tier, d.place, (d.value->'copies'->>0)::int AS first,
          (d.value->'copies'->>1)::int AS last, (d.value->'grant'->>'item')::uuid AS item_id, (d.value->'grant'->>'amount')::bigint AS amount
        FROM banner_version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'tiers') t
        CROSS JOIN LATERAL jsonb_array_elements(t.value->'duplicates') WITH ORDINALITY AS d (value, place)
        WHERE d.value->'grant' ? 'item'
      ), due AS (
        SELECT DISTINCT ON (i.pull_id, i.index) i.pull_id, i.index, r.item_id, r.amount
        FROM rule r JOIN pull p ON p.banner_id = r.banner_id AND p.banner_version = r.version
        JOIN pulled_item i ON i.pull_id = p.id AND split_part(i.outcome, '.', 1) = r.tier
          AND i.copy >= r.first AND i.copy <= coalesce(r.last, i.copy)
        ORDER BY i.pull_id, i.index, r.place
      ), given AS (
        SELECT i.pull_id, p.user_id, i.shard_item_id AS item_id, sum(i.shard_amount) AS amount
        FROM pulled_item i JOIN pull p ON p.id = i.pull_id WHERE i.shard_item_id IS NOT NULL GROUP BY 1, 2, 3
      )
      SELECT i.pull_id || ' ' || i.index || ' copy ' || coalesce(i.copy, 0) AS what
        FROM pulled_item i LEFT JOIN due d USING (pull_id, index)
        WHERE i.shard_item_id IS DISTINCT FROM d.item_id OR i.shard_amount IS DISTINCT FROM d.amount OR i.duplicate <> (i.copy > 1)
      UNION ALL SELECT coalesce(g.pull_id, r.reference) || ': ' || coalesce(r.quantity, 0) || ' of ' || coalesce(g.amount, 0)
        FROM given g FULL JOIN (SELECT * FROM item_receipt WHERE source = 'DUPLICATE') r
          ON r.reference = g.pull_id AND r.item_id = g.item_id AND r.user_id = g.user_id
        WHERE r.quantity IS DISTINCT FROM g.amount`,
  },
  {
    title: 'Each limit of an order counts its orders',
    database: 'gacha',
    // A day that is over is forgotten; until then, no order of it is missing.
    violations: `WITH ordered AS (
        SELECT user_id, banner_id, order_name, limit_day AS day, count(*) AS orders FROM pull
        WHERE limit_day IS NOT NULL AND status NOT IN ('REFUSED', 'RELEASED') GROUP BY 1, 2, 3, 4
      )
      SELECT user_id || ' ' || order_name || ' ' || day || ': ' || coalesce(c.orders, 0) || ' of ' || coalesce(o.orders, 0) AS what
      FROM order_count c FULL JOIN ordered o USING (user_id, banner_id, order_name, day)
      WHERE coalesce(c.orders, 0) <> coalesce(o.orders, 0) AND (c.orders IS NOT NULL OR day > current_date - 25)`,
  },
  {
    title: 'Each pull of a model is one of its orders, at its price',
    database: 'gacha',
    // A price by a counter is that of the memory which the draw began from; before a draw, any of its points.
    violations: `WITH known AS (
        SELECT v.banner_id, v.version, o.value->>'name' AS name, (o.value->>'draws')::int AS draws,
          price.value->>'unit' AS unit, upper(price.value->>'kind') AS kind, price.value->'amount' AS amount,
          v.definition->'counters'->(price.value->'amount'->>'by') AS counter
        FROM banner_version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'orders') o
        CROSS JOIN LATERAL jsonb_array_elements(o.value->'prices') price
        -- An order that a milestone gives costs nothing.
        UNION ALL SELECT v.banner_id, v.version, o.value->>'name', (o.value->>'draws')::int, NULL, NULL, NULL, NULL
        FROM banner_version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'orders') o WHERE o.value ? 'from'
      ), model AS (SELECT DISTINCT banner_id, version FROM known)
      SELECT p.id || ' ' || coalesce(p.order_name, 'no order') AS what
      FROM pull p LEFT JOIN model m ON m.banner_id = p.banner_id AND m.version = p.banner_version
      LEFT JOIN known k ON k.banner_id = p.banner_id AND k.version = p.banner_version AND k.name = p.order_name
        AND k.draws = p.count AND k.kind IS NOT DISTINCT FROM p.price_kind::text
        AND coalesce(
          k.unit = CASE WHEN p.ticket_item_id IS NULL THEN p.currency::text ELSE jsonb_build_object('ticket', p.ticket_item_id)::text END, true)
        AND CASE
          WHEN k.unit IS NULL THEN p.cost = 0
          WHEN p.ticket_item_id IS NOT NULL THEN k.amount::bigint = p.ticket_amount AND p.cost = 0
          WHEN jsonb_typeof(k.amount) = 'number' THEN k.amount::bigint = p.cost
          WHEN p.memory_before IS NULL THEN EXISTS (
            SELECT FROM jsonb_array_elements(k.amount->'points') s WHERE (s.value->>1)::bigint = p.cost)
          ELSE p.cost = (
            SELECT (s.value->>1)::bigint FROM jsonb_array_elements(k.amount->'points') s
            WHERE (s.value->>0)::int <= 1 + coalesce(p.memory_before->'counters'->>(k.amount->>'by'), k.counter->>'start')::int
            ORDER BY (s.value->>0)::int DESC LIMIT 1)
        END
      WHERE (p.order_name IS NOT NULL OR m.banner_id IS NOT NULL) AND k.name IS NULL`,
  },
]
