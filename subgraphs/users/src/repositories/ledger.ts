import { tellAfterCommit } from '@waystone/kit/live'
import { countAfterCommit, type Queryable } from '@waystone/kit/postgres'
import {
  isSharded,
  partsOf,
  shardedAccountId,
  type Balances,
  type Currency,
  type LedgerAccount,
  type LedgerEntry,
  type LedgerPosition,
  type Transfer,
  type TransferReason,
  type TreasuryAccount,
} from '../domain/ledger.js'
import { transferCounts } from '../metrics.js'

/**
 * CTEs to put after a CTE `transfer` that returns whole ledger_transfer rows: they move both balances with their paid
 * parts and write both entries. The caller has locked the two accounts in the order of their ids before.
 */
export const bookTransfer = `moved AS (
  UPDATE ledger_account a
  SET balance = a.balance + CASE a.id WHEN t.debit_account_id THEN -t.amount ELSE t.amount END,
      paid = a.paid + CASE a.id WHEN t.debit_account_id THEN -t.paid ELSE t.paid END,
      sequence = a.sequence + 1,
      updated_at = greatest(a.updated_at, t.created_at)
  FROM transfer t
  WHERE a.id IN (t.debit_account_id, t.credit_account_id)
  RETURNING a.id, a.sequence, a.balance, t.id AS transfer_id, t.created_at,
            CASE a.id WHEN t.debit_account_id THEN -t.amount ELSE t.amount END AS change,
            CASE a.id WHEN t.debit_account_id THEN -t.paid ELSE t.paid END AS paid_change
), booked AS (
  INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, paid, balance_after, created_at)
  SELECT transfer_id, id, sequence, change, paid_change, balance, created_at FROM moved
  RETURNING account_id
)`

/**
 * The same for transfers that may share accounts, as those to the house do: each account moves once, by the
 * sum, and its entries get the sequences and balances that they would have got one after the other.
 */
export const bookTransfers = `side AS MATERIALIZED (
  SELECT t.id AS transfer_id, t.created_at, leg.account_id, leg.change, leg.paid,
         row_number() OVER one_by_one AS place, (sum(leg.change) OVER one_by_one)::bigint AS so_far
  FROM transfer t CROSS JOIN LATERAL (
    VALUES (t.debit_account_id, -t.amount, -t.paid), (t.credit_account_id, t.amount, t.paid)
  ) AS leg (account_id, change, paid)
  WINDOW one_by_one AS (PARTITION BY leg.account_id ORDER BY t.id ROWS UNBOUNDED PRECEDING)
), total AS MATERIALIZED (
  SELECT account_id, sum(change)::bigint AS change, sum(paid)::bigint AS paid, count(*) AS entries, max(created_at) AS at FROM side GROUP BY account_id
), moved AS (
  UPDATE ledger_account a
  SET balance = a.balance + total.change,
      paid = a.paid + total.paid,
      sequence = a.sequence + total.entries,
      updated_at = greatest(a.updated_at, total.at)
  FROM total WHERE a.id = total.account_id
  RETURNING a.id, a.sequence - total.entries AS sequence_before, a.balance - total.change AS balance_before
), booked AS (
  INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, paid, balance_after, created_at)
  SELECT transfer_id, account_id, sequence_before + place, change, side.paid, balance_before + so_far, created_at
  FROM side JOIN moved ON moved.id = side.account_id
)`

/** SQL of the paid part of an amount that a locked account gives. Of one that holds too little, it is not used. */
export const paidPart = (of: { amount: string; account: string; isPaidFirst: string }): string =>
  `least(${of.account}.paid, CASE WHEN ${of.isPaidFirst} THEN ${of.amount} ELSE greatest(0, ${of.amount} - (${of.account}.balance - ${of.account}.paid)) END)`

const ACCOUNT = (id: string, userId: string, kind: string) =>
  `coalesce(${id}::uuid, (SELECT id FROM ledger_account WHERE user_id = ${userId}::uuid AND currency = $1::currency AND kind = ${kind}::ledger_account_kind))`

