import {
  announceAfterCommit,
  countEvents,
  eventParameters,
  insertEvents,
  type EventEnvelope,
} from '@waystone/kit/outbox'
import { countAfterCommit, type Queryable } from '@waystone/kit/postgres'
import type { Bar, Jurisdictions } from '@waystone/jurisdictions'
import type { Currency, CurrencyKind } from '../domain/ledger.js'
import { capturedReason, type ReservationPurpose, type ReservedFor } from '../domain/reservation-purpose.js'
import { captureCount } from '../metrics.js'
import { barredParameters, barredParts } from './draw-bar.js'
import type { PriceToReserve } from './price-to-reserve.js'
import { bookTransfer, bookTransfers, paidPart, tellWalletChanged } from './ledger.js'

export type ReservationStatus = 'RESERVED' | 'REFUSED' | 'CAPTURED' | 'RELEASED'

export interface Reservation extends ReservedFor {
  /** Null where it was released before anything was reserved. */
  readonly price: {
    readonly currency: Currency
    readonly amount: number
    /** Null where both parts of the balance may pay. */
    readonly kind: CurrencyKind | null
  } | null
  readonly status: ReservationStatus
  /** How much of the amount was taken from the paid part. */
  readonly paid: number
  /** The balance of the wallet when the reservation was requested; of a price with a kind, that part of it. */
  readonly available: number
  /** Why the law refused it; null where it did not. */
  readonly bar: Bar | null
}

const COLUMNS = 'pull_id, user_id, purpose, guild_id, currency, amount, kind, paid, status, available, bar'

/** The parameters of what the law refuses follow those of the prices. */
const BAR_PARAMETERS_FROM = 11

const reserveText = (locking: 'waiting' | 'passing') => `WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::currency[], $4::bigint[], $5::uuid[], $6::timestamptz[],
    $7::reservation_purpose[], $8::uuid[], $9::currency_kind[], $10::boolean[])
    AS a (pull_id, user_id, currency, amount, transfer_id, at, purpose, guild_id, kind, is_paid_first)
), accounts AS MATERIALIZED (
  SELECT l.id, l.user_id, l.kind, l.balance, l.paid FROM ledger_account l JOIN asked USING (user_id, currency)
  WHERE l.kind IN ('WALLET', 'HELD') ORDER BY l.id FOR NO KEY UPDATE OF l ${locking === 'passing' ? 'SKIP LOCKED' : ''}
), ${barredParts(BAR_PARAMETERS_FROM)}, priced AS MATERIALIZED (
  SELECT asked.*, w.id AS wallet_id, h.id AS held_id, part.available, part.paid, barred.bar,
         part.available >= asked.amount AND barred.bar IS NULL
           AND NOT (u.banned IS TRUE AND (u.ban_expires IS NULL OR u.ban_expires > asked.at)) AS is_granted
  FROM asked
  JOIN "user" u ON u.id = asked.user_id
  JOIN accounts w ON w.user_id = asked.user_id AND w.kind = 'WALLET'
  JOIN accounts h ON h.user_id = asked.user_id AND h.kind = 'HELD'
  LEFT JOIN barred ON barred.pull_id = asked.pull_id
  CROSS JOIN LATERAL (SELECT
    CASE asked.kind WHEN 'FREE' THEN w.balance - w.paid WHEN 'PAID' THEN w.paid ELSE w.balance END AS available,
    CASE asked.kind WHEN 'FREE' THEN 0 WHEN 'PAID' THEN asked.amount
      ELSE ${paidPart({ amount: 'asked.amount', account: 'w', isPaidFirst: 'asked.is_paid_first' })} END AS paid
  ) part
), attempt AS (
  INSERT INTO reservation (pull_id, user_id, purpose, guild_id, currency, amount, kind, paid, status, available, created_at, settled_at, bar)
  SELECT pull_id, user_id, purpose, guild_id, currency, amount, kind, CASE WHEN is_granted THEN paid END,
         CASE WHEN is_granted THEN 'RESERVED' ELSE 'REFUSED' END::reservation_status, available, at,
         CASE WHEN is_granted THEN NULL ELSE at END, bar
  FROM priced
  ON CONFLICT (pull_id) DO NOTHING
  RETURNING ${COLUMNS}
), transfer AS (
  INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at, paid)
  SELECT transfer_id, priced.purpose::text::transfer_reason, pull_id, 0, wallet_id, held_id, priced.amount, at, priced.paid
  FROM attempt JOIN priced USING (pull_id, user_id)
  WHERE attempt.status = 'RESERVED' AND priced.amount > 0
  RETURNING *
), ${bookTransfer}
SELECT * FROM attempt`

