import type { LocalInvariant, SharedInvariant } from './invariant.js'

/** Draws of each pull by the event that an exchange or a milestone `c` of its version counts. */
const COUNTED = `WITH version AS (
    SELECT banner_id, version, definition FROM banner_version WHERE definition ? 'tiers'
  ), counts AS (
    SELECT v.banner_id, v.version, 'EXCHANGE' AS kind, e.value->>'name' AS name, e.value->>'pointsPer' AS event
    FROM version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'exchanges') e
    UNION ALL SELECT v.banner_id, v.version, 'MILESTONE', m.value->>'name', m.value->>'counts'
    FROM version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'milestones') m
  ), tier AS (
    SELECT v.banner_id, v.version, t.value->>'name' AS name, t.place
    FROM version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'tiers') WITH ORDINALITY AS t (value, place)
  ), given AS (
    SELECT v.banner_id, v.version, o.value->>'name' AS name
    FROM version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'orders') o WHERE o.value ? 'from'
  ), drawn AS (
    SELECT p.user_id, p.banner_id, p.banner_version AS version, i.outcome, split_part(i.outcome, '.', 1) AS tier
    FROM pulled_item i JOIN pull p ON p.id = i.pull_id
    LEFT JOIN given g ON g.banner_id = p.banner_id AND g.version = p.banner_version AND g.name = p.order_name
    WHERE p.order_name IS NOT NULL AND g.name IS NULL
  ), counted AS (
    SELECT d.user_id, d.banner_id, c.kind, c.name, count(*) AS counted
    FROM drawn d JOIN counts c ON c.banner_id = d.banner_id AND c.version = d.version
    LEFT JOIN tier t ON t.banner_id = d.banner_id AND t.version = d.version AND t.name = d.tier
    LEFT JOIN tier worst ON worst.banner_id = d.banner_id AND worst.version = d.version AND worst.name || '+' = c.event
    WHERE c.event IN ('*', d.tier, d.outcome) OR t.place <= worst.place GROUP BY 1, 2, 3, 4
  )`

/** The current rules of what ends with a banner. They stay as they were in all versions. */
const ENDINGS = `SELECT b.id AS banner_id, r.kind, r.name, r.on_close->>'convert' AS currency, (r.on_close->>'rate')::bigint AS rate
  FROM banner b JOIN banner_version v ON v.banner_id = b.id AND v.version = b.version AND v.definition ? 'tiers'
  CROSS JOIN LATERAL (
    SELECT 'EXCHANGE' AS kind, e.value->>'name' AS name, e.value->'onClose' AS on_close FROM jsonb_array_elements(v.definition->'exchanges') e
    UNION ALL SELECT 'COUNTER', c.key, c.value->'onClose' FROM jsonb_each(v.definition->'counters') c
  ) r WHERE r.on_close <> '"keep"'`

/** The rules of milestones, the same in all versions, and how often each player has reached them. */
const PROGRESS = `WITH rule AS (
    SELECT b.id AS banner_id, m.value->>'name' AS name, (m.value->>'at')::bigint AS rule_at, (m.value->>'every')::bigint AS rule_every,
      (m.value->'give'->>'item')::uuid AS item_id, m.value->'give'->'choice' AS choice
    FROM banner b JOIN banner_version v ON v.banner_id = b.id AND v.version = b.version AND v.definition ? 'tiers'
    CROSS JOIN LATERAL jsonb_array_elements(v.definition->'milestones') m
  ), progress AS (
    SELECT t.user_id, banner_id, name, t.uses, r.item_id,
      (t.claim_at, t.claim_every) IS DISTINCT FROM (r.rule_at, r.rule_every) AS is_other,
      CASE WHEN r.rule_at IS NOT NULL THEN (t.counted >= r.rule_at)::int ELSE t.counted / r.rule_every END AS reached
    FROM banner_tally t LEFT JOIN rule r USING (banner_id, name) WHERE t.kind = 'MILESTONE'
  ), taken AS (
    SELECT user_id, banner_id, milestone AS name, count(*) AS uses FROM (
      SELECT user_id, banner_id, milestone FROM milestone_claim UNION ALL
      SELECT user_id, banner_id, milestone FROM pull WHERE milestone IS NOT NULL AND status NOT IN ('REFUSED', 'RELEASED')
    ) c GROUP BY 1, 2, 3
  )`

