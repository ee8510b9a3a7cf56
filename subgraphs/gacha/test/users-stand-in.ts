import { findCountry, releaseReservation, reservePrice, type Currency } from '@waystone/events'
import type { Bar } from '@waystone/jurisdictions'
import {
  answerCall,
  createInProcessServiceClient,
  type InternalHandler,
  type ServiceClient,
} from '@waystone/kit/service-client'
import type { CurrencyKind } from '../src/domain/pull-order.js'

type Call = 'reserve-price' | 'release-reservation'
/** When a call fails: before users has done anything, or after it has done all and only its answer is lost. */
type Fault = 'before' | 'after'

/**
 * The outside world of gacha: wallets in memory, exact to the unit, with the idempotency that the real users
 * promises.
 */
export interface UsersStandIn {
  readonly client: ServiceClient
  /** Free currency where no kind is given. */
  deposit(userId: string, amount: number, currency?: Currency, kind?: CurrencyKind): void
  /** The balance less the reservations. */
  balance(userId: string, currency?: Currency, kind?: CurrencyKind): number
  /** The status of a pull's reservation; null when users has no reservation of it. */
  reservation(pullId: string): 'RESERVED' | 'REFUSED' | 'RELEASED' | null
  reservations(): readonly { status: 'RESERVED' | 'REFUSED' | 'RELEASED'; amount: number }[]
  /** The next calls of this kind fail, one for each fault. */
  failNext(call: Call, ...faults: Fault[]): void
  /** Runs just before the next reservation is answered. */
  beforeNextAnswer(work: () => Promise<void>): void
  calls(): number
  ban(userId: string): void
  /** The law of a player's country refuses the player's paid draws; with null, `country` is all that is known. */
  bar(userId: string, bar: Bar | null, country?: string): void
}

type Price = { currency: Currency; amount: number; kind?: CurrencyKind | undefined }
type Reservation = {
  userId: string
  price: Price | null
  amount: number
  /** How much of it is paid currency. */
  paid: number
  status: 'RESERVED' | 'REFUSED' | 'RELEASED'
  available: number
  bar?: Bar
}

/** @param quests what quests answers beside it */
export function createUsersStandIn(quests: readonly InternalHandler[] = []): UsersStandIn {
  const balances = new Map<string, number>()
  const reservations = new Map<string, Reservation>()
  const faults: Record<Call, Fault[]> = { 'reserve-price': [], 'release-reservation': [] }
  let interruption: (() => Promise<void>) | null = null
  let calls = 0
  const banned = new Set<string>()
  const bars = new Map<string, Bar>()
  const countries = new Map<string, string>()
  const part = (userId: string, currency: Currency, kind: CurrencyKind) =>
    balances.get(`${userId} ${currency} ${kind}`) ?? 0
  const balance = (userId: string, currency: Currency = 'DIAMOND', kind?: CurrencyKind) =>
    kind === undefined ? part(userId, currency, 'FREE') + part(userId, currency, 'PAID') : part(userId, currency, kind)
  const deposit = (userId: string, amount: number, currency: Currency = 'DIAMOND', kind: CurrencyKind = 'FREE') =>
    void balances.set(`${userId} ${currency} ${kind}`, part(userId, currency, kind) + amount)
  const paidOf = (userId: string, { currency, amount, kind }: Price) => {
    if (kind !== undefined) return kind === 'PAID' ? amount : 0
    return Math.max(0, amount - part(userId, currency, 'FREE'))
  }
  /** @param sign -1 takes them from the wallet, 1 gives them back */
  const move = (
    userId: string,
    { price, amount, paid }: Pick<Reservation, 'price' | 'amount' | 'paid'>,
    sign: number,
  ) => {
    deposit(userId, sign * paid, price?.currency, 'PAID')
    deposit(userId, sign * (amount - paid), price?.currency, 'FREE')
  }

  const isAllowed = (userId: string, isOddsNamed: boolean) =>
    bars.get(userId)?.rule === 'ODDS_NOT_NAMED' ? isOddsNamed : !bars.has(userId)
  const reserve = (
    pullId: string,
    { userId, isOddsNamed = false }: { userId: string; isOddsNamed?: boolean | undefined },
    price: Price,
  ): Reservation => {
    const known = reservations.get(pullId)
    if (known !== undefined) return known
    const { currency, amount, kind } = price
    const available = balance(userId, currency, kind)
    const bar = amount > 0 && !isAllowed(userId, isOddsNamed) ? bars.get(userId) : undefined
    const status = available >= amount && !banned.has(userId) && bar === undefined ? 'RESERVED' : 'REFUSED'
    const paid = paidOf(userId, price)
    const made: Reservation = { userId, price, amount, paid, status, available, ...(bar !== undefined && { bar }) }
    if (status === 'RESERVED') move(userId, made, -1)
    reservations.set(pullId, made)
    return made
  }
  const release = (pullId: string, userId: string) => {
    const known = reservations.get(pullId)
    if (known?.status === 'RESERVED') move(userId, known, 1)
    reservations.set(pullId, { userId, price: null, amount: 0, paid: 0, available: 0, ...known, status: 'RELEASED' })
  }
  /** Does the work, or loses the call on its way there or its answer on the way back. */
  const exposed = async <T>(call: Call, work: () => T): Promise<T> => {
    calls += 1
    const fault = faults[call].shift()
    if (fault === 'before') throw new Error('the call was lost')
    const result = work()
    if (fault === 'after') throw new Error('the answer was lost')
    const interrupt = interruption
    interruption = null
    await interrupt?.()
    return result
  }

  const handlers = [
    answerCall(findCountry, ({ userId }) => Promise.resolve({ country: countries.get(userId) ?? null })),
    answerCall(reservePrice, ({ pullId, userId, isOddsNamed, others = [], ...first }) =>
      exposed('reserve-price', () => {
        const prices = [first, ...others]
        const payable = prices.find(({ currency, amount, kind }) => balance(userId, currency, kind) >= amount)
        const made = reserve(pullId, { userId, isOddsNamed }, payable ?? prices.at(-1) ?? first)
        const { status, available, bar } = made
        const price = others.length > 0 && made.price !== null ? { price: made.price } : {}
        if (status === 'REFUSED') return { status, available, ...price, ...(bar !== undefined && { bar }) }
        return status === 'RESERVED' ? { status, ...price } : { status }
      }),
    ),
    answerCall(releaseReservation, ({ pullId, userId }) =>
      exposed('release-reservation', () => {
        release(pullId, userId)
        return { status: 'RELEASED' as const }
      }),
    ),
  ]
  const found: Readonly<Record<string, readonly InternalHandler[]>> = {
    users: handlers,
    quests,
    // Both are asked for grants, each by a call of its own.
    notifications: quests,
  }
  return {
    client: createInProcessServiceClient({ self: 'gacha', find: service => found[service] ?? [] }),
    deposit,
    ban: userId => void banned.add(userId),
    bar: (userId, bar, country) => {
      if (bar === null) bars.delete(userId)
      else bars.set(userId, bar)
      const known = country ?? bar?.country ?? null
      if (known !== null) countries.set(userId, known)
    },
    balance,
    reservation: pullId => reservations.get(pullId)?.status ?? null,
    reservations: () => [...reservations.values()],
    failNext: (call, ...next) => {
      faults[call].push(...next)
    },
    beforeNextAnswer: work => {
      interruption = work
    },
    calls: () => calls,
  }
}
