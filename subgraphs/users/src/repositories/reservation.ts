import type { Queryable } from '@waystone/kit/postgres'
import type { Currency } from '../domain/ledger.js'
import { bookTransfer } from './ledger.js'

export type ReservationStatus = 'RESERVED' | 'REFUSED' | 'CAPTURED' | 'RELEASED'

export interface Reservation {
  readonly pullId: string
  readonly userId: string
  /** Null for a pull that was released before it reserved anything. */
  readonly price: { readonly currency: Currency; readonly amount: number } | null
  readonly status: ReservationStatus
  /** What the wallet held when the price was asked for. */
  readonly available: number
}

const RESERVE = `WITH accounts AS MATERIALIZED (
  SELECT id, kind, balance FROM ledger_account
  WHERE user_id = $2 AND currency = $3::currency AND kind IN ('WALLET', 'HELD') ORDER BY id FOR NO KEY UPDATE
), attempt AS (
  INSERT INTO reservation (pull_id, user_id, currency, amount, status, available, created_at, settled_at)
  SELECT $1, $2, $3::currency, $4::bigint,
         CASE WHEN w.balance >= $4::bigint THEN 'RESERVED' ELSE 'REFUSED' END::reservation_status, w.balance, $5,
         CASE WHEN w.balance >= $4::bigint THEN NULL ELSE $5::timestamptz END
  FROM accounts w JOIN accounts h ON h.kind = 'HELD' WHERE w.kind = 'WALLET'
  ON CONFLICT (pull_id) DO NOTHING
  RETURNING pull_id, user_id, currency, amount, status, available
), transfer AS (
  INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at)
  SELECT $6, 'PULL', $1, 0, w.id, h.id, attempt.amount, $5
  FROM attempt, accounts w, accounts h
  WHERE attempt.status = 'RESERVED' AND attempt.amount > 0 AND w.kind = 'WALLET' AND h.kind = 'HELD'
  RETURNING *
), ${bookTransfer}
SELECT * FROM attempt`

/**
 * Moves the price from the wallet to what is held, or notes that the wallet has too little: one statement, one round trip.
 * Null when there was a reservation of this pull before, or the user has no accounts.
 */
export async function reserve(
  db: Queryable,
  request: { pullId: string; userId: string; currency: Currency; amount: number; transferId: string; at: Date },
): Promise<Reservation | null> {
  const { rows } = await db.query<ReservationRow>({
    name: 'reservation-reserve',
    text: RESERVE,
    values: [request.pullId, request.userId, request.currency, request.amount, request.at, request.transferId],
  })
  return rows[0] === undefined ? null : reservationOf(rows[0])
}

/** Bars a pull from reserving. @returns whether it did; false when there is a reservation already. */
export async function insertReleased(
  tx: Queryable,
  pull: { pullId: string; userId: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'reservation-insert-released',
    text: `INSERT INTO reservation (pull_id, user_id, status, created_at, settled_at) VALUES ($1, $2, 'RELEASED', $3, $3)
           ON CONFLICT (pull_id) DO NOTHING`,
    values: [pull.pullId, pull.userId, pull.at],
  })
  return rowCount === 1
}

export async function findReservation(
  db: Queryable,
  pullId: string,
  { lock }: { lock: boolean },
): Promise<Reservation | null> {
  const { rows } = await db.query<ReservationRow>({
    name: lock ? 'reservation-lock' : 'reservation-find',
    text: `SELECT pull_id, user_id, currency, amount, status, available FROM reservation WHERE pull_id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    values: [pullId],
  })
  return rows[0] === undefined ? null : reservationOf(rows[0])
}

export async function settleReservation(
  tx: Queryable,
  change: { pullId: string; status: 'CAPTURED' | 'RELEASED'; at: Date },
): Promise<void> {
  await tx.query({
    name: 'reservation-settle',
    text: 'UPDATE reservation SET status = $2::reservation_status, settled_at = $3 WHERE pull_id = $1',
    values: [change.pullId, change.status, change.at],
  })
}

interface ReservationRow {
  readonly pull_id: string
  readonly user_id: string
  readonly currency: Currency | null
  readonly amount: string | null
  readonly status: ReservationStatus
  readonly available: string | null
}

const reservationOf = (row: ReservationRow): Reservation => ({
  pullId: row.pull_id,
  userId: row.user_id,
  price: row.currency === null || row.amount === null ? null : { currency: row.currency, amount: Number(row.amount) },
  status: row.status,
  available: Number(row.available ?? 0),
})
