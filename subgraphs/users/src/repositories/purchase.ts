import { countAfterCommit, type Queryable } from '@waystone/kit/postgres'
import type { Currency } from '../domain/ledger.js'
import type { Purchase, PurchaseStatus, RefundReason } from '../domain/purchase.js'
import { purchaseCount } from '../metrics.js'

export const PURCHASE_COLUMNS =
  'id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, refund_reason, created_at, month'

/** @throws a violation of purchase_user_id_idempotency_key_key when the user has used the key before. */
export async function insertPurchase(tx: Queryable, purchase: Purchase): Promise<void> {
  await tx.query({
    name: 'purchase-insert',
    text: `INSERT INTO purchase (${PURCHASE_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6::currency, $7, $8, $9, $10::purchase_status, $11::refund_reason, $12, $13)`,
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
      purchase.refundReason,
      purchase.createdAt,
      purchase.month,
    ],
  })
  countAfterCommit(tx, purchaseCount(purchase.status))
}

export async function findPurchaseByKey(db: Queryable, userId: string, key: string): Promise<Purchase | null> {
  const { rows } = await db.query<PurchaseRow>({
    name: 'purchase-by-key',
    text: `SELECT ${PURCHASE_COLUMNS} FROM purchase WHERE user_id = $1 AND idempotency_key = $2`,
    values: [userId, key],
  })
  return rows[0] === undefined ? null : purchaseOf(rows[0])
}

export async function findPurchase(db: Queryable, id: string): Promise<Purchase | null> {
  const { rows } = await db.query<PurchaseRow>({
    name: 'purchase-by-id',
    text: `SELECT ${PURCHASE_COLUMNS} FROM purchase WHERE id = $1`,
    values: [id],
  })
  return rows[0] === undefined ? null : purchaseOf(rows[0])
}

export async function lockPurchase(tx: Queryable, id: string): Promise<Purchase | null> {
  const { rows } = await tx.query<PurchaseRow>({
    name: 'purchase-lock',
    text: `SELECT ${PURCHASE_COLUMNS} FROM purchase WHERE id = $1 FOR UPDATE`,
    values: [id],
  })
  return rows[0] === undefined ? null : purchaseOf(rows[0])
}

/** Notes how a purchase ended; one that has ended so before stays as it is. */
export async function settlePurchase(
  tx: Queryable,
  change: { id: string; status: 'COMPLETED' | 'DECLINED' | 'REFUNDED'; at: Date },
): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'purchase-settle',
    text: 'UPDATE purchase SET status = $2::purchase_status, settled_at = $3 WHERE id = $1 AND status <> $2::purchase_status',
    values: [change.id, change.status, change.at],
  })
  if (rowCount === 1) countAfterCommit(tx, purchaseCount(change.status))
}

/** From now on the purchase can only end as REFUNDED. */
export async function decideRefund(tx: Queryable, refund: { id: string; reason: RefundReason }): Promise<void> {
  await tx.query({
    name: 'purchase-decide-refund',
    text: 'UPDATE purchase SET refund_reason = $2::refund_reason WHERE id = $1',
    values: [refund.id, refund.reason],
  })
}

/** Of a credited purchase: REFUNDED while the buyer has all of the money back, else COMPLETED. */
export async function markTakenBack(tx: Queryable, change: { id: string; isTakenBack: boolean }): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'purchase-mark-taken-back',
    text: `UPDATE purchase SET status = CASE WHEN $2 THEN 'REFUNDED' ELSE 'COMPLETED' END::purchase_status,
             refund_reason = CASE WHEN $2 THEN 'TAKEN_BACK' END::refund_reason
           WHERE id = $1 AND (status = 'REFUNDED') <> $2`,
    values: [change.id, change.isTakenBack],
  })
  if (rowCount === 1 && change.isTakenBack) countAfterCommit(tx, purchaseCount('REFUNDED'))
}

