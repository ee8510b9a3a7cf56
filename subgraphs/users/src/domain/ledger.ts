import { createHash } from 'node:crypto'
import type { ReservationPurpose } from './reservation-purpose.js'

export type Currency = 'GOLD' | 'DIAMOND'
/** The two parts of a balance: paid currency was bought, free currency was given. */
export type CurrencyKind = 'FREE' | 'PAID'
/** Which part of a balance pays first. */
export type SpendOrder = 'free-first' | 'paid-first'
export type SpendOrders = Readonly<Record<Currency, SpendOrder>>
export type HouseAccountKind = 'GRANTS' | 'PURCHASES' | 'REWARDS' | 'SINK' | 'ADJUSTMENTS'
export type UserAccountKind = 'WALLET' | 'HELD'

/** Why currency moved; what is captured moves outside wallets and is never shown. */
export type TransferReason =
  | 'GRANT'
  | 'PURCHASE'
  | 'REFUND'
  | ReservationPurpose
  | `${ReservationPurpose}_RELEASED`
  | `${ReservationPurpose}_CAPTURED`
  | 'QUEST_REWARD'
  | 'MAIL_REWARD'
  | 'BANNER_PAYOUT'
  | 'ADMIN_ADJUSTMENT'
  | 'GUILD_WITHDRAWAL'
  | 'GUILD_DISSOLUTION'

/** One side of a transfer. */
export type LedgerAccount = { readonly kind: UserAccountKind; readonly userId: string } | HouseAccount | TreasuryAccount

export interface HouseAccount {
  readonly kind: HouseAccountKind
  readonly shard: number
}

/** One of the accounts of a guild's treasury; only the sum of all of them says what the guild has. */
export interface TreasuryAccount {
  readonly kind: 'TREASURY'
  readonly guildId: string
  readonly shard: number
}

/** The accounts of the house and of guilds are sharded: many users move currency in and out of them at once. */
export const isSharded = (account: LedgerAccount): account is HouseAccount | TreasuryAccount => 'shard' in account

export const isHouseAccount = (account: LedgerAccount): account is HouseAccount =>
  isSharded(account) && account.kind !== 'TREASURY'

/** An amount that leaves one account and enters another. Reason, reference and leg together are booked at most once. */
export interface Transfer {
  readonly id: string
  readonly reason: TransferReason
  /** The UUID of what caused it. */
  readonly reference: string
  /** Tells apart several transfers of one cause. */
  readonly leg: number
  readonly currency: Currency
  readonly amount: number
  /** How much of the amount is paid currency, or the order in which the giving account's parts are taken. */
  readonly paid: number | SpendOrder
  readonly from: LedgerAccount
  readonly to: LedgerAccount
  readonly at: Date
}

/** The parts of an amount, as they are read. @param paid null from before there were parts */
export const partsOf = (amount: string, paid: string | null) =>
  paid === null ? { free: null, paid: null } : { free: Number(amount) - Number(paid), paid: Number(paid) }

/** The starting balance of every account. */
export const STARTING_DIAMONDS = 1_000

const SHARDS = 16

/** Each user keeps to one shard, so that none is hot. */
const shardOf = (userId: string): number => Number.parseInt(userId.slice(-2), 16) % SHARDS

/** The house's account of a kind that stands for this user. */
export const houseAccount = (kind: HouseAccountKind, userId: string): HouseAccount => ({ kind, shard: shardOf(userId) })

/** The account of a treasury that stands for this member. */
export const treasuryAccount = (guildId: string, userId: string): TreasuryAccount => ({
  kind: 'TREASURY',
  guildId,
  shard: shardOf(userId),
})

/**
 * The ids of sharded accounts follow from their names: those of the house are made by the first migration, those of
 * a treasury with its first movement.
 */
export function shardedAccountId(account: HouseAccount | TreasuryAccount, currency: Currency): string {
  const owner = account.kind === 'TREASURY' ? `guild:${account.guildId}` : 'house'
  const hex = createHash('md5').update(`waystone-${owner}:${account.kind}:${currency}:${account.shard}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The balances of a wallet; the paid part of each is the rest of it. */
export interface Balances {
  readonly gold: number
  readonly freeGold: number
  readonly diamonds: number
  readonly freeDiamonds: number
  readonly updatedAt: Date
}

/** A line of a wallet's ledger. */
export interface LedgerEntry {
  readonly id: string
  readonly currency: Currency
  /** Position in the account of its currency, from 1 without gaps. */
  readonly sequence: number
  readonly amount: number
  /** The parts of the amount, with its sign; null in entries from before there were parts. */
  readonly free: number | null
  readonly paid: number | null
  readonly balanceAfter: number
  readonly reason: TransferReason
  readonly reference: string
  readonly createdAt: Date
}

/** How far a reader has come: the sequence of the last entry seen of each currency; null before the first. */
export type LedgerPosition = Readonly<Record<Currency, number | null>>

export const ledgerBeginning: LedgerPosition = { GOLD: null, DIAMOND: null }

/** An entry, and the reader's position after it, which its cursor holds. */
export interface PositionedEntry {
  readonly entry: LedgerEntry
  readonly position: LedgerPosition
}

/**
 * One list of the two accounts, newest first. Each account keeps the order of its own sequence, which the
 * booking times of concurrent transfers need not follow; between the accounts the time decides.
 */
export function mergeEntries(
  accounts: Readonly<Record<Currency, readonly LedgerEntry[]>>,
  start: LedgerPosition,
): PositionedEntry[] {
  const merged: PositionedEntry[] = []
  const position = { ...start }
  let [gold, diamond] = [0, 0]
  for (;;) {
    const [nextGold, nextDiamond] = [accounts.GOLD[gold], accounts.DIAMOND[diamond]]
    const entry = newer(nextGold, nextDiamond)
    if (entry === undefined) return merged
    if (entry === nextGold) gold++
    else diamond++
    position[entry.currency] = entry.sequence
    merged.push({ entry, position: { GOLD: position.GOLD, DIAMOND: position.DIAMOND } })
  }
}

function newer(one: LedgerEntry | undefined, other: LedgerEntry | undefined): LedgerEntry | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one.createdAt >= other.createdAt ? one : other
}
