import type { Queryable } from '@waystone/kit/postgres'

/** Which payment of a provider a purchase is. A null reference bars the purchase from getting one. */
export interface PaymentRecord {
  readonly purchaseId: string
  readonly provider: string
  readonly reference: string | null
  /** Counts what was applied of what the provider said about the payment. */
  readonly revision: number
}

const COLUMNS = 'purchase_id AS "purchaseId", provider, reference, revision'

export async function findPayment(db: Queryable, purchaseId: string): Promise<PaymentRecord | null> {
  const { rows } = await db.query<PaymentRecord>({
    name: 'payment-by-purchase',
    text: `SELECT ${COLUMNS} FROM payment WHERE purchase_id = $1`,
    values: [purchaseId],
  })
  return rows[0] ?? null
}

/**
 * Notes which payment a purchase is. The first note of a purchase stays, and a payment that another purchase
 * holds is not noted.
 * @returns what the purchase holds afterwards; null when its payment is another purchase's.
 */
export async function claimPayment(
  db: Queryable,
  claim: Omit<PaymentRecord, 'revision'> & { at: Date },
): Promise<PaymentRecord | null> {
  const { purchaseId, provider, reference, at } = claim
  await db.query({
    name: 'payment-claim',
    text: `INSERT INTO payment (purchase_id, provider, reference, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    values: [purchaseId, provider, reference, at],
  })
  return await findPayment(db, purchaseId)
}

/** @returns false when something was applied since the revision was read. */
export async function advanceRevision(tx: Queryable, read: { purchaseId: string; revision: number }): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'payment-advance-revision',
    text: 'UPDATE payment SET revision = revision + 1 WHERE purchase_id = $1 AND revision = $2',
    values: [read.purchaseId, read.revision],
  })
  return rowCount === 1
}

export async function findPurchaseIdOf(
  db: Queryable,
  payment: { provider: string; reference: string },
): Promise<string | null> {
  const { rows } = await db.query<{ purchase_id: string }>({
    name: 'payment-by-reference',
    text: 'SELECT purchase_id FROM payment WHERE provider = $1 AND reference = $2',
    values: [payment.provider, payment.reference],
  })
  return rows[0]?.purchase_id ?? null
}

export async function isNoticeTaken(db: Queryable, notice: { provider: string; eventId: string }): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'payment-notice-taken',
    text: 'SELECT 1 FROM payment_notice WHERE provider = $1 AND event_id = $2',
    values: [notice.provider, notice.eventId],
  })
  return rowCount === 1
}

export async function noteNotice(
  db: Queryable,
  notice: { provider: string; eventId: string; type: string; purchaseId: string | null; at: Date },
): Promise<void> {
  await db.query({
    name: 'payment-notice-note',
    text: `INSERT INTO payment_notice (provider, event_id, type, purchase_id, taken_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT DO NOTHING`,
    values: [notice.provider, notice.eventId, notice.type, notice.purchaseId, notice.at],
  })
}

export async function deleteNotices(db: Queryable, before: Date): Promise<void> {
  await db.query({
    name: 'payment-notice-delete',
    text: 'DELETE FROM payment_notice WHERE taken_at < $1',
    values: [before],
  })
}
