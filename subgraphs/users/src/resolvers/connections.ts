import type {
  AdminActionConnectionResolvers,
  LedgerEntryConnectionResolvers,
  LedgerTransferConnectionResolvers,
  PurchaseConnectionResolvers,
  RewardClaimConnectionResolvers,
  UserConnectionResolvers,
  UserNoteConnectionResolvers,
} from '../generated/graphql.js'

/** Counted only when it is asked for. */
export const LedgerEntryConnection: LedgerEntryConnectionResolvers = {
  totalCount: ({ userId, currency }, _, { services, reads }) => services.countLedger({ userId, currency, reads }),
}

export const RewardClaimConnection: RewardClaimConnectionResolvers = {
  totalCount: ({ userId }, _, { services, reads }) => services.countRewardClaims({ userId, reads }),
}

export const AdminActionConnection: AdminActionConnectionResolvers = {
  totalCount: ({ userId }, _, { services }) => services.countAdminActions(userId),
}

export const UserConnection: UserConnectionResolvers = {
  totalCount: ({ filter }, _, { services, reads }) => services.countUsers({ filter, reads }),
}

export const LedgerTransferConnection: LedgerTransferConnectionResolvers = {
  totalCount: ({ filter }, _, { services, reads }) => services.countTransfers({ filter, reads }),
}

export const PurchaseConnection: PurchaseConnectionResolvers = {
  totalCount: ({ filter }, _, { services, reads }) => services.countPurchases({ filter, reads }),
}

export const UserNoteConnection: UserNoteConnectionResolvers = {
  totalCount: ({ userId }, _, { services, reads }) => services.countNotes({ userId, reads }),
}
