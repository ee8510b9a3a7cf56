import type { LedgerEntryConnectionResolvers, RewardClaimConnectionResolvers } from '../generated/graphql.js'

/** Counted only when it is asked for. */
export const LedgerEntryConnection: LedgerEntryConnectionResolvers = {
  totalCount: ({ userId, currency }, _, { services }) => services.countLedger({ userId, currency }),
}

export const RewardClaimConnection: RewardClaimConnectionResolvers = {
  totalCount: ({ userId }, _, { services }) => services.countRewardClaims(userId),
}
