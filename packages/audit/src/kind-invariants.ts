import type { LocalInvariant } from './invariant.js'

/** Invariants of paid and free currency, the two parts of each balance: `paid` is one, the rest is the other. */
export const kindInvariants: readonly LocalInvariant[] = [
  {
    title: 'Per currency, the paid parts of all balances sum to zero',
    database: 'users',
    violations: `SELECT currency || ': ' || sum(paid) AS what FROM ledger_account GROUP BY currency HAVING sum(paid) <> 0`,
  },
  {
    title: 'Each paid part equals its opening and its entries',
    database: 'users',
    violations: `SELECT a.id AS what FROM ledger_account a
      LEFT JOIN ledger_opening o ON o.account_id = a.id
      LEFT JOIN (SELECT account_id, sum(paid) AS total FROM ledger_entry GROUP BY account_id) e ON e.account_id = a.id
      WHERE a.paid <> coalesce(o.paid, 0) + coalesce(e.total, 0)`,
  },
  {
    title: "No part of a user's balance is below zero",
    database: 'users',
    violations: `SELECT id::text AS what FROM ledger_account WHERE user_id IS NOT NULL AND NOT paid BETWEEN 0 AND balance
      UNION ALL SELECT account_id || ' #' || sequence FROM (
        SELECT e.account_id, e.sequence, e.paid, e.balance_after,
          coalesce(o.paid, 0) + sum(e.paid) OVER (PARTITION BY e.account_id ORDER BY e.sequence) AS running
        FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id LEFT JOIN ledger_opening o ON o.account_id = e.account_id
        WHERE a.user_id IS NOT NULL) parted
      WHERE paid IS NOT NULL AND NOT running BETWEEN 0 AND balance_after`,
  },
  {
    title: 'Each transfer moves the same parts out of one account and into the other',
    database: 'users',
    violations: `SELECT t.id AS what FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
      GROUP BY t.id, t.amount, t.paid
      HAVING count(e.paid) <> CASE WHEN t.paid IS NULL THEN 0 ELSE count(*) END
        OR (t.paid IS NOT NULL AND (sum(e.paid) <> 0 OR max(e.paid) <> t.paid OR NOT t.paid BETWEEN 0 AND t.amount))`,
  },
  {
    title: 'Purchases are paid currency, and gifts and payments of guilds are free',
    database: 'users',
    violations: `SELECT t.id || ' ' || t.reason AS what FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_account_id
      WHERE t.paid <> CASE WHEN t.reason = 'PURCHASE' THEN t.amount
        WHEN t.reason IN ('GRANT', 'QUEST_REWARD', 'MAIL_REWARD', 'BANNER_PAYOUT', 'GUILD_WITHDRAWAL', 'GUILD_DISSOLUTION') THEN 0
        WHEN t.reason = 'ADMIN_ADJUSTMENT' AND d.user_id IS NULL THEN 0
        ELSE t.paid END`,
  },
  {
    title: 'Each reservation moves one part of its amount, of its kind where it has one, there and on or back',
    database: 'users',
    violations: `SELECT r.pull_id || ' ' || r.status AS what FROM reservation r
      WHERE r.paid <> CASE r.kind WHEN 'PAID' THEN r.amount WHEN 'FREE' THEN 0 ELSE r.paid END
      UNION ALL SELECT r.pull_id || ' ' || t.reason FROM reservation r
        JOIN ledger_transfer t ON t.reference = r.pull_id AND regexp_replace(t.reason::text, '_(CAPTURED|RELEASED)$', '') = r.purpose::text
        WHERE t.paid <> coalesce(r.paid, -1)`,
  },
  {
    title: 'The paid part of what is held equals that of the reservations that stand',
    database: 'users',
    violations: `SELECT a.id AS what FROM ledger_account a
      LEFT JOIN (SELECT user_id, currency, sum(paid) AS paid FROM reservation WHERE status = 'RESERVED' GROUP BY user_id, currency) r
        ON r.user_id = a.user_id AND r.currency = a.currency
      WHERE a.kind = 'HELD' AND a.paid <> coalesce(r.paid, 0)`,
  },
]
