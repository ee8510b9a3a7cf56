import type { Queryable } from '@waystone/kit/postgres'

/**
 * Notes that an administrator has a purchase refunded; again, where the refund was done and the buyer has paid anew
 * since, as after a refund that failed later. @returns false where one is under way.
 */
export async function insertRefund(
  tx: Queryable,
  refund: { purchaseId: string; at: Date; recheckAt: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'purchase-refund-insert',
    text: `INSERT INTO purchase_refund (purchase_id, requested_at, recheck_at) VALUES ($1, $2, $3)
           ON CONFLICT (purchase_id) DO UPDATE SET requested_at = $2, recheck_at = $3, done_at = NULL
             WHERE purchase_refund.done_at IS NOT NULL`,
    values: [refund.purchaseId, refund.at, refund.recheckAt],
  })
  return rowCount === 1
}

/** The provider has given the money back, and the purchase has followed. */
export async function completeRefund(
  db: Queryable,
  { purchaseId, at }: { purchaseId: string; at: Date },
): Promise<void> {
  await db.query({
    name: 'purchase-refund-complete',
    text: 'UPDATE purchase_refund SET done_at = $2 WHERE purchase_id = $1 AND done_at IS NULL',
    values: [purchaseId, at],
  })
}

export interface OpenRefund {
  readonly purchaseId: string
  readonly requestedAt: Date
}

/** Refunds that are not done and may be tried by now, the longest due first. */
export async function findOpenRefunds(
  db: Queryable,
  { now, limit }: { now: Date; limit: number },
): Promise<OpenRefund[]> {
  const { rows } = await db.query<OpenRefund>({
    name: 'purchase-refunds-open',
    text: `SELECT purchase_id AS "purchaseId", requested_at AS "requestedAt" FROM purchase_refund
           WHERE done_at IS NULL AND recheck_at <= $1 ORDER BY recheck_at LIMIT $2`,
    values: [now, limit],
  })
  return rows
}

export async function postponeRefund(
  db: Queryable,
  { purchaseId, until }: { purchaseId: string; until: Date },
): Promise<void> {
  await db.query({
    name: 'purchase-refund-postpone',
    text: 'UPDATE purchase_refund SET recheck_at = $2 WHERE purchase_id = $1',
    values: [purchaseId, until],
  })
}
