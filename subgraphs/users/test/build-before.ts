import { randomUUID } from 'node:crypto'
import type { Queryable } from '@waystone/kit/postgres'

/**
 * The statements of the build before free and paid currency were told apart (git show 80c213c5), word for word but for
 * the events of a capture: during an update its processes run them against the database of this build.
 */
const bookTransfer = `moved AS (
  UPDATE ledger_account a
  SET balance = a.balance + CASE a.id WHEN t.debit_account_id THEN -t.amount ELSE t.amount END,
      sequence = a.sequence + 1,
      updated_at = greatest(a.updated_at, t.created_at)
  FROM transfer t
  WHERE a.id IN (t.debit_account_id, t.credit_account_id)
  RETURNING a.id, a.sequence, a.balance, t.id AS transfer_id, t.created_at,
            CASE a.id WHEN t.debit_account_id THEN -t.amount ELSE t.amount END AS change
), booked AS (
  INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at)
  SELECT transfer_id, id, sequence, change, balance, created_at FROM moved
  RETURNING account_id
)`

const bookTransfers = `side AS MATERIALIZED (
  SELECT t.id AS transfer_id, t.created_at, leg.account_id, leg.change,
         row_number() OVER one_by_one AS place, (sum(leg.change) OVER one_by_one)::bigint AS so_far
  FROM transfer t CROSS JOIN LATERAL (VALUES (t.debit_account_id, -t.amount), (t.credit_account_id, t.amount)) AS leg (account_id, change)
  WINDOW one_by_one AS (PARTITION BY leg.account_id ORDER BY t.id ROWS UNBOUNDED PRECEDING)
), total AS MATERIALIZED (
  SELECT account_id, sum(change)::bigint AS change, count(*) AS entries, max(created_at) AS at FROM side GROUP BY account_id
), moved AS (
  UPDATE ledger_account a
  SET balance = a.balance + total.change,
      sequence = a.sequence + total.entries,
      updated_at = greatest(a.updated_at, total.at)
  FROM total WHERE a.id = total.account_id
  RETURNING a.id, a.sequence - total.entries AS sequence_before, a.balance - total.change AS balance_before
), booked AS (
  INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at)
  SELECT transfer_id, account_id, sequence_before + place, change, balance_before + so_far, created_at
  FROM side JOIN moved ON moved.id = side.account_id
)`

const TRANSFER = `WITH legs AS MATERIALIZED (
  SELECT $1::uuid AS debit, $2::uuid AS credit
), locked AS MATERIALIZED (
  SELECT a.id FROM ledger_account a, legs WHERE a.id IN (legs.debit, legs.credit) ORDER BY a.id FOR NO KEY UPDATE OF a
), transfer AS (
  INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at)
  SELECT $3, $4::transfer_reason, $5, $6, legs.debit, legs.credit, $7, $8
  FROM legs WHERE (SELECT count(*) FROM locked) = 2
  RETURNING *
), ${bookTransfer}
SELECT account_id FROM booked`

const RESERVE = `WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::currency[], $4::bigint[], $5::uuid[], $6::timestamptz[],
    $7::reservation_purpose[], $8::uuid[]) AS a (pull_id, user_id, currency, amount, transfer_id, at, purpose, guild_id)
), accounts AS MATERIALIZED (
  SELECT l.id, l.user_id, l.kind, l.balance FROM ledger_account l JOIN asked USING (user_id, currency)
  WHERE l.kind IN ('WALLET', 'HELD') ORDER BY l.id FOR NO KEY UPDATE OF l
), priced AS MATERIALIZED (
  SELECT asked.*, w.id AS wallet_id, h.id AS held_id, w.balance,
         w.balance >= asked.amount AND NOT (u.banned IS TRUE AND (u.ban_expires IS NULL OR u.ban_expires > asked.at)) AS is_granted
  FROM asked
  JOIN "user" u ON u.id = asked.user_id
  JOIN accounts w ON w.user_id = asked.user_id AND w.kind = 'WALLET'
  JOIN accounts h ON h.user_id = asked.user_id AND h.kind = 'HELD'
), attempt AS (
  INSERT INTO reservation (pull_id, user_id, purpose, guild_id, currency, amount, status, available, created_at, settled_at)
  SELECT pull_id, user_id, purpose, guild_id, currency, amount,
         CASE WHEN is_granted THEN 'RESERVED' ELSE 'REFUSED' END::reservation_status, balance, at,
         CASE WHEN is_granted THEN NULL ELSE at END
  FROM priced
  ON CONFLICT (pull_id) DO NOTHING
  RETURNING pull_id, user_id, purpose, guild_id, currency, amount, status, available
), transfer AS (
  INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at)
  SELECT transfer_id, priced.purpose::text::transfer_reason, pull_id, 0, wallet_id, held_id, priced.amount, at
  FROM attempt JOIN priced USING (pull_id, user_id)
  WHERE attempt.status = 'RESERVED' AND priced.amount > 0
  RETURNING *
), ${bookTransfer}
SELECT * FROM attempt`

