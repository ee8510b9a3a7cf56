import type { Question } from './question.js'

export const economyQuestions: readonly Question[] = [
  {
    name: 'revenue-by-pack',
    description: 'purchases that were paid, what was given back, and what is left, in cents, by month and pack',
    chart: {
      kind: 'line',
      x: 'month',
      scale: 'time',
      y: ['left_cents'],
      series: 'pack_id',
      panels: ['price_currency'],
    },
    sql: `SELECT month, pack_id, price_currency, count(*) AS purchases, CAST(sum(price_cents) AS BIGINT) AS cents,
        CAST(coalesce(sum(CASE WHEN status = 'REFUNDED' THEN price_cents ELSE b.taken_back_cents END), 0) AS BIGINT) AS given_back_cents,
        CAST(sum(price_cents) - coalesce(sum(CASE WHEN status = 'REFUNDED' THEN price_cents ELSE b.taken_back_cents END), 0) AS BIGINT) AS left_cents
      FROM purchase LEFT JOIN purchase_reversal b USING (purchase_id) WHERE status IN ('COMPLETED', 'REFUNDED')
      GROUP BY month, pack_id, price_currency ORDER BY month DESC, cents DESC, pack_id`,
  },
  {
    name: 'currency-flows',
    description: 'what came into wallets and what left them, by UTC day, currency and reason',
    chart: {
      kind: 'line',
      x: 'day',
      scale: 'time',
      y: ['into_wallets', 'out_of_wallets'],
      series: null,
      panels: ['currency'],
    },
    sql: `SELECT CAST(t.created_at AS DATE) AS day, c.currency, t.reason,
        CAST(coalesce(sum(t.amount) FILTER (WHERE c.kind = 'WALLET'), 0) AS BIGINT) AS into_wallets,
        CAST(coalesce(sum(t.amount) FILTER (WHERE d.kind = 'WALLET'), 0) AS BIGINT) AS out_of_wallets
      FROM ledger_transfer t JOIN account d ON d.account_id = t.debit_account_id JOIN account c ON c.account_id = t.credit_account_id
      WHERE 'WALLET' IN (c.kind, d.kind) GROUP BY ALL ORDER BY day DESC, c.currency, t.reason`,
  },
  {
    name: 'top-spenders',
    description: 'the hundred greatest spenders of a month beside the monthly limit, by pseudonym',
    chart: {
      kind: 'bars',
      x: 'player_id',
      scale: 'category',
      y: ['cents', 'limit_cents'],
      series: null,
      panels: ['month', 'price_currency'],
    },
    sql: `SELECT month, player_id, price_currency, count(*) AS purchases, CAST(sum(price_cents) AS BIGINT) AS cents,
        getvariable('spend_limit_cents') AS limit_cents, CAST(sum(price_cents) AS BIGINT) >= getvariable('spend_limit_cents') AS at_limit
      FROM purchase WHERE status = 'COMPLETED' AND player_id IS NOT NULL GROUP BY month, player_id, price_currency
      QUALIFY row_number() OVER (PARTITION BY month ORDER BY cents DESC, player_id) <= 100 ORDER BY month DESC, cents DESC, player_id`,
  },
  {
    name: 'banner-odds',
    description: 'items of each rarity that were drawn, beside those expected by the exact chance of each pull',
    chart: {
      kind: 'bars',
      x: 'rarity',
      scale: 'category',
      y: ['observed', 'expected'],
      series: null,
      panels: ['banner_name', 'banner_version'],
    },
    sql: `WITH numbered AS (SELECT p.*, i.rarity, p.pulls_since_ultra_rare + 1 AS ultra_number,
          row_number() OVER w - coalesce(max(CASE WHEN i.rarity = 'SUPER_RARE' THEN n END) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS super_number
        FROM (SELECT *, row_number() OVER (PARTITION BY player_id, banner_id ORDER BY created_at, pull_id, index) AS n
          FROM pulled_item WHERE player_id IS NOT NULL) p JOIN item i USING (item_id)
        WINDOW w AS (PARTITION BY player_id, banner_id ORDER BY created_at, pull_id, index)),
        chances AS (SELECT n.banner_id, n.banner_version, n.rarity,
          chance_micros(ultra_number, u.rate_micros, u.soft_pity_from, u.soft_pity_step_micros, u.hard_pity_at) AS ultra,
          chance_micros(super_number, s.rate_micros, s.soft_pity_from, s.soft_pity_step_micros, s.hard_pity_at) AS super, u.banner_name
        FROM numbered n JOIN banner_chance u ON u.banner_id = n.banner_id AND u.version = n.banner_version AND u.rarity = 'ULTRA_RARE'
          JOIN banner_chance s ON s.banner_id = n.banner_id AND s.version = n.banner_version AND s.rarity = 'SUPER_RARE'),
        each_rarity AS (SELECT banner_id, banner_name, banner_version, r.rarity, CAST(c.rarity = r.rarity AS INTEGER) AS drawn,
          CASE r.rarity WHEN 'ULTRA_RARE' THEN ultra WHEN 'SUPER_RARE' THEN least(super, 100000000 - ultra)
            ELSE 100000000 - ultra - least(super, 100000000 - ultra) END AS micros
        FROM chances c, (VALUES ('RARE'), ('SUPER_RARE'), ('ULTRA_RARE')) r(rarity))
      SELECT banner_name, banner_version, rarity, count(*) AS pulls, CAST(sum(drawn) AS BIGINT) AS observed,
        CAST(CAST(sum(CAST(micros AS HUGEINT)) AS DECIMAL(38, 0)) / 100000000 AS DECIMAL(18, 3)) AS expected,
        CAST((sum(drawn) - sum(micros / 1e8)) / nullif(sqrt(sum(micros / 1e8 * (1 - micros / 1e8))), 0) AS DECIMAL(9, 2)) AS standard_deviations
      FROM each_rarity GROUP BY banner_id, banner_name, banner_version, rarity ORDER BY banner_name, banner_version, rarity`,
  },
  {
    name: 'pity',
    description: 'at which pull since the last one ULTRA_RARE items came, by banner',
    chart: { kind: 'bars', x: 'pull', scale: 'number', y: ['items'], series: null, panels: ['banner_name'] },
    sql: `SELECT banner_name, pulls_since_ultra_rare + 1 AS pull, count(*) AS items
      FROM pulled_item p JOIN item i USING (item_id)
        JOIN banner_chance b ON b.banner_id = p.banner_id AND b.version = p.banner_version AND b.rarity = 'ULTRA_RARE'
      WHERE i.rarity = 'ULTRA_RARE' GROUP BY banner_name, pull ORDER BY banner_name, pull`,
  },
]
