import type { Queryable } from '@waystone/kit/postgres'
import type { Currency } from '../domain/ledger.js'
import type { Purchase, PurchaseStatus } from '../domain/purchase.js'

const COLUMNS =
  'id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, created_at'

/** @throws a violation of purchase_user_id_idempotency_key_key when the user has used the key before. */
export async function insertPurchase(tx: Queryable, purchase: Purchase): Promise<void> {
  await tx.query({
    name: 'purchase-insert',
    text: `INSERT INTO purchase (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6::currency, $7, $8, $9, $10::purchase_status, $11)`,
    values: [
      purchase.id,
      purchase.userId,
      purchase.idempotencyKey,
      purchase.packId,
      purchase.paymentMethod,
      purchase.currency,
      purchase.amount,
      purchase.priceCents,
      purchase.priceCurrency,
      purchase.status,
      purchase.createdAt,
    ],
  })
}

export async function findPurchaseByKey(db: Queryable, userId: string, key: string): Promise<Purchase | null> {
  const { rows } = await db.query<PurchaseRow>({
    name: 'purchase-by-key',
    text: `SELECT ${COLUMNS} FROM purchase WHERE user_id = $1 AND idempotency_key = $2`,
    values: [userId, key],
  })
  return rows[0] === undefined ? null : purchaseOf(rows[0])
}

export async function lockPurchase(tx: Queryable, id: string): Promise<Purchase | null> {
  const { rows } = await tx.query<PurchaseRow>({
    name: 'purchase-lock',
    text: `SELECT ${COLUMNS} FROM purchase WHERE id = $1 FOR UPDATE`,
    values: [id],
  })
  return rows[0] === undefined ? null : purchaseOf(rows[0])
}

export async function settlePurchase(
  tx: Queryable,
  change: { id: string; status: 'COMPLETED' | 'DECLINED'; at: Date },
): Promise<void> {
  await tx.query({
    name: 'purchase-settle',
    text: 'UPDATE purchase SET status = $2::purchase_status, settled_at = $3 WHERE id = $1',
    values: [change.id, change.status, change.at],
  })
}

/** What the user has paid, or may yet pay, in a stretch of time. */
export async function sumSpentCents(tx: Queryable, userId: string, span: { start: Date; end: Date }): Promise<number> {
  const { rows } = await tx.query<{ cents: string }>({
    name: 'purchase-sum-spent',
    text: `SELECT coalesce(sum(price_cents), 0) AS cents FROM purchase
           WHERE user_id = $1 AND created_at >= $2 AND created_at < $3 AND status IN ('PENDING', 'COMPLETED')`,
    values: [userId, span.start, span.end],
  })
  return Number(rows[0]?.cents ?? 0)
}

/** Up to `limit` purchases that have waited for their payment since before a moment, in the order of their ids. */
export async function findPendingPurchases(
  db: Queryable,
  page: { before: Date; afterId: string; limit: number },
): Promise<Purchase[]> {
  const { rows } = await db.query<PurchaseRow>({
    text: `SELECT ${COLUMNS} FROM purchase WHERE status = 'PENDING' AND created_at < $1 AND id > $2 ORDER BY id LIMIT $3`,
    values: [page.before, page.afterId, page.limit],
  })
  return rows.map(purchaseOf)
}

interface PurchaseRow {
  readonly id: string
  readonly user_id: string
  readonly idempotency_key: string
  readonly pack_id: string
  readonly payment_method: string
  readonly currency: Currency
  readonly amount: string
  readonly price_cents: number
  readonly price_currency: string
  readonly status: PurchaseStatus
  readonly created_at: Date
}

const purchaseOf = (row: PurchaseRow): Purchase => ({
  id: row.id,
  userId: row.user_id,
  idempotencyKey: row.idempotency_key,
  packId: row.pack_id,
  paymentMethod: row.payment_method,
  currency: row.currency,
  amount: Number(row.amount),
  priceCents: row.price_cents,
  priceCurrency: row.price_currency,
  status: row.status,
  createdAt: row.created_at,
})
