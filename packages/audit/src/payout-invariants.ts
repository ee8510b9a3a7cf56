import type { LocalInvariant } from './invariant.js'

/** Invariants of currency for duplicates; the wallets are compared with it by point-invariants.ts. */
export const payoutInvariants: readonly LocalInvariant[] = [
  {
    title: 'Each copy of an item has been granted the currency of its tier, and its pull pays the sum once',
    database: 'gacha',
    // A deleted account is paid nothing.
    violations: `WITH rule AS (
        SELECT v.banner_id, v.version, t.value->>'name' AS tier, d.place, (d.value->'copies'->>0)::int AS first,
          (d.value->'copies'->>1)::int AS last, d.value->'grant'->>'currency' AS currency, (d.value->'grant'->>'amount')::bigint AS amount
        FROM banner_version v CROSS JOIN LATERAL jsonb_array_elements(v.definition->'tiers') t
        CROSS JOIN LATERAL jsonb_array_elements(t.value->'duplicates') WITH ORDINALITY AS d (value, place)
        WHERE d.value->'grant' ? 'currency'
      ), due AS (
        SELECT DISTINCT ON (i.pull_id, i.index) i.pull_id, i.index, r.currency, r.amount
        FROM rule r JOIN pull p ON p.banner_id = r.banner_id AND p.banner_version = r.version
        JOIN pulled_item i ON i.pull_id = p.id AND split_part(i.outcome, '.', 1) = r.tier
          AND i.copy >= r.first AND i.copy <= coalesce(r.last, i.copy)
        ORDER BY i.pull_id, i.index, r.place
      ), granted AS (
        SELECT i.pull_id, p.user_id, i.payout_currency AS currency, sum(i.payout_amount) AS amount
        FROM pulled_item i JOIN pull p ON p.id = i.pull_id WHERE i.payout_currency IS NOT NULL GROUP BY 1, 2, 3
      )
      SELECT i.pull_id || ' ' || i.index || ' copy ' || coalesce(i.copy, 0) AS what
        FROM pulled_item i LEFT JOIN due d USING (pull_id, index)
        WHERE i.payout_currency::text IS DISTINCT FROM d.currency OR i.payout_amount IS DISTINCT FROM d.amount
      UNION ALL SELECT pull_id || ': ' || coalesce(d.amount, 0) || ' of ' || coalesce(g.amount, 0) || ' ' || currency
        FROM granted g FULL JOIN duplicate_payout d USING (pull_id, user_id, currency)
        LEFT JOIN erased_user e USING (user_id)
        WHERE d.amount IS DISTINCT FROM g.amount AND NOT (d.id IS NULL AND e.user_id IS NOT NULL)`,
  },
]
