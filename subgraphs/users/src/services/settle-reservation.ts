import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import {
  houseAccount,
  houseAccountId,
  type Currency,
  type LedgerAccount,
  type TransferReason,
} from '../domain/ledger.js'
import { transfer } from '../repositories/ledger.js'
import {
  captureAtOnce,
  findReservation,
  insertReleased,
  reserve,
  settleReservation,
  type Capture,
  type Reservation,
} from '../repositories/reservation.js'
import { ensureAccount, lockAccount, openAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

interface Price {
  readonly pullId: string
  readonly userId: string
  readonly currency: Currency
  readonly amount: number
}

/** Sets the price of a pull aside. A repeat is answered as the first was. */
export async function reservePrice(needs: Needs, price: Price) {
  const asked = () => ({ ...price, transferId: randomUUID(), at: needs.clock.now() })
  const attempt = () => reserve(needs.pool, asked())
  // Grouped with other reservations first; alone when another transaction has locked the user's accounts.
  let reservation =
    (await needs.reserveGrouped(asked())) ??
    (await findReservation(needs.pool, price.pullId, { lock: false })) ??
    (await attempt()) ??
    (await findReservation(needs.pool, price.pullId, { lock: false }))
  if (reservation === null) {
    // Not seen here before: the accounts are made, and the price asked for once more.
    await openAccount(needs, price.userId)
    reservation = (await attempt()) ?? (await findReservation(needs.pool, price.pullId, { lock: false }))
  }
  if (reservation === null) throw new Error(`The user ${price.userId} has no wallet`)
  return answerOf(reservation, price)
}

function answerOf(reservation: Reservation, { pullId, userId, currency, amount }: Price) {
  const { price, status, available } = reservation
  if (reservation.userId !== userId || (price !== null && (price.currency !== currency || price.amount !== amount))) {
    throw new Error(`The reservation of pull ${pullId} is for another user or price`)
  }
  if (status === 'REFUSED') return { status, available }
  return { status: status === 'RELEASED' ? status : 'RESERVED' } as const
}

/** Gives a price back, or bars the pull from reserving later. CAPTURED: the pull was drawn, the price is spent. */
export const releaseReservation = (needs: Needs, pull: { pullId: string; userId: string }) =>
  withTransaction(needs.pool, async tx => {
    const at = needs.clock.now()
    await ensureAccount(needs, tx, pull)
    if (await insertReleased(tx, { ...pull, at })) return { status: 'RELEASED' } as const
    const reservation = await findReservation(tx, pull.pullId, { lock: true })
    if (reservation?.userId !== pull.userId) throw new Error(`The reservation of pull ${pull.pullId} is another user's`)
    if (reservation.status === 'CAPTURED') return { status: 'CAPTURED' } as const
    if (reservation.status === 'RESERVED') {
      await moveHeld(tx, reservation, {
        reason: 'PULL_RELEASED',
        to: { kind: 'WALLET', userId: reservation.userId },
        at,
      })
      await settleReservation(tx, { pullId: pull.pullId, status: 'RELEASED', at })
    }
    return { status: 'RELEASED' } as const
  })

interface DrawnPull {
  readonly pullId: string
  readonly userId: string
  readonly currency: Currency
}

/** The pulls are drawn: their prices go to the house for good. */
export async function captureReservations(needs: Needs, tx: Queryable, pulls: readonly DrawnPull[]): Promise<void> {
  const at = needs.clock.now()
  const captures = pulls.map(({ pullId, userId, currency }) => ({
    pullId,
    userId,
    currency,
    sinkId: houseAccountId(houseAccount('SINK', userId), currency),
    transferId: randomUUID(),
    event: newEvent('reservation.captured', { id: randomUUID(), occurredAt: at, data: { userId, pullId } }),
  }))
  const captured = await captureAtOnce(tx, captures, at)
  for (const capture of captures) if (!captured.has(capture.pullId)) await captureByStep(needs, tx, capture)
}

/** Captured before, free of charge, or something is wrong: step by step, to tell which. */
async function captureByStep(needs: Needs, tx: Queryable, { pullId, userId, event }: Capture): Promise<void> {
  const at = needs.clock.now()
  // Every writer of a user's events holds the user's lock, so events leave in the order of their commits.
  await lockAccount(needs, tx, userId)
  const reservation = await findReservation(tx, pullId, { lock: true })
  if (reservation !== null && reservation.userId !== userId) {
    throw new Error(`The reservation of the drawn pull ${pullId} is another user's`)
  }
  if (reservation?.status === 'CAPTURED') return
  if (reservation?.status !== 'RESERVED') {
    throw new Error(`The drawn pull ${pullId} has no price set aside: ${reservation?.status ?? 'no reservation'}`)
  }
  await moveHeld(tx, reservation, { reason: 'PULL_CAPTURED', to: houseAccount('SINK', userId), at })
  await settleReservation(tx, { pullId, status: 'CAPTURED', at })
  await appendEvents(tx, [event])
}

async function moveHeld(
  tx: Queryable,
  { pullId, userId, price }: Reservation,
  move: { reason: TransferReason; to: LedgerAccount; at: Date },
): Promise<void> {
  if (price === null || price.amount === 0) return
  const from = { kind: 'HELD', userId } as const
  const { currency, amount } = price
  await transfer(tx, { id: randomUUID(), reference: pullId, leg: 0, currency, amount, from, ...move })
}