const [RESERVE, RESERVE_PASSING] = [reserveText('waiting'), reserveText('passing')]

/**
 * Moves the price from the wallet to what is held, or notes that the wallet has too little, its user is
 * banned, or the law refuses the draw: one statement, one round trip. Null when there was a reservation of this
 * id before, or the user has no accounts.
 */
export async function reserve(
  db: Queryable,
  price: PriceToReserve,
  jurisdictions: Jurisdictions,
): Promise<Reservation | null> {
  const statement = { name: 'reservation-reserve', text: RESERVE, jurisdictions }
  const [reservation = null] = await reserveEach(db, [price], statement)
  return reservation
}

/**
 * The same for prices of different users. It skips users whose accounts another transaction has locked, and
 * answers null for them, too: waiting for locks could deadlock, and let one user delay all other users.
 */
export const reservePassing = (
  db: Queryable,
  prices: readonly PriceToReserve[],
  jurisdictions: Jurisdictions,
): Promise<(Reservation | null)[]> =>
  reserveEach(db, prices, { name: 'reservation-reserve-passing', text: RESERVE_PASSING, jurisdictions })

async function reserveEach(
  db: Queryable,
  prices: readonly PriceToReserve[],
  { jurisdictions, ...statement }: { name: string; text: string; jurisdictions: Jurisdictions },
): Promise<(Reservation | null)[]> {
  const { rows } = await db.query<ReservationRow>({
    ...statement,
    values: [
      prices.map(price => price.id),
      prices.map(price => price.userId),
      prices.map(price => price.currency),
      prices.map(price => price.amount),
      prices.map(price => price.transferId),
      prices.map(price => price.at),
      prices.map(price => price.purpose),
      prices.map(price => price.guildId),
      prices.map(price => price.kind),
      prices.map(price => price.isPaidFirst),
      ...barredParameters(prices, jurisdictions),
    ],
  })
  for (const row of rows) if (row.status === 'RESERVED' && row.amount !== '0') tellWalletChanged(db, row.user_id)
  const found = new Map(rows.map(row => [row.pull_id, reservationOf(row)]))
  return prices.map(({ id, userId }) => {
    const reservation = found.get(id)
    return reservation?.userId === userId ? reservation : null
  })
}

/** The parts of a balance. */
export interface Parts {
  readonly balance: number
  readonly paid: number
}

/** Balances of a user's wallets. The accounts that a reservation may move are locked, ordered by id as there. */
export async function lockWallets(tx: Queryable, userId: string): Promise<ReadonlyMap<Currency, Parts>> {
  const { rows } = await tx.query<{ currency: Currency; kind: string; balance: string; paid: string }>({
    name: 'reservation-lock-wallets',
    text: `SELECT currency, kind, balance, paid FROM ledger_account WHERE user_id = $1 AND kind IN ('WALLET', 'HELD') ORDER BY id FOR NO KEY UPDATE`,
    values: [userId],
  })
  return new Map(
    rows.flatMap(({ currency, kind, balance, paid }) =>
      kind === 'WALLET' ? [[currency, { balance: Number(balance), paid: Number(paid) }] as const] : [],
    ),
  )
}

const CAPTURE = `WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::currency[], $4::uuid[], $5::uuid[], $6::reservation_purpose[]) WITH ORDINALITY
    AS a (pull_id, user_id, currency, sink_id, transfer_id, purpose, place)
), account AS MATERIALIZED (
  SELECT u.id FROM "user" u JOIN profile p ON p.user_id = u.id WHERE u.id = ANY($2::uuid[])
  ORDER BY u.id FOR NO KEY UPDATE OF u, p
), reserved AS MATERIALIZED (
  SELECT asked.*, r.amount, r.paid FROM account JOIN asked ON asked.user_id = account.id
  JOIN reservation r ON r.pull_id = asked.pull_id AND r.user_id = asked.user_id AND r.currency = asked.currency AND r.purpose = asked.purpose
  WHERE r.status = 'RESERVED' AND r.amount > 0 FOR UPDATE OF r
), legs AS MATERIALIZED (
  SELECT reserved.*, h.id AS held_id FROM reserved
  JOIN ledger_account h ON h.user_id = reserved.user_id AND h.currency = reserved.currency AND h.kind = 'HELD'
), locked AS MATERIALIZED (
  SELECT a.id FROM ledger_account a WHERE a.id IN (SELECT held_id FROM legs UNION SELECT sink_id FROM legs)
  ORDER BY a.id FOR NO KEY UPDATE OF a
), captured AS MATERIALIZED (
  SELECT legs.* FROM legs JOIN locked held ON held.id = legs.held_id JOIN locked sink ON sink.id = legs.sink_id
), transfer AS (
  INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at, paid)
  SELECT transfer_id, (purpose::text || '_CAPTURED')::transfer_reason, pull_id, 0, held_id, sink_id, amount, $7, paid FROM captured
  RETURNING *
), ${bookTransfers}, settled AS (
  UPDATE reservation r SET status = 'CAPTURED', settled_at = $7 FROM transfer WHERE r.pull_id = transfer.reference
), told AS (
  ${insertEvents({ firstParameter: 8, places: 'captured' })}
)
SELECT captured.pull_id, captured.amount FROM captured JOIN transfer ON transfer.reference = captured.pull_id`

