import type { Queryable } from '@waystone/kit/postgres'
import { shardedAccountId, type Currency, type HouseAccount } from '../domain/ledger.js'
import type { Reversal } from '../domain/reversal.js'

const COLUMNS = 'purchase_id, user_id, currency, taken_back_cents, due, recovered, legs'

export async function findReversal(db: Queryable, purchaseId: string): Promise<Reversal | null> {
  const { rows } = await db.query<ReversalRow>({
    name: 'purchase-reversal-by-purchase',
    text: `SELECT ${COLUMNS} FROM purchase_reversal WHERE purchase_id = $1`,
    values: [purchaseId],
  })
  return rows[0] === undefined ? null : reversalOf(rows[0])
}

/** Callers hold the lock of the purchase's user. */
export async function saveReversal(tx: Queryable, reversal: Reversal, at: Date): Promise<void> {
  await tx.query({
    name: 'purchase-reversal-save',
    text: `INSERT INTO purchase_reversal (${COLUMNS}, updated_at) VALUES ($1, $2, $3::currency, $4, $5, $6, $7, $8)
           ON CONFLICT (purchase_id) DO UPDATE SET taken_back_cents = $4, due = $5, recovered = $6, legs = $7, updated_at = $8`,
    values: [
      reversal.purchaseId,
      reversal.userId,
      reversal.currency,
      reversal.takenBackCents,
      reversal.due,
      reversal.recovered,
      reversal.legs,
      at,
    ],
  })
}

/** The debts of a user in a currency, oldest change first. */
export async function findOwed(tx: Queryable, userId: string, currency: Currency): Promise<Reversal[]> {
  const { rows } = await tx.query<ReversalRow>({
    name: 'purchase-reversal-owed',
    text: `SELECT ${COLUMNS} FROM purchase_reversal
           WHERE user_id = $1 AND currency = $2::currency AND recovered < due ORDER BY updated_at, purchase_id`,
    values: [userId, currency],
  })
  return rows.map(reversalOf)
}

/** How much free currency the reversal of a purchase has taken and not returned; transfers without parts took none. */
export async function findTakenFree(tx: Queryable, purchaseId: string): Promise<number> {
  const { rows } = await tx.query<{ free: string }>({
    name: 'purchase-reversal-taken-free',
    text: `SELECT coalesce(sum((t.amount - coalesce(t.paid, t.amount)) * CASE WHEN d.kind = 'WALLET' THEN 1 ELSE -1 END), 0) AS free
           FROM ledger_transfer t JOIN ledger_account d ON d.id = t.debit_account_id
           WHERE t.reference = $1 AND t.reason = 'REFUND'`,
    values: [purchaseId],
  })
  return Number(rows[0]?.free ?? 0)
}

export interface Debtor {
  readonly userId: string
  readonly currency: Currency
}

/** Users who owe something in a currency that their wallet holds, in the order of ids and currencies. */
export async function findSolventDebtors(
  db: Queryable,
  { after, limit }: { after: Debtor | null; limit: number },
): Promise<Debtor[]> {
  const { rows } = await db.query<Debtor>({
    text: `SELECT DISTINCT r.user_id AS "userId", r.currency FROM purchase_reversal r
           JOIN ledger_account w ON w.user_id = r.user_id AND w.currency = r.currency AND w.kind = 'WALLET' AND w.balance > 0
           WHERE r.recovered < r.due AND ($1::uuid IS NULL OR (r.user_id, r.currency) > ($1, $2::currency))
           ORDER BY 1, 2 LIMIT $3`,
    values: [after?.userId ?? null, after?.currency ?? null, limit],
  })
  return rows
}

/**
 * Locks the wallet and the house's account beside it, in the order of their ids, as every transfer does.
 * @returns the wallet's balance.
 */
export async function lockWallet(tx: Queryable, { userId, currency }: Debtor, house: HouseAccount): Promise<number> {
  const { rows } = await tx.query<{ user_id: string | null; balance: string }>({
    name: 'purchase-reversal-lock-wallet',
    text: `SELECT user_id, balance FROM ledger_account
           WHERE id = $3 OR (user_id = $1 AND currency = $2::currency AND kind = 'WALLET') ORDER BY id FOR NO KEY UPDATE`,
    values: [userId, currency, shardedAccountId(house, currency)],
  })
  return Number(rows.find(row => row.user_id !== null)?.balance ?? 0)
}

interface ReversalRow {
  readonly purchase_id: string
  readonly user_id: string
  readonly currency: Currency
  readonly taken_back_cents: number
  readonly due: string
  readonly recovered: string
  readonly legs: number
}

const reversalOf = (row: ReversalRow): Reversal => ({
  purchaseId: row.purchase_id,
  userId: row.user_id,
  currency: row.currency,
  takenBackCents: row.taken_back_cents,
  due: Number(row.due),
  recovered: Number(row.recovered),
  legs: row.legs,
})
