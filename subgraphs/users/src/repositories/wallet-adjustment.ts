import type { Queryable } from '@waystone/kit/postgres'
import type { Currency } from '../domain/ledger.js'
import type { WalletAdjustment } from '../domain/wallet-adjustment.js'

const COLUMNS = 'id, admin_id, idempotency_key, user_id, currency, amount, created_at'

/** @returns false, and changes nothing, where the administrator has used the key before. */
export async function insertAdjustment(tx: Queryable, adjustment: WalletAdjustment): Promise<boolean> {
  const { id, adminId, idempotencyKey, userId, currency, amount, createdAt } = adjustment
  const { rowCount } = await tx.query({
    name: 'wallet-adjustment-insert',
    text: `INSERT INTO wallet_adjustment (${COLUMNS}) VALUES ($1, $2, $3, $4, $5::currency, $6, $7)
           ON CONFLICT (admin_id, idempotency_key) DO NOTHING`,
    values: [id, adminId, idempotencyKey, userId, currency, amount, createdAt],
  })
  return rowCount === 1
}

export async function findAdjustment(
  db: Queryable,
  { adminId, idempotencyKey }: Pick<WalletAdjustment, 'adminId' | 'idempotencyKey'>,
): Promise<WalletAdjustment | null> {
  const { rows } = await db.query<AdjustmentRow>({
    name: 'wallet-adjustment-by-key',
    text: `SELECT ${COLUMNS} FROM wallet_adjustment WHERE admin_id = $1 AND idempotency_key = $2`,
    values: [adminId, idempotencyKey],
  })
  return rows[0] === undefined ? null : adjustmentOf(rows[0])
}

interface AdjustmentRow {
  readonly id: string
  readonly admin_id: string
  readonly idempotency_key: string
  readonly user_id: string
  readonly currency: Currency
  readonly amount: string
  readonly created_at: Date
}

const adjustmentOf = (row: AdjustmentRow): WalletAdjustment => ({
  id: row.id,
  adminId: row.admin_id,
  idempotencyKey: row.idempotency_key,
  userId: row.user_id,
  currency: row.currency,
  amount: Number(row.amount),
  createdAt: row.created_at,
})
