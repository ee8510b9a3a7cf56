import type { PityResolvers } from '../generated/graphql.js'

export const Pity: PityResolvers = {
  featuredGuaranteedNext: pity => pity.ultraRareGuaranteed,
  superRareFeaturedGuaranteedNext: pity => pity.superRareGuaranteed,
  // A newer version of the banner may have a nearer hard pity than the counter has gone: then the next pull is certain.
  pullsUntilHardPity: ({ hardPityAt, pullsSinceUltraRare }) =>
    hardPityAt === null ? null : Math.max(1, hardPityAt - pullsSinceUltraRare),
}
