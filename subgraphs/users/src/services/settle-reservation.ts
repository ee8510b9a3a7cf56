import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import {
  houseAccount,
  isHouseAccount,
  shardedAccountId,
  treasuryAccount,
  type Currency,
  type CurrencyKind,
  type HouseAccount,
  type LedgerAccount,
  type TransferReason,
  type TreasuryAccount,
} from '../domain/ledger.js'
import { isPaidRandomItem } from '../domain/paid-random-item.js'
import { capturedReason, releasedReason, type ReservedFor } from '../domain/reservation-purpose.js'
import { unlessBarred } from '../repositories/draw-bar.js'
import { openTreasuries, transfer } from '../repositories/ledger.js'
import {
  captureAtOnce,
  findReservation,
  insertReleased,
  lockWallets,
  reserve,
  settleReservation,
  type Capture,
  type Parts,
  type Reservation,
} from '../repositories/reservation.js'
import type { PriceToReserve } from '../repositories/price-to-reserve.js'
import { ensureAccount, lockAccount, openAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

interface Amount {
  readonly currency: Currency
  readonly amount: number
  /** The part of the balance that pays alone; both do where it is left out. */
  readonly kind?: CurrencyKind | undefined
}

interface Price extends ReservedFor, Amount {
  /** Of a pull: whether its order names the odds that the player was shown. */
  readonly isOddsNamed?: boolean | undefined
}

interface Priced extends Omit<Price, keyof Amount> {
  readonly prices: readonly [Amount, ...Amount[]]
}

/**
 * Sets the first of several prices of a pull aside that the wallet can pay; of none, the last is refused. Where the law
 * refuses a paid draw at that price, a price that makes it no paid draw takes its place.
 */
export async function reserveFirstPrice(needs: Needs, asked: Priced) {
  const { prices, ...reserved } = asked
  const { id, userId } = reserved
  const reservation =
    (await findReservation(needs.pool, id, { lock: false })) ??
    (await withTransaction(needs.pool, async tx => {
      await ensureAccount(needs, tx, { userId })
      return (await reserveLawful(needs, tx, asked)) ?? (await findReservation(tx, id, { lock: false }))
    }))
  if (reservation === null) throw new Error(`The user ${userId} has no wallet`)
  const { price } = reservation
  const known = prices.find(each => price !== null && isSame(price, each))
  const taken = price === null ? {} : { price: { ...price, kind: price.kind ?? undefined } }
  return { ...answerOf(reservation, { ...reserved, ...(known ?? prices[0]) }), ...taken }
}

async function reserveLawful(
  needs: Needs,
  tx: Queryable,
  { prices, ...reserved }: Priced,
): Promise<Reservation | null> {
  const balances = await lockWallets(tx, reserved.userId)
  const attempt = (price: Amount) => reserve(tx, toReserve(needs, { ...reserved, ...price }), needs.jurisdictions)
  const isUnpaid = (price: Amount) => !isPaidRandomItem({ ...reserved, ...price, kind: price.kind ?? null })
  const payable = prices.filter(price => availableFor(price, balances.get(price.currency)) >= price.amount)
  const first = payable[0] ?? prices.at(-1) ?? prices[0]
  const unpaid = payable.length === 0 ? prices.findLast(isUnpaid) : payable.find(isUnpaid)
  if (unpaid === undefined || isUnpaid(first)) return await attempt(first)
  const made = await unlessBarred(tx, () => attempt(first))
  return made === 'BARRED' ? await attempt(unpaid) : made
}

/** How much of a balance a price may take. */
const availableFor = ({ kind }: Amount, { balance, paid }: Parts = { balance: 0, paid: 0 }): number => {
  if (kind === undefined) return balance
  return kind === 'PAID' ? paid : balance - paid
}

const toReserve = ({ clock, settings }: Needs, price: Price): PriceToReserve => ({
  ...price,
  kind: price.kind ?? null,
  isPaidFirst: settings.spendOrders[price.currency] === 'paid-first',
  transferId: randomUUID(),
  at: clock.now(),
})

/** Sets the price of a pull or a guild, or a deposit, aside. A repeat is answered as the first was. */
export async function reservePrice(needs: Needs, price: Price) {
  const asked = () => toReserve(needs, price)
  const attempt = () => reserve(needs.pool, asked(), needs.jurisdictions)
  // Grouped with other reservations first; alone when another transaction has locked the user's accounts.
  let reservation =
    (await needs.reserveGrouped(asked())) ??
    (await findReservation(needs.pool, price.id, { lock: false })) ??
    (await attempt()) ??
    (await findReservation(needs.pool, price.id, { lock: false }))
  if (reservation === null) {
    // Not seen here before: the accounts are made, and the price asked for once more.
    await openAccount(needs, price.userId)
    reservation = (await attempt()) ?? (await findReservation(needs.pool, price.id, { lock: false }))
  }
  if (reservation === null) throw new Error(`The user ${price.userId} has no wallet`)
  return answerOf(reservation, price)
}

function answerOf(reservation: Reservation, asked: Price) {
  const { price, status, available, bar } = reservation
  if (!(price === null || isSame(price, asked)) || !isFor(reservation, asked))
    throw new Error(`The reservation ${asked.id} is for another user or price`)
  if (status === 'REFUSED') return { status, available, ...(bar !== null && { bar }) }
  return { status: status === 'RELEASED' ? status : 'RESERVED' } as const
}

const isSame = (price: NonNullable<Reservation['price']>, { currency, amount, kind }: Amount): boolean =>
  price.currency === currency && price.amount === amount && price.kind === (kind ?? null)

const isFor = (reservation: Reservation, { userId, purpose, guildId }: ReservedFor): boolean =>
  reservation.userId === userId && reservation.purpose === purpose && reservation.guildId === guildId

/** Gives a price back, or bars its id from reserving later. CAPTURED: what it was set aside for is done, and paid. */
export const releaseReservation = (needs: Needs, reserved: ReservedFor) =>
  withTransaction(needs.pool, async tx => {
    const { id, userId } = reserved
    const at = needs.clock.now()
    await ensureAccount(needs, tx, { userId })
    if (await insertReleased(tx, { ...reserved, at })) return { status: 'RELEASED' } as const
    const reservation = await findReservation(tx, id, { lock: true })
    if (reservation === null || !isFor(reservation, reserved))
      throw new Error(`The reservation ${id} is another user's`)
    if (reservation.status === 'CAPTURED') return { status: 'CAPTURED' } as const
    if (reservation.status === 'RESERVED') {
      const reason = releasedReason(reservation.purpose)
      await moveHeld(tx, reservation, { reason, to: { kind: 'WALLET', userId }, at })
      await settleReservation(tx, { id, status: 'RELEASED', at })
    }
    return { status: 'RELEASED' } as const
  })

/** A reservation whose pull is drawn, whose guild is founded or whose deposit is done. */
export interface DoneReservation extends ReservedFor {
  readonly currency: Currency
  /** True for an order without a price, which may have no reservation. */
  readonly isFree?: boolean
}

/** Moves reserved currency to its sink, for good. */
export async function captureReservations(
  needs: Needs,
  tx: Queryable,
  done: readonly DoneReservation[],
): Promise<void> {
  const at = needs.clock.now()
  const sinks = done.map(sinkOf)
  const treasuries = sinks.filter(sink => !isHouseAccount(sink))
  if (treasuries.length > 0) await openTreasuries(tx, treasuries, at)
  const captures = done.map(({ id, purpose, userId, currency, isFree = false }, index) => {
    const sink = sinks[index] ?? houseAccount('SINK', userId)
    return {
      id,
      purpose,
      userId,
      currency,
      isFree,
      sink,
      sinkId: shardedAccountId(sink, currency),
      isBurned: isHouseAccount(sink),
      transferId: randomUUID(),
      event:
        purpose === 'PULL'
          ? newEvent('reservation.captured', { id: randomUUID(), occurredAt: at, data: { userId, pullId: id } })
          : null,
    }
  })
  const captured = await captureAtOnce(tx, captures, at)
  for (const capture of captures) if (!captured.has(capture.id)) await captureByStep(needs, tx, capture)
}

/** Deposits go to the treasury; the house keeps everything else. */
function sinkOf({ purpose, guildId, userId }: DoneReservation): HouseAccount | TreasuryAccount {
  return purpose === 'GUILD_DEPOSIT' && guildId !== null
    ? treasuryAccount(guildId, userId)
    : houseAccount('SINK', userId)
}

/** Captured before, free of charge, or something is wrong: step by step, to tell which. */
async function captureByStep(
  needs: Needs,
  tx: Queryable,
  { id, userId, purpose, sink, event, isFree }: Capture & { readonly sink: LedgerAccount; readonly isFree: boolean },
): Promise<void> {
  const at = needs.clock.now()
  // Every writer of a user's events holds the user's lock, so events leave in the order of their commits.
  await lockAccount(needs, tx, userId)
  const reservation = await findReservation(tx, id, { lock: true })
  if (reservation !== null && (reservation.userId !== userId || reservation.purpose !== purpose)) {
    throw new Error(`The reservation ${id} is for another user or purpose than what was done`)
  }
  if (reservation?.status === 'CAPTURED') return
  if (reservation === null && isFree) {
    if (event !== null) await appendEvents(tx, [event])
    return
  }
  if (reservation?.status !== 'RESERVED') {
    throw new Error(`What is done under ${id} has no price set aside: ${reservation?.status ?? 'no reservation'}`)
  }
  await moveHeld(tx, reservation, { reason: capturedReason(purpose), to: sink, at })
  await settleReservation(tx, { id, status: 'CAPTURED', at })
  if (event !== null) await appendEvents(tx, [event])
}

async function moveHeld(
  tx: Queryable,
  { id, userId, price, paid }: Reservation,
  move: { reason: TransferReason; to: LedgerAccount; at: Date },
): Promise<void> {
  if (price === null || price.amount === 0) return
  const from = { kind: 'HELD', userId } as const
  const { currency, amount } = price
  await transfer(tx, { id: randomUUID(), reference: id, leg: 0, currency, amount, paid, from, ...move })
}
