import { randomUUID } from 'node:crypto'
import type { Queryable } from '../postgres/index.js'

/** Makes users with gold from the house, by one statement each table: the ledger stays sound. */
export async function withGold(
  database: Queryable,
  { count, gold, at }: { count: number; gold: number; at: Date },
): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  const run = (text: string) => database.query({ text, values: [ids, at] })
  await run(`INSERT INTO "user" (id, name, email, username, created_at, updated_at)
    SELECT id, 'p', id || '@example.com', left(replace(id::text, '-', ''), 24), $2, $2 FROM unnest($1::uuid[]) id`)
  await run(`INSERT INTO profile (user_id, time_zone, former_of_months, standing, first_signed_in_at)
    SELECT id, 'UTC', 'UTC', 'ACTIVE', $2 FROM unnest($1::uuid[]) id`)
  await run(`INSERT INTO ledger_account (id, kind, currency, user_id, updated_at)
    SELECT gen_random_uuid(), kind::ledger_account_kind, currency, id, $2
    FROM unnest($1::uuid[]) id, unnest(ARRAY['WALLET', 'HELD']) kind, unnest(enum_range(NULL::currency)) currency`)
  await giveGold(database, ids, { gold, at })
  return ids
}

/** Gives gold of the house to each of these users, once in a lifetime. */
export async function giveGold(
  database: Queryable,
  userIds: readonly string[],
  { gold, at }: { gold: number; at: Date },
): Promise<void> {
  if (gold === 0) return
  const text = `WITH house AS (
      SELECT id, balance, sequence FROM ledger_account WHERE kind = 'GRANTS' AND currency = 'GOLD' AND shard = 0 FOR UPDATE
    ), wallet AS (
      SELECT a.id, a.user_id, a.balance, a.sequence, row_number() OVER () AS n FROM ledger_account a
      WHERE a.user_id = ANY($1::uuid[]) AND a.kind = 'WALLET' AND a.currency = 'GOLD'
    ), transfer AS (
      INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at, paid)
      SELECT gen_random_uuid(), 'GRANT', wallet.user_id, 1, house.id, wallet.id, $3::bigint, $2, 0 FROM wallet, house
      RETURNING id, credit_account_id
    ), booked AS (
      INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
      SELECT t.id, wallet.id, wallet.sequence + 1, $3::bigint, wallet.balance + $3::bigint, $2::timestamptz, 0
        FROM transfer t JOIN wallet ON wallet.id = t.credit_account_id
      UNION ALL SELECT t.id, house.id, house.sequence + wallet.n, -$3::bigint, house.balance - wallet.n * $3::bigint, $2, 0
        FROM house, transfer t JOIN wallet ON wallet.id = t.credit_account_id
    ), paid AS (
      UPDATE ledger_account SET balance = balance + $3::bigint, sequence = sequence + 1 WHERE id IN (SELECT id FROM wallet)
    )
    UPDATE ledger_account a SET balance = a.balance - cardinality($1) * $3::bigint, sequence = a.sequence + cardinality($1)
    FROM house WHERE a.id = house.id`
  await database.query({ text, values: [userIds, at, gold] })
}
