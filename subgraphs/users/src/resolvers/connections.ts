import type {
  AdminActionConnectionResolvers,
  LedgerEntryConnectionResolvers,
  RewardClaimConnectionResolvers,
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