export interface Capture extends Omit<ReservedFor, 'guildId'> {
  readonly currency: Currency
  /** The account that gets it. */
  readonly sinkId: string
  /** False where it stays with players, as in a treasury. */
  readonly isBurned: boolean
  readonly transferId: string
  /** The event that announces the capture; null where no subgraph waits for it. */
  readonly event: EventEnvelope | null
}

/**
 * Captures what is reserved: users' locks, transfers, new statuses and events are one statement.
 * @returns the ids of those that were captured; other reservations remain unchanged.
 */
export async function captureAtOnce(tx: Queryable, asked: readonly Capture[], at: Date): Promise<ReadonlySet<string>> {
  // Events are matched to captures by their places, so captures with one come first.
  const captures = asked.toSorted((one, other) => Number(one.event === null) - Number(other.event === null))
  const events = captures.flatMap(({ event }) => event ?? [])
  const { rows } = await tx.query<{ pull_id: string; amount: string }>({
    name: 'reservation-capture',
    text: CAPTURE,
    values: [
      captures.map(capture => capture.id),
      captures.map(capture => capture.userId),
      captures.map(capture => capture.currency),
      captures.map(capture => capture.sinkId),
      captures.map(capture => capture.transferId),
      captures.map(capture => capture.purpose),
      at,
      ...eventParameters(events),
    ],
  })
  const amounts = new Map(rows.map(row => [row.pull_id, Number(row.amount)]))
  const captured = captures.filter(({ id }) => amounts.has(id))
  for (const { id, purpose, currency, isBurned } of captured)
    if (isBurned)
      countAfterCommit(tx, captureCount({ currency, reason: capturedReason(purpose), amount: amounts.get(id) ?? 0 }))
  const told = captured.flatMap(({ event }) => event ?? [])
  if (told.length > 0) announceAfterCommit(tx)
  countEvents(tx, told)
  return new Set(amounts.keys())
}

/** Bars this id from reserving. @returns whether it did; false when there is a reservation already. */
export async function insertReleased(tx: Queryable, barred: ReservedFor & { readonly at: Date }): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'reservation-insert-released',
    text: `INSERT INTO reservation (pull_id, user_id, purpose, guild_id, status, created_at, settled_at)
           VALUES ($1, $2, $4, $5, 'RELEASED', $3, $3) ON CONFLICT (pull_id) DO NOTHING`,
    values: [barred.id, barred.userId, barred.at, barred.purpose, barred.guildId],
  })
  return rowCount === 1
}

export async function findReservation(
  db: Queryable,
  id: string,
  { lock }: { lock: boolean },
): Promise<Reservation | null> {
  const { rows } = await db.query<ReservationRow>({
    name: lock ? 'reservation-lock' : 'reservation-find',
    text: `SELECT ${COLUMNS} FROM reservation WHERE pull_id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    values: [id],
  })
  return rows[0] === undefined ? null : reservationOf(rows[0])
}

export async function settleReservation(
  tx: Queryable,
  change: { id: string; status: 'CAPTURED' | 'RELEASED'; at: Date },
): Promise<void> {
  await tx.query({
    name: 'reservation-settle',
    text: 'UPDATE reservation SET status = $2::reservation_status, settled_at = $3 WHERE pull_id = $1',
    values: [change.id, change.status, change.at],
  })
}

interface ReservationRow {
  readonly pull_id: string
  readonly user_id: string
  readonly purpose: ReservationPurpose
  readonly guild_id: string | null
  readonly currency: Currency | null
  readonly amount: string | null
  readonly kind: CurrencyKind | null
  readonly paid: string | null
  readonly status: ReservationStatus
  readonly available: string | null
  readonly bar: Bar | null
}

const reservationOf = (row: ReservationRow): Reservation => ({
  id: row.pull_id,
  userId: row.user_id,
  purpose: row.purpose,
  guildId: row.guild_id,
  price:
    row.currency === null || row.amount === null
      ? null
      : { currency: row.currency, amount: Number(row.amount), kind: row.kind },
  status: row.status,
  paid: Number(row.paid ?? 0),
  available: Number(row.available ?? 0),
  bar: row.bar,
})