/** Recovery leaves the purchase alone until then. */
export async function postponeRecheck(db: Queryable, { id, until }: { id: string; until: Date }): Promise<void> {
  await db.query({
    name: 'purchase-postpone-recheck',
    text: `UPDATE purchase SET recheck_at = $2 WHERE id = $1`,
    values: [id, until],
  })
}

/**
 * When the user's newest purchases since a moment were begun that were declined or may still be, oldest
 * first: those that are pending count, or as many as are begun at once could be declined.
 */
export async function findFailingSince(
  tx: Queryable,
  userId: string,
  { since, limit }: { since: Date; limit: number },
): Promise<Date[]> {
  const { rows } = await tx.query<{ created_at: Date }>({
    name: 'purchase-failing-since',
    text: `SELECT created_at FROM purchase WHERE user_id = $1 AND created_at > $2 AND status IN ('DECLINED', 'PENDING')
           ORDER BY created_at DESC LIMIT $3`,
    values: [userId, since, limit],
  })
  return rows.map(row => row.created_at).toReversed()
}

/** The sum of the user's purchases of some statuses, of those that count for a month. */
export async function sumSpentCents(
  tx: Queryable,
  userId: string,
  sum: { month: string; statuses: readonly PurchaseStatus[] },
): Promise<number> {
  const { rows } = await tx.query<{ cents: string }>({
    name: 'purchase-sum-spent',
    text: `SELECT coalesce(sum(price_cents), 0) AS cents FROM purchase
           WHERE user_id = $1 AND month = $2 AND status = ANY($3::purchase_status[])`,
    values: [userId, sum.month, sum.statuses],
  })
  return Number(rows[0]?.cents ?? 0)
}

/**
 * The cost of purchases of some statuses in one currency of money: of those that were begun in a day, and of those that
 * count for a month.
 */
export async function sumSpentOf(
  tx: Queryable,
  userId: string,
  sum: {
    currency: string
    day: { readonly start: Date; readonly end: Date }
    month: string
    statuses: readonly PurchaseStatus[]
  },
): Promise<{ ofDay: number; ofMonth: number }> {
  const { rows } = await tx.query<{ of_day: string; of_month: string }>({
    name: 'purchase-sum-spent-of',
    text: `SELECT coalesce(sum(price_cents) FILTER (WHERE created_at >= $3 AND created_at < $4), 0) AS of_day,
                  coalesce(sum(price_cents) FILTER (WHERE month = $5), 0) AS of_month
           FROM purchase WHERE user_id = $1 AND price_currency = $2 AND status = ANY($6::purchase_status[])`,
    values: [userId, sum.currency, sum.day.start, sum.day.end, sum.month, sum.statuses],
  })
  return { ofDay: Number(rows[0]?.of_day ?? 0), ofMonth: Number(rows[0]?.of_month ?? 0) }
}

/** Up to `limit` purchases begun before a moment that wait for their payment or refund, in the order of their ids. */
export async function findUnfinishedPurchases(
  db: Queryable,
  page: { before: Date; now: Date; afterId: string; limit: number },
): Promise<Purchase[]> {
  const { rows } = await db.query<PurchaseRow>({
    text: `SELECT ${PURCHASE_COLUMNS} FROM purchase
           WHERE (status = 'PENDING' OR (refund_reason IS NOT NULL AND status <> 'REFUNDED')) AND created_at < $1 AND id > $2
             AND (recheck_at IS NULL OR recheck_at <= $4)
           ORDER BY id LIMIT $3`,
    values: [page.before, page.afterId, page.limit, page.now],
  })
  return rows.map(purchaseOf)
}

export interface PurchaseRow {
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
  readonly refund_reason: RefundReason | null
  readonly created_at: Date
  readonly month: string
}

export const purchaseOf = (row: PurchaseRow): Purchase => ({
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
  refundReason: row.refund_reason,
  createdAt: row.created_at,
  month: row.month,
})
