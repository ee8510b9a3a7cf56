import { randomUUID } from 'node:crypto'
import { withTransaction, type Pool } from '@waystone/kit/postgres'
import { houseAccount, shardedAccountId, type CurrencyKind, type HouseAccountKind } from '../src/domain/ledger.js'
import { returnedPaid } from '../src/domain/reversal.js'
import { transfer } from '../src/repositories/ledger.js'
import { findTakenFree } from '../src/repositories/purchase-reversal.js'
import { captureAtOnce, findReservation, reserve, settleReservation } from '../src/repositories/reservation.js'
import { openJurisdictions } from '../src/jurisdictions.js'
import { captureBefore, reserveBefore, transferBefore } from './build-before.js'

const jurisdictions = openJurisdictions(undefined)

/** Which build's process takes a step. */
export type Build = 'before' | 'now'

/** Takes steps of one user's diamonds, each by the statements of a build. */
export interface Ledger {
  readonly userId: string
  gift(build: Build, amount: number): Promise<void>
  buy(build: Build, amount: number): Promise<void>
  /** Of what was bought, at most the balance. */
  takeBack(build: Build, amount: number): Promise<void>
  /** Of what was taken back. */
  giveAgain(build: Build, amount: number): Promise<void>
  /** @returns whether it holds; the build before knows no kinds */
  hold(build: Build, order: { id: string; amount: number; kind?: CurrencyKind }): Promise<boolean>
  release(build: Build, id: string): Promise<void>
  capture(build: Build, ids: readonly string[]): Promise<void>
}

const PURPOSE = { purpose: 'PULL', guildId: null } as const

/** A user with accounts, and one purchase whose reversals may be booked: all that the ledger needs. */
export async function openLedger(pool: Pool, at = new Date('2026-11-20T00:00:00Z')): Promise<Ledger> {
  const userId = randomUUID()
  const accounts = { WALLET: randomUUID(), HELD: randomUUID() }
  await pool.query(`insert into "user" (id, name, email, updated_at) values ($1, 'A', $2, now())`, [
    userId,
    `${userId}@example.com`,
  ])
  await pool.query(
    `insert into profile (user_id, time_zone, former_of_months, standing) values ($1, 'UTC', 'UTC', 'ACTIVE')`,
    [userId],
  )
  for (const [kind, id] of Object.entries(accounts))
    await pool.query(
      `insert into ledger_account (id, kind, currency, user_id, updated_at) values ($1, $2, 'DIAMOND', $3, $4)`,
      [id, kind, userId, at],
    )
  const reversed = randomUUID()
  const house = (kind: HouseAccountKind) => shardedAccountId(houseAccount(kind, userId), 'DIAMOND')
  const wallet = { kind: 'WALLET', userId } as const
  const booking = () => ({ id: randomUUID(), currency: 'DIAMOND', at, leg: 0 }) as const
  let legs = 0
  let holds = 0
  /** Each is made after those before it. */
  const heldAt = () => new Date(at.getTime() + ++holds)
  const insertPurchase = async (id: string, amount: number) => {
    await pool.query(
      `insert into purchase (id, user_id, idempotency_key, pack_id, payment_method, currency, amount, price_cents, price_currency, status, created_at, month, settled_at)
       values ($1::uuid, $2, $1::uuid::text, 'diamonds', 'pm_ok', 'DIAMOND', $3, 100, 'USD', 'COMPLETED', $4, '2026-11', $4)`,
      [id, userId, amount, at],
    )
  }
  return {
    userId,
    gift: async (build, amount) => {
      const reference = randomUUID()
      const from = houseAccount('REWARDS', userId)
      if (build === 'now')
        await transfer(pool, { ...booking(), reason: 'MAIL_REWARD', reference, amount, paid: 0, from, to: wallet })
      else
        await transferBefore(pool, {
          from: house('REWARDS'),
          to: accounts.WALLET,
          reason: 'MAIL_REWARD',
          reference,
          leg: 0,
          amount,
          at,
        })
    },
    buy: async (build, amount) => {
      const reference = randomUUID()
      await insertPurchase(reference, amount)
      const from = houseAccount('PURCHASES', userId)
      if (build === 'now')
        await transfer(pool, { ...booking(), reason: 'PURCHASE', reference, amount, paid: amount, from, to: wallet })
      else
        await transferBefore(pool, {
          from: house('PURCHASES'),
          to: accounts.WALLET,
          reason: 'PURCHASE',
          reference,
          leg: 0,
          amount,
          at,
        })
    },
    takeBack: async (build, amount) => {
      const leg = legs++
      const refund = { reason: 'REFUND', reference: reversed, leg, amount, at } as const
      if (build === 'before') await transferBefore(pool, { ...refund, from: accounts.WALLET, to: house('PURCHASES') })
      else
        await transfer(pool, {
          ...booking(),
          ...refund,
          paid: 'paid-first',
          from: wallet,
          to: houseAccount('PURCHASES', userId),
        })
    },
    giveAgain: async (build, amount) => {
      const leg = legs++
      const refund = { reason: 'REFUND', reference: reversed, leg, amount, at } as const
      if (build === 'before') await transferBefore(pool, { ...refund, from: house('PURCHASES'), to: accounts.WALLET })
      else {
        const paid = returnedPaid(amount, await findTakenFree(pool, reversed))
        await transfer(pool, { ...booking(), ...refund, paid, from: houseAccount('PURCHASES', userId), to: wallet })
      }
    },
    hold: async (build, { id, amount, kind = null }) => {
      if (build === 'before')
        return (await reserveBefore(pool, { id, userId, amount, at: heldAt() })).rows[0]?.status === 'RESERVED'
      const asked = {
        id,
        userId,
        ...PURPOSE,
        currency: 'DIAMOND',
        amount,
        kind,
        isPaidFirst: false,
        transferId: randomUUID(),
        at: heldAt(),
      } as const
      return (await reserve(pool, asked, jurisdictions))?.status === 'RESERVED'
    },
    release: async (build, id) => {
      await withTransaction(pool, async tx => {
        const { rows } = await tx.query<{ amount: number }>({
          text: 'select amount::int from reservation where pull_id = $1 for update',
          values: [id],
        })
        const released = { reason: 'PULL_RELEASED', reference: id, leg: 0, amount: rows[0]?.amount ?? 0, at } as const
        if (build === 'before') await transferBefore(tx, { ...released, from: accounts.HELD, to: accounts.WALLET })
        else {
          const { paid = 0 } = (await findReservation(tx, id, { lock: true })) ?? {}
          await transfer(tx, { ...booking(), ...released, paid, from: { kind: 'HELD', userId }, to: wallet })
        }
        await settleReservation(tx, { id, status: 'RELEASED', at })
      })
    },
    capture: async (build, ids) => {
      const sink = { sinkId: house('SINK'), at }
      if (build === 'before')
        await captureBefore(
          pool,
          ids.map(id => ({ id, userId })),
          sink,
        )
      else {
        const capture = {
          userId,
          purpose: 'PULL',
          currency: 'DIAMOND',
          isBurned: true,
          event: null,
          sinkId: sink.sinkId,
        } as const
        await captureAtOnce(
          pool,
          ids.map(id => ({ ...capture, id, transferId: randomUUID() })),
          at,
        )
      }
    },
  }
}
