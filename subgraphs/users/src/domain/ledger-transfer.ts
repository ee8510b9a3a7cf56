import type { Currency, HouseAccountKind, TransferReason, UserAccountKind } from './ledger.js'

export type LedgerAccountKind = UserAccountKind | HouseAccountKind | 'TREASURY'

/** One side of a booked transfer. */
export interface TransferAccount {
  readonly id: string
  readonly kind: LedgerAccountKind
  /** Null for the house and for guilds. */
  readonly userId: string | null
}

/** A transfer as it was booked. */
export interface BookedTransfer {
  readonly id: string
  readonly reason: TransferReason
  readonly reference: string
  readonly currency: Currency
  readonly amount: number
  /** The parts of the amount; null from before there were parts. */
  readonly free: number | null
  readonly paid: number | null
  readonly from: TransferAccount
  readonly to: TransferAccount
  readonly createdAt: Date
}

/** The transfers that are asked for; null asks for all. */
export interface TransferFilter {
  readonly userId: string | null
  readonly kind: LedgerAccountKind | null
  readonly currency: Currency | null
  readonly since: Date | null
  readonly until: Date | null
}

/** The kinds that have accounts without number: of each user, or of each guild. */
const countlessKinds: ReadonlySet<string> = new Set<LedgerAccountKind>(['WALLET', 'HELD', 'TREASURY'])

/**
 * Returns whether a few accounts have all that is asked for: a user's four, or the house's of a kind. Otherwise
 * any account may have it, and nearly each transfer does.
 */
export const isOfFewAccounts = ({ userId, kind }: TransferFilter): boolean =>
  userId !== null || (kind !== null && !countlessKinds.has(kind))