/** Invariants of points, milestones and what the end of a banner pays. */
export const pointInvariants: readonly LocalInvariant[] = [
  {
    title: 'Banners have counted exactly the draws that earn points or count for a milestone',
    database: 'gacha',
    violations: `${COUNTED}
      SELECT user_id || ' ' || kind || ' ' || name || ': ' || coalesce(t.counted, 0) || ' of ' || coalesce(c.counted, 0) AS what
      FROM (SELECT * FROM banner_tally WHERE kind <> 'COUNTER') t FULL JOIN counted c USING (user_id, banner_id, kind, name)
      WHERE coalesce(t.counted, 0) <> coalesce(c.counted, 0)
      UNION ALL SELECT t.user_id || ' COUNTER ' || t.name || ': ' || t.counted
      FROM banner_tally t LEFT JOIN banner_memory m ON m.user_id = t.user_id AND m.scope = 'banner:' || t.banner_id
      WHERE t.kind = 'COUNTER' AND (m.counters->>t.name)::bigint IS DISTINCT FROM t.counted`,
  },
  {
    title: 'Points that were spent have their exchanges, each with its item once',
    database: 'gacha',
    violations: `WITH made AS (
        SELECT user_id, banner_id, exchange AS name, sum(cost) AS spent, count(*) AS uses FROM point_exchange GROUP BY 1, 2, 3
      )
      SELECT user_id || ' ' || name || ': ' || coalesce(t.spent, 0) || ' of ' || coalesce(m.spent, 0) AS what
      FROM (SELECT * FROM banner_tally WHERE kind = 'EXCHANGE') t FULL JOIN made m USING (user_id, banner_id, name)
      WHERE coalesce(t.spent, 0) <> coalesce(m.spent, 0) OR coalesce(t.uses, 0) <> coalesce(m.uses, 0)
        OR coalesce(t.spent + t.ended > t.counted, true)
      UNION ALL SELECT coalesce(x.id, r.reference) || ' ' || coalesce(r.item_id::text, 'no item')
      FROM point_exchange x FULL JOIN (SELECT * FROM item_receipt WHERE source = 'EXCHANGE') r
        ON r.reference = x.id AND r.user_id = x.user_id AND r.item_id = x.item_id AND r.quantity = 1
      WHERE x.id IS NULL OR r.reference IS NULL
      UNION ALL SELECT x.id || ' ' || x.item_id || ' for ' || x.cost FROM point_exchange x
      WHERE NOT EXISTS (
        SELECT FROM banner_version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'exchanges') e
        WHERE v.banner_id = x.banner_id AND v.version = x.banner_version AND e.value->>'name' = x.exchange
          AND (e.value->>'cost')::bigint = x.cost AND e.value->'choices' ? x.item_id::text)`,
  },
  {
    title: 'Each milestone has given what was reached, once',
    database: 'gacha',
    violations: `${PROGRESS}
      SELECT user_id || ' ' || name || ': ' || coalesce(p.uses, 0) || ' of ' || coalesce(k.uses, 0) AS what
      FROM progress p FULL JOIN taken k USING (user_id, banner_id, name)
      WHERE coalesce(p.uses, 0) <> coalesce(k.uses, 0) OR p.is_other OR p.uses > p.reached
      UNION ALL SELECT user_id || ' ' || item_id || ': ' || coalesce(r.quantity, 0) || ' of ' || coalesce(g.quantity, 0)
      FROM (SELECT user_id, item_id, sum(reached) AS quantity FROM progress WHERE item_id IS NOT NULL GROUP BY 1, 2) g
      FULL JOIN (
        SELECT r.user_id, r.item_id, sum(r.quantity) AS quantity FROM item_receipt r
        WHERE r.source = 'MILESTONE' AND NOT EXISTS (SELECT FROM milestone_claim c WHERE c.id = r.reference) GROUP BY 1, 2
      ) r USING (user_id, item_id) WHERE coalesce(r.quantity, 0) <> coalesce(g.quantity, 0)
      UNION ALL SELECT c.id || ' ' || c.item_id FROM milestone_claim c
      LEFT JOIN item_receipt r ON r.source = 'MILESTONE' AND r.reference = c.id AND r.user_id = c.user_id AND r.item_id = c.item_id
      LEFT JOIN rule ON rule.banner_id = c.banner_id AND rule.name = c.milestone
      WHERE r.quantity IS DISTINCT FROM 1 OR NOT coalesce(rule.choice ? c.item_id::text, false)
      UNION ALL SELECT p.id || ' ' || coalesce(p.milestone, 'bought')
      FROM pull p JOIN banner_version v ON v.banner_id = p.banner_id AND v.version = p.banner_version
      CROSS JOIN LATERAL jsonb_array_elements(v.definition->'orders') o
      WHERE o.value->>'name' = p.order_name AND o.value->>'from' IS DISTINCT FROM p.milestone`,
  },
  {
    title: 'Each point that ended with its banner was converted once, at its rate',
    database: 'gacha',
    violations: `WITH rule AS (${ENDINGS}), converted AS (
        SELECT user_id, banner_id, kind, name, sum(points) AS points FROM banner_conversion GROUP BY 1, 2, 3, 4
      )
      SELECT user_id || ' ' || kind || ' ' || name || ': ' || coalesce(t.ended, 0) || ' of ' || coalesce(c.points, 0) AS what
      FROM banner_tally t FULL JOIN converted c USING (user_id, banner_id, kind, name) WHERE coalesce(t.ended, 0) <> coalesce(c.points, 0)
      UNION ALL SELECT c.id || ' ' || c.points || ' points: ' || coalesce(c.amount || ' ' || c.currency, 'nothing')
      FROM banner_conversion c LEFT JOIN rule r ON r.banner_id = c.banner_id AND r.kind = c.kind AND r.name = c.name
      LEFT JOIN erased_user e ON e.user_id = c.user_id
      WHERE r.name IS NULL OR CASE WHEN c.currency IS NULL THEN r.currency IS NOT NULL AND e.user_id IS NULL
        ELSE r.currency IS DISTINCT FROM c.currency::text OR c.amount <> least(c.points * r.rate, ${Number.MAX_SAFE_INTEGER}) END`,
  },
]