const TRANSFER = `WITH legs AS MATERIALIZED (
  SELECT ${ACCOUNT('$2', '$3', '$4')} AS debit, ${ACCOUNT('$5', '$6', '$7')} AS credit
), locked AS MATERIALIZED (
  SELECT a.id, a.balance, a.paid FROM ledger_account a, legs WHERE a.id IN (legs.debit, legs.credit) ORDER BY a.id FOR NO KEY UPDATE OF a
), transfer AS (
  INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at, paid)
  SELECT $8, $9::transfer_reason, $10, $11, legs.debit, legs.credit, $12, $13,
         coalesce($14, ${paidPart({ amount: '$12::bigint', account: 'giver', isPaidFirst: '$15::boolean' })})
  FROM legs JOIN locked giver ON giver.id = legs.debit WHERE (SELECT count(*) FROM locked) = 2
  RETURNING *
), ${bookTransfer}
SELECT account_id FROM booked`

/**
 * Books a transfer in one statement.
 * @throws a violation of ledger_account_balance_check when a user's account would go below zero, and of
 * ledger_transfer_reference_reason_leg_key when it has been booked before: callers note what they book, and ask first.
 */
export async function transfer(tx: Queryable, booking: Transfer): Promise<void> {
  const { currency, from, to } = booking
  const side = (account: LedgerAccount) =>
    isSharded(account) ? [shardedAccountId(account, currency), null, null] : [null, account.userId, account.kind]
  const { rowCount } = await tx.query({
    name: 'ledger-transfer',
    text: TRANSFER,
    values: [
      currency,
      ...side(from),
      ...side(to),
      booking.id,
      booking.reason,
      booking.reference,
      booking.leg,
      booking.amount,
      booking.at,
      typeof booking.paid === 'number' ? booking.paid : null,
      booking.paid === 'paid-first',
    ],
  })
  // Committed silently, it would be a purchase without its credit.
  if (rowCount !== 2) throw new Error(`The transfer ${booking.id} for ${booking.reference} lacks one of its accounts`)
  for (const count of transferCounts(booking)) countAfterCommit(tx, count)
  for (const account of [from, to]) if (account.kind === 'WALLET') tellWalletChanged(tx, account.userId)
}

/** The topic of subscriptions to a wallet, keyed by its user. */
export const walletTopic = (userId: string) => ({ topic: 'wallet', key: userId })

/** Notifies the wallet's subscribers after the commit; called for every transfer on a wallet. */
export const tellWalletChanged = (db: Queryable, userId: string): void => tellAfterCommit(db, walletTopic(userId))

/** Makes the user's four accounts where they do not exist. */
export async function openAccounts(tx: Queryable, userId: string, at: Date): Promise<void> {
  await tx.query({
    name: 'ledger-open-accounts',
    text: `INSERT INTO ledger_account (id, kind, currency, user_id, updated_at)
           SELECT gen_random_uuid(), kind, currency, $1, $2
           FROM unnest(enum_range('WALLET'::ledger_account_kind, 'HELD')) AS kind, unnest(enum_range(NULL::currency)) AS currency
           ON CONFLICT (user_id, currency, kind) DO NOTHING`,
    values: [userId, at],
  })
}

/** Makes the accounts of treasuries where they do not exist; in the order of their ids, so that two never deadlock. */
export async function openTreasuries(tx: Queryable, accounts: readonly TreasuryAccount[], at: Date): Promise<void> {
  const ids = accounts.map(account => shardedAccountId(account, 'GOLD'))
  await tx.query({
    name: 'ledger-open-treasuries',
    text: `INSERT INTO ledger_account (id, kind, currency, guild_id, shard, updated_at)
           SELECT DISTINCT ON (id) id, 'TREASURY'::ledger_account_kind, 'GOLD'::currency, guild_id, shard, $4::timestamptz
           FROM unnest($1::uuid[], $2::uuid[], $3::smallint[]) AS t (id, guild_id, shard) ORDER BY id
           ON CONFLICT (id) DO NOTHING`,
    values: [ids, accounts.map(account => account.guildId), accounts.map(account => account.shard), at],
  })
}

