import type { Queryable } from '@waystone/kit/postgres'
import type { TimePosition } from '../domain/time-position.js'
import {
  isOfFewAccounts,
  type BookedTransfer,
  type LedgerAccountKind,
  type TransferFilter,
} from '../domain/ledger-transfer.js'
import { partsOf, type Currency, type TransferReason } from '../domain/ledger.js'
import { boundOf, COUNTED_MAX } from './time-bound.js'

const TRANSFER = `t.id, t.reason, t.reference, t.amount, t.paid, t.created_at, d.currency,
  d.id AS from_id, d.kind AS from_kind, d.user_id AS from_user_id, c.id AS to_id, c.kind AS to_kind, c.user_id AS to_user_id`
const SIDES = `JOIN ledger_account d ON d.id = t.debit_account_id JOIN ledger_account c ON c.id = t.credit_account_id`

/** $1 to $3: the accounts of a user, or of the house. Both conditions are ones that an index serves. */
const ACCOUNTS = `SELECT id FROM ledger_account a
  WHERE (a.user_id = $1::uuid OR ($1::uuid IS NULL AND a.user_id IS NULL))
    AND ($2::ledger_account_kind IS NULL OR a.kind = $2) AND ($3::currency IS NULL OR a.currency = $3)`
/** $4: since; $5 and $6: the place that the entries of an account lie behind. */
const ENTRIES = `SELECT e.transfer_id, e.created_at FROM ledger_entry e
  WHERE e.account_id = a.id AND e.created_at >= $4::timestamptz AND (e.created_at, e.transfer_id) < ($5::timestamptz, $6::uuid)`

/** The newest of each of the few accounts, merged; both accounts of a transfer may be among them. */
const PAGE_OF_ACCOUNTS = `SELECT ${TRANSFER} FROM (
    SELECT DISTINCT e.transfer_id, e.created_at FROM (${ACCOUNTS}) a CROSS JOIN LATERAL (
      ${ENTRIES} ORDER BY e.created_at DESC, e.transfer_id DESC LIMIT $7
    ) e ORDER BY e.created_at DESC, e.transfer_id DESC LIMIT $7
  ) page JOIN ledger_transfer t ON t.id = page.transfer_id ${SIDES}
  ORDER BY t.created_at DESC, t.id DESC`
/** A transfer is twice among the entries at most. */
const COUNT_OF_ACCOUNTS = `SELECT least(count(DISTINCT transfer_id), ${COUNTED_MAX})::int AS count FROM (
    SELECT e.transfer_id FROM (${ACCOUNTS}) a CROSS JOIN LATERAL (${ENTRIES} LIMIT ${2 * COUNTED_MAX}) e LIMIT ${2 * COUNTED_MAX}
  ) found`

/** The same of all accounts, where $1 is no user's. */
const OF_ALL = `FROM ledger_transfer t ${SIDES}
  WHERE $1::uuid IS NULL AND ($2::ledger_account_kind IS NULL OR d.kind = $2 OR c.kind = $2) AND ($3::currency IS NULL OR d.currency = $3)
    AND t.created_at >= $4::timestamptz AND (t.created_at, t.id) < ($5::timestamptz, $6::uuid)`
const PAGE_OF_ALL = `SELECT ${TRANSFER} ${OF_ALL} ORDER BY t.created_at DESC, t.id DESC LIMIT $7`
const COUNT_OF_ALL = `SELECT count(*)::int AS count FROM (SELECT ${OF_ALL} LIMIT ${COUNTED_MAX}) found`

/** Transfers, the newest first, that lie behind `after`. */
export async function findTransfers(
  db: Queryable,
  filter: TransferFilter,
  page: { after: TimePosition | null; limit: number },
): Promise<BookedTransfer[]> {
  const { rows } = await db.query<TransferRow>({
    text: isOfFewAccounts(filter) ? PAGE_OF_ACCOUNTS : PAGE_OF_ALL,
    values: [...valuesOf(filter, page.after), page.limit],
  })
  return rows.map(transferOf)
}

/** How many transfers there are, up to COUNTED_MAX. */
export async function countTransfers(db: Queryable, filter: TransferFilter): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    text: isOfFewAccounts(filter) ? COUNT_OF_ACCOUNTS : COUNT_OF_ALL,
    values: [...valuesOf(filter, null)],
  })
  return rows[0]?.count ?? 0
}

/** `until` bounds as a place does, before every transfer of its moment. */
function valuesOf({ userId, kind, currency, since, until }: TransferFilter, after: TimePosition | null) {
  const isFirst = until !== null && (after === null || after.at >= until)
  const bound = isFirst ? [until, '00000000-0000-0000-0000-000000000000'] : boundOf(after)
  return [userId, kind, currency, since ?? '-infinity', ...bound]
}

interface TransferRow {
  readonly id: string
  readonly reason: TransferReason
  readonly reference: string
  readonly amount: string
  readonly paid: string | null
  readonly created_at: Date
  readonly currency: Currency
  readonly from_id: string
  readonly from_kind: LedgerAccountKind
  readonly from_user_id: string | null
  readonly to_id: string
  readonly to_kind: LedgerAccountKind
  readonly to_user_id: string | null
}

const transferOf = (row: TransferRow): BookedTransfer => ({
  id: row.id,
  reason: row.reason,
  reference: row.reference,
  currency: row.currency,
  amount: Number(row.amount),
  ...partsOf(row.amount, row.paid),
  from: { id: row.from_id, kind: row.from_kind, userId: row.from_user_id },
  to: { id: row.to_id, kind: row.to_kind, userId: row.to_user_id },
  createdAt: row.created_at,
})