const CAPTURE = `WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::currency[], $4::uuid[], $5::uuid[], $6::reservation_purpose[]) WITH ORDINALITY
    AS a (pull_id, user_id, currency, sink_id, transfer_id, purpose, place)
), account AS MATERIALIZED (
  SELECT u.id FROM "user" u JOIN profile p ON p.user_id = u.id WHERE u.id = ANY($2::uuid[])
  ORDER BY u.id FOR NO KEY UPDATE OF u, p
), reserved AS MATERIALIZED (
  SELECT asked.*, r.amount FROM account JOIN asked ON asked.user_id = account.id
  JOIN reservation r ON r.pull_id = asked.pull_id AND r.user_id = asked.user_id AND r.currency = asked.currency AND r.purpose = asked.purpose
  WHERE r.status = 'RESERVED' AND r.amount > 0 FOR UPDATE OF r
), legs AS MATERIALIZED (
  SELECT reserved.*, h.id AS held_id FROM reserved
  JOIN ledger_account h ON h.user_id = reserved.user_id AND h.currency = reserved.currency AND h.kind = 'HELD'
), locked AS MATERIALIZED (
  SELECT a.id FROM ledger_account a WHERE a.id IN (SELECT held_id FROM legs UNION SELECT sink_id FROM legs)
  ORDER BY a.id FOR NO KEY UPDATE OF a
), captured AS MATERIALIZED (
  SELECT legs.* FROM legs JOIN locked held ON held.id = legs.held_id JOIN locked sink ON sink.id = legs.sink_id
), transfer AS (
  INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at)
  SELECT transfer_id, (purpose::text || '_CAPTURED')::transfer_reason, pull_id, 0, held_id, sink_id, amount, $7 FROM captured
  RETURNING *
), ${bookTransfers}, settled AS (
  UPDATE reservation r SET status = 'CAPTURED', settled_at = $7 FROM transfer WHERE r.pull_id = transfer.reference
)
SELECT captured.pull_id FROM captured JOIN transfer ON transfer.reference = captured.pull_id`

export const transferBefore = (
  db: Queryable,
  it: { from: string; to: string; reason: string; reference: string; leg: number; amount: number; at: Date },
) =>
  db.query({
    text: TRANSFER,
    values: [it.from, it.to, randomUUID(), it.reason, it.reference, it.leg, it.amount, it.at],
  })

interface Reserved {
  readonly id: string
  readonly userId: string
}

export const reserveBefore = (db: Queryable, { id, userId, amount, at }: Reserved & { amount: number; at: Date }) =>
  db.query<{ status: string }>({
    text: RESERVE,
    values: [[id], [userId], ['DIAMOND'], [amount], [randomUUID()], [at], ['PULL'], [null]],
  })

/** Captures of one user in one statement, as of a batch of events. */
export const captureBefore = (
  db: Queryable,
  reserved: readonly Reserved[],
  { sinkId, at }: { sinkId: string; at: Date },
) =>
  db.query({
    text: CAPTURE,
    values: [
      reserved.map(({ id }) => id),
      reserved.map(({ userId }) => userId),
      reserved.map(() => 'DIAMOND'),
      reserved.map(() => sinkId),
      reserved.map(() => randomUUID()),
      reserved.map(() => 'PULL'),
      at,
    ],
  })
