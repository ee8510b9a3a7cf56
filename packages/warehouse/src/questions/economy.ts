import { ratio, rounded } from '../dialects/dialect.js'
import type { Question } from './question.js'

/** 100 % as millionths of a percent, the unit of chances. */
const CERTAIN = 100_000_000

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
    sql: ({ sum, whole }) => {
      const cents = sum('p.price_cents')
      const givenBack = `coalesce(${sum(`CASE WHEN p.status = 'REFUNDED' THEN p.price_cents ELSE b.taken_back_cents END`)}, 0)`
      return `SELECT p.month AS month, p.pack_id AS pack_id, p.price_currency AS price_currency, ${whole('count(*)')} AS purchases,
          ${cents} AS cents, ${whole(givenBack)} AS given_back_cents, ${whole(`${cents} - ${givenBack}`)} AS left_cents
        FROM purchase p LEFT JOIN purchase_reversal b ON b.purchase_id = p.purchase_id WHERE p.status IN ('COMPLETED', 'REFUNDED')
        GROUP BY p.month, p.pack_id, p.price_currency ORDER BY month DESC, cents DESC, pack_id, price_currency`
    },
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
    sql: ({ day, sum, whole }) => {
      const moved = (side: string) => whole(`coalesce(${sum('t.amount', `${side}.kind = 'WALLET'`)}, 0)`)
      return `SELECT ${day('t.created_at')} AS day, c.currency AS currency, t.reason AS reason,
          ${moved('c')} AS into_wallets, ${moved('d')} AS out_of_wallets
        FROM ledger_transfer t JOIN account d ON d.account_id = t.debit_account_id JOIN account c ON c.account_id = t.credit_account_id
        WHERE c.kind = 'WALLET' OR d.kind = 'WALLET' GROUP BY day, c.currency, t.reason ORDER BY day DESC, currency, reason`
    },
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
    sql: ({ sum, text, truth, whole }, { spendLimitCents }) => {
      const limit = whole(String(spendLimitCents))
      return `WITH spenders AS (SELECT month, player_id, price_currency, ${whole('count(*)')} AS purchases, ${sum('price_cents')} AS cents
          FROM purchase WHERE status = 'COMPLETED' AND player_id IS NOT NULL GROUP BY month, player_id, price_currency),
        ranked AS (SELECT *, row_number() OVER (PARTITION BY month ORDER BY cents DESC, ${text('player_id')}, price_currency) AS place FROM spenders)
        SELECT month, player_id, price_currency, purchases, cents, ${limit} AS limit_cents, ${truth(`cents >= ${limit}`)} AS at_limit
        FROM ranked WHERE place <= 100 ORDER BY month DESC, place`
    },
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
    sql: dialect => {
      const { double, sum, text, whole, wideSum } = dialect
      const variance = double(wideSum(`micros * (${CERTAIN} - micros)`))
      const deviations = `${double(`${wideSum('drawn')} * ${CERTAIN} - ${wideSum('micros')}`)} / nullif(sqrt(${variance}), 0)`
      // A number within its player's pulls of the banner, and the number since the last SUPER_RARE before it.
      return `WITH ordered AS (SELECT p.player_id AS player_id, p.banner_id AS banner_id, p.banner_version AS banner_version, i.rarity AS rarity,
            p.pulls_since_ultra_rare + 1 AS ultra_number,
            row_number() OVER (PARTITION BY p.player_id, p.banner_id ORDER BY p.created_at, ${text('p.pull_id')}, p."index") AS number
          FROM pulled_item p JOIN item i ON i.item_id = p.item_id WHERE p.player_id IS NOT NULL),
        numbered AS (SELECT banner_id, banner_version, rarity, ultra_number, number - coalesce(max(CASE WHEN rarity = 'SUPER_RARE' THEN number END)
            OVER (PARTITION BY player_id, banner_id ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS super_number
          FROM ordered),
        chances AS (SELECT n.banner_id AS banner_id, n.banner_version AS banner_version, n.rarity AS rarity, u.banner_name AS banner_name,
            ${chanceMicros('n.ultra_number', 'u')} AS ultra, ${chanceMicros('n.super_number', 's')} AS super
          FROM numbered n JOIN banner_chance u ON u.banner_id = n.banner_id AND u.version = n.banner_version AND u.rarity = 'ULTRA_RARE'
            JOIN banner_chance s ON s.banner_id = n.banner_id AND s.version = n.banner_version AND s.rarity = 'SUPER_RARE'),
        rarities AS (SELECT 'RARE' AS rarity UNION ALL SELECT 'SUPER_RARE' AS rarity UNION ALL SELECT 'ULTRA_RARE' AS rarity),
        each_rarity AS (SELECT c.banner_id AS banner_id, c.banner_name AS banner_name, c.banner_version AS banner_version, r.rarity AS rarity,
            CASE WHEN c.rarity = r.rarity THEN 1 ELSE 0 END AS drawn,
            ${whole(`CASE r.rarity WHEN 'ULTRA_RARE' THEN c.ultra WHEN 'SUPER_RARE' THEN least(c.super, ${CERTAIN} - c.ultra)
              ELSE ${CERTAIN} - c.ultra - least(c.super, ${CERTAIN} - c.ultra) END`)} AS micros
          FROM chances c CROSS JOIN rarities r)
        SELECT banner_name, banner_version, rarity, ${whole('count(*)')} AS pulls, ${sum('drawn')} AS observed,
          ${ratio(dialect, { dividend: wideSum('micros'), divisor: String(CERTAIN), scale: 3 })} AS expected,
          ${rounded(dialect, deviations, 2)} AS standard_deviations
        FROM each_rarity GROUP BY banner_id, banner_name, banner_version, rarity ORDER BY banner_name, banner_version, rarity`
    },
  },
  {
    name: 'pity',
    description: 'at which pull since the last one ULTRA_RARE items came, by banner',
    chart: { kind: 'bars', x: 'pull', scale: 'number', y: ['items'], series: null, panels: ['banner_name'] },
    sql: ({
      whole,
    }) => `SELECT b.banner_name AS banner_name, ${whole('p.pulls_since_ultra_rare + 1')} AS pull, ${whole('count(*)')} AS items
      FROM pulled_item p JOIN item i ON i.item_id = p.item_id
        JOIN banner_chance b ON b.banner_id = p.banner_id AND b.version = p.banner_version AND b.rarity = 'ULTRA_RARE'
      WHERE i.rarity = 'ULTRA_RARE' GROUP BY b.banner_name, pull ORDER BY banner_name, pull`,
  },
]

/** The chance of a rarity that a pull had, by its number since the last one, in millionths of a percent. */
const chanceMicros = (number: string, of: string) => `CASE WHEN ${number} >= ${of}.hard_pity_at THEN ${CERTAIN}
  ELSE least(${CERTAIN}, ${of}.rate_micros + CASE WHEN ${number} >= ${of}.soft_pity_from
    THEN ${of}.soft_pity_step_micros * (${number} - ${of}.soft_pity_from + 1) ELSE 0 END) END`
