import type { Queryable } from '@waystone/kit/postgres'
import type { TimePosition } from '../domain/time-position.js'
import type { Purchase, PurchaseFilter } from '../domain/purchase.js'
import { boundOf, COUNTED_MAX } from './time-bound.js'
import { PURCHASE_COLUMNS, purchaseOf, type PurchaseRow } from './purchase.js'

/** Purchases, the newest first, that lie behind `after`. */
export async function findPurchases(
  db: Queryable,
  filter: PurchaseFilter,
  page: { after: TimePosition | null; limit: number },
): Promise<Purchase[]> {
  const { from, values } = selectionOf(filter)
  const place = values.length
  const { rows } = await db.query<PurchaseRow>({
    text: `SELECT ${PURCHASE_COLUMNS} ${from} AND (created_at, id) < ($${place + 1}::timestamptz, $${place + 2}::uuid)
           ORDER BY created_at DESC, id DESC LIMIT $${place + 3}`,
    values: [...values, ...boundOf(page.after), page.limit],
  })
  return rows.map(purchaseOf)
}

/** How many purchases there are, up to COUNTED_MAX. */
export async function countPurchases(db: Queryable, filter: PurchaseFilter): Promise<number> {
  const { from, values } = selectionOf(filter)
  const { rows } = await db.query<{ count: number }>({
    text: `SELECT count(*)::int AS count FROM (SELECT ${from} LIMIT ${COUNTED_MAX}) found`,
    values,
  })
  return rows[0]?.count ?? 0
}

/** Only the conditions that are asked for, so that each of the indexes serves its own. */
function selectionOf({ userId, status }: PurchaseFilter): { from: string; values: unknown[] } {
  const values: unknown[] = []
  const conditions = ['true']
  if (userId !== null) conditions.push(`user_id = $${values.push(userId)}`)
  if (status !== null) conditions.push(`status = $${values.push(status)}::purchase_status`)
  return { from: `FROM purchase WHERE ${conditions.join(' AND ')}`, values }
}
