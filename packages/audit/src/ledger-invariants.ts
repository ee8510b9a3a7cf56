import type { LocalInvariant } from './invariant.js'

/** Invariants of the users database: the ledger and everything that is paid from it. */
export const ledgerInvariants: readonly LocalInvariant[] = [
  {
    title: 'Per currency, all balances sum to zero',
    database: 'users',
    violations: `SELECT currency || ': ' || sum(balance) AS what FROM ledger_account GROUP BY currency HAVING sum(balance) <> 0`,
  },
  {
    title: 'Each balance equals its entries',
    database: 'users',
    violations: `SELECT a.id AS what FROM ledger_account a
      LEFT JOIN (SELECT account_id, sum(amount) AS total, count(*) AS entries, max(sequence) AS newest FROM ledger_entry GROUP BY account_id) e ON e.account_id = a.id
      WHERE a.balance <> coalesce(e.total, 0) OR a.sequence <> coalesce(e.entries, 0) OR a.sequence <> coalesce(e.newest, 0)`,
  },
  {
    title: 'Each entry continues the balance before it',
    database: 'users',
    violations: `SELECT account_id || ' #' || sequence AS what FROM (
        SELECT account_id, sequence, balance_after,
          sum(amount) OVER (PARTITION BY account_id ORDER BY sequence) AS running
        FROM ledger_entry) chained
      WHERE running <> balance_after`,
  },
  {
    title: "No user's balance is below zero",
    database: 'users',
    violations: `SELECT id::text AS what FROM ledger_account WHERE user_id IS NOT NULL AND balance < 0
      UNION ALL SELECT e.account_id || ' #' || e.sequence FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
        WHERE a.user_id IS NOT NULL AND e.balance_after < 0`,
  },
  {
    title: 'Each transfer has two entries that cancel out',
    database: 'users',
    violations: `SELECT t.id AS what FROM ledger_transfer t LEFT JOIN ledger_entry e ON e.transfer_id = t.id
      GROUP BY t.id, t.amount HAVING count(e.id) <> 2 OR sum(e.amount) <> 0 OR max(e.amount) <> t.amount`,
  },
  {
    title: 'Each completed purchase is credited once, and no other',
    database: 'users',
    violations: `SELECT coalesce(p.id, t.reference) AS what
      FROM (SELECT reference, sum(amount) AS amount, count(*) AS n FROM ledger_transfer WHERE reason = 'PURCHASE' GROUP BY reference) t
      FULL JOIN (SELECT id, amount FROM purchase WHERE status = 'COMPLETED' OR (status = 'REFUNDED' AND refund_reason = 'TAKEN_BACK')) p ON p.id = t.reference
      WHERE p.id IS NULL OR t.reference IS NULL OR t.n <> 1 OR t.amount <> p.amount`,
  },
  {
    title: 'What was taken back of purchases equals the transfers of their reversals',
    database: 'users',
    violations: `SELECT coalesce(r.purchase_id, t.reference) AS what
      FROM purchase_reversal r
      FULL JOIN (SELECT t.reference, count(*) AS n, sum(CASE WHEN d.user_id IS NULL THEN -t.amount ELSE t.amount END) AS amount
        FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_account_id
        WHERE t.reason = 'REFUND' GROUP BY t.reference) t ON t.reference = r.purchase_id
      LEFT JOIN purchase p ON p.id = r.purchase_id
      WHERE r.purchase_id IS NULL OR r.recovered <> coalesce(t.amount, 0) OR r.legs <> coalesce(t.n, 0)
        OR r.due > p.amount OR (p.status = 'REFUNDED') <> (r.taken_back_cents >= p.price_cents)`,
  },
  {
    title: 'Each payment that the test provider has taken is credited, given back, or still on its way',
    database: 'users',
    violations: `SELECT p.id || ' ' || p.status AS what FROM test_payment t JOIN purchase p ON p.id = t.id
      WHERE t.outcome = 'CHARGED' AND CASE p.status
        WHEN 'COMPLETED' THEN t.refunded_at IS NOT NULL AND NOT EXISTS (SELECT FROM purchase_refund r WHERE r.purchase_id = p.id AND r.done_at IS NULL)
        WHEN 'REFUNDED' THEN t.refunded_at IS NULL
        WHEN 'DECLINED' THEN p.refund_reason IS NULL
        ELSE t.refunded_at IS NOT NULL AND p.refund_reason IS NULL END
      UNION ALL SELECT p.id || ' ' || p.status FROM purchase p JOIN test_payment t ON t.id = p.id
        WHERE t.outcome = 'DECLINED' AND p.status IN ('COMPLETED', 'REFUNDED')`,
  },
  {
    title: 'Each correction of a wallet is booked once, with its amount, and no other',
    database: 'users',
    violations: `SELECT coalesce(a.id, t.id) AS what FROM wallet_adjustment a
      FULL JOIN (SELECT t.id, t.reference, d.currency, coalesce(d.user_id, c.user_id) AS user_id,
          CASE WHEN d.user_id IS NULL THEN t.amount ELSE -t.amount END AS amount
        FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_account_id JOIN ledger_account c ON c.id = t.credit_account_id
        WHERE t.reason = 'ADMIN_ADJUSTMENT') t ON t.id = a.id
      WHERE (a.id, a.user_id, a.currency, a.amount) IS DISTINCT FROM (t.reference, t.user_id, t.currency, t.amount)`,
  },
  {
    title: 'What is held equals the reservations that stand',
    database: 'users',
    violations: `SELECT a.id AS what FROM ledger_account a
      LEFT JOIN (SELECT user_id, currency, sum(amount) AS amount FROM reservation WHERE status = 'RESERVED' GROUP BY user_id, currency) r
        ON r.user_id = a.user_id AND r.currency = a.currency
      WHERE a.kind = 'HELD' AND a.balance <> coalesce(r.amount, 0)`,
  },
  {
    title: 'Each reservation has the transfers of its status, once each',
    database: 'users',
    violations: `SELECT r.pull_id || ' ' || r.status AS what FROM reservation r
      LEFT JOIN (SELECT reference, regexp_replace(reason::text, '_(CAPTURED|RELEASED)$', '') AS purpose,
          count(*) FILTER (WHERE reason::text !~ '_(CAPTURED|RELEASED)$') AS taken,
          count(*) FILTER (WHERE reason::text LIKE '%_CAPTURED') AS captured,
          count(*) FILTER (WHERE reason::text LIKE '%_RELEASED') AS released
        FROM ledger_transfer WHERE reason::text ~ '^(PULL|GUILD_FOUNDING|GUILD_DEPOSIT)(_CAPTURED|_RELEASED)?$' GROUP BY 1, 2) t
        ON t.reference = r.pull_id AND t.purpose = r.purpose::text
      WHERE (coalesce(t.taken, 0), coalesce(t.captured, 0), coalesce(t.released, 0)) NOT IN (
        SELECT * FROM (VALUES (1, 0, 0)) v WHERE r.status = 'RESERVED' AND r.amount > 0
        UNION ALL SELECT * FROM (VALUES (1, 1, 0)) v WHERE r.status = 'CAPTURED' AND r.amount > 0
        UNION ALL SELECT * FROM (VALUES (1, 0, 1)) v WHERE r.status = 'RELEASED' AND r.amount > 0
        UNION ALL SELECT * FROM (VALUES (0, 0, 0)) v WHERE r.status = 'REFUSED' OR coalesce(r.amount, 0) = 0)`,
  },
  {
    title: 'Each reward claim is credited once, and no other',
    database: 'users',
    violations: `SELECT coalesce(c.completion_id, t.reference) AS what
      FROM (SELECT completion_id, sum(amount) AS amount, count(*) AS n FROM reward_claim GROUP BY completion_id) c
      FULL JOIN (SELECT reference, sum(amount) AS amount, count(*) AS n FROM ledger_transfer WHERE reason = 'QUEST_REWARD' GROUP BY reference) t
        ON t.reference = c.completion_id
      WHERE c.completion_id IS NULL OR t.reference IS NULL OR c.n <> t.n OR c.amount <> t.amount`,
  },
]