const converted = (where: string) => `SELECT c.id, c.user_id || ' 0 ' || c.currency || ' ' || c.amount AS paid
  FROM banner_conversion c WHERE c.currency IS NOT NULL AND c.id ${where}
  UNION ALL SELECT d.id, d.user_id || ' 0 ' || d.currency || ' ' || d.amount FROM duplicate_payout d WHERE d.id ${where}`
const booked = (where: string) => `SELECT t.reference AS id,
    max(a.user_id::text) || string_agg(' ' || t.leg || ' ' || a.currency || ' ' || t.amount, '' ORDER BY t.leg) AS paid
  FROM ledger_transfer t JOIN ledger_account a ON a.id = t.credit_account_id
  WHERE t.reason = 'BANNER_PAYOUT' AND t.reference ${where} GROUP BY t.reference`
const page = (paid: (where: string) => string) =>
  `SELECT id, ARRAY[paid] AS expected FROM (${paid('> $1')}) p ORDER BY id LIMIT $2`
const lookup = (paid: (where: string) => string) => `SELECT id, paid AS found FROM (${paid('= ANY($1::uuid[])')}) p`

/** Transfers of users are read first: by then, the conversion or the grant is committed. */
export const sharedPointInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each currency that came from a banner was converted, or granted for duplicates',
    from: 'users',
    to: 'gacha',
    page: page(booked),
    lookup: lookup(converted),
  },
]

/** Only where nothing is under way. */
export const settledPointInvariants: readonly SharedInvariant[] = [
  {
    title: 'Each conversion of a banner, and each grant for duplicates, is in the wallet once',
    from: 'gacha',
    to: 'users',
    page: page(converted),
    lookup: lookup(booked),
  },
]