/** Of the wallets; users without one are missing. */
export async function findBalances(db: Queryable, userIds: readonly string[]): Promise<Map<string, Balances>> {
  const { rows } = await db.query<BalancesRow>({
    name: 'ledger-balances',
    text: `SELECT user_id,
                  sum(balance) FILTER (WHERE currency = 'GOLD') AS gold,
                  sum(balance - paid) FILTER (WHERE currency = 'GOLD') AS free_gold,
                  sum(balance) FILTER (WHERE currency = 'DIAMOND') AS diamonds,
                  sum(balance - paid) FILTER (WHERE currency = 'DIAMOND') AS free_diamonds,
                  max(updated_at) AS updated_at
           FROM ledger_account WHERE user_id = ANY($1::uuid[]) AND kind = 'WALLET' GROUP BY user_id`,
    values: [userIds],
  })
  return new Map(rows.map(row => [row.user_id, balancesOf(row)]))
}

interface BalancesRow {
  readonly user_id: string
  readonly gold: string
  readonly free_gold: string
  readonly diamonds: string
  readonly free_diamonds: string
  readonly updated_at: Date
}

const balancesOf = (row: BalancesRow): Balances => ({
  gold: Number(row.gold),
  freeGold: Number(row.free_gold),
  diamonds: Number(row.diamonds),
  freeDiamonds: Number(row.free_diamonds),
  updatedAt: row.updated_at,
})

interface EntryRow {
  readonly id: string
  readonly currency: Currency
  readonly sequence: string
  readonly amount: string
  readonly paid: string | null
  readonly balance_after: string
  readonly reason: TransferReason
  readonly reference: string
  readonly created_at: Date
}

/** Up to `limit` entries of each of the currencies, newest first, that lie behind the position. */
export async function findEntries(
  db: Queryable,
  userId: string,
  page: { currencies: readonly Currency[]; after: LedgerPosition; limit: number },
): Promise<Record<Currency, LedgerEntry[]>> {
  const { rows } = await db.query<EntryRow>({
    name: 'ledger-entries',
    text: `SELECT e.id, w.currency, e.sequence, e.amount, e.paid, e.balance_after, e.created_at, t.reason, t.reference
           FROM unnest($2::currency[], $3::bigint[]) AS wanted(currency, before)
           JOIN ledger_account w ON w.user_id = $1 AND w.kind = 'WALLET' AND w.currency = wanted.currency
           CROSS JOIN LATERAL (
             SELECT * FROM ledger_entry
             WHERE account_id = w.id AND sequence < coalesce(wanted.before, 9223372036854775807)
             ORDER BY sequence DESC LIMIT $4
           ) e
           JOIN ledger_transfer t ON t.id = e.transfer_id
           ORDER BY e.sequence DESC`,
    values: [userId, page.currencies, page.currencies.map(currency => page.after[currency]), page.limit],
  })
  const entries = rows.map(entryOf)
  return {
    GOLD: entries.filter(entry => entry.currency === 'GOLD'),
    DIAMOND: entries.filter(entry => entry.currency === 'DIAMOND'),
  }
}

const entryOf = (row: EntryRow): LedgerEntry => ({
  id: row.id,
  currency: row.currency,
  sequence: Number(row.sequence),
  amount: Number(row.amount),
  ...partsOf(row.amount, row.paid),
  balanceAfter: Number(row.balance_after),
  reason: row.reason,
  reference: row.reference,
  createdAt: row.created_at,
})

/** How many entries the wallet has: sequences have no gaps, so the accounts know it. */
export async function countEntries(db: Queryable, userId: string, currencies: readonly Currency[]): Promise<number> {
  const { rows } = await db.query<{ count: string }>({
    name: 'ledger-count-entries',
    text: `SELECT coalesce(sum(sequence), 0) AS count FROM ledger_account
           WHERE user_id = $1 AND kind = 'WALLET' AND currency = ANY($2::currency[])`,
    values: [userId, currencies],
  })
  return Number(rows[0]?.count ?? 0)
}
