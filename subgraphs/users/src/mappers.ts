import type { AdminAction } from '@waystone/kit/admin-actions'
import type { BookedTransfer, TransferFilter } from './domain/ledger-transfer.js'
import type { Balances, Currency } from './domain/ledger.js'
import type { Purchase, PurchaseFilter } from './domain/purchase.js'
import type { Session } from './domain/session.js'
import type { UserNote } from './domain/user-note.js'
import type { UserFilter } from './domain/user.js'
import type { LedgerEntry, RewardClaim } from './generated/graphql.js'

/** The parent types of this subgraph's resolvers; codegen.ts names them. */

/**
 * Fields are loaded from the id. `justProven`: the request itself has shown who it is, by a password or a
 * refresh token.
 */
export interface UserParent {
  readonly id: string
  readonly justProven?: boolean
}
export interface WalletParent extends Balances {
  readonly userId: string
}
/** `begunHere`: the answer that begins a session shows it as current, with any token of the request. */
export type SessionParent = Session & { readonly begunHere?: boolean }
export type PurchaseParent = Purchase
export type AdminActionParent = AdminAction

interface UserPageParent<Node> extends PageParent<Node> {
  readonly userId: string
}
interface PageParent<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}
export type AdminActionConnectionParent = PageParent<AdminAction> & {
  /** Whose actions are counted; null for all. */
  readonly userId: string | null
}
export type LedgerEntryConnectionParent = UserPageParent<LedgerEntry> & {
  readonly currency: Currency | null
}
export type LedgerTransferParent = BookedTransfer
export type UserNoteParent = UserNote
/** Lists that are counted by what was asked for. */
interface FilteredPageParent<Node, Filter> extends PageParent<Node> {
  readonly filter: Filter
}
export type UserConnectionParent = FilteredPageParent<UserParent, UserFilter>
export type LedgerTransferConnectionParent = FilteredPageParent<BookedTransfer, TransferFilter>
export type PurchaseConnectionParent = FilteredPageParent<Purchase, PurchaseFilter>
export type UserNoteConnectionParent = UserPageParent<UserNote>
export type RewardClaimConnectionParent = UserPageParent<RewardClaim>
