import { isModel, type Banner } from '../domain/banner.js'
import type { PityResolvers } from '../generated/graphql.js'
import type { Loaders } from '../loaders.js'
import type { PityParent } from '../mappers.js'

export const Pity: PityResolvers = {
  featuredGuaranteedNext: pity => pity.ultraRareGuaranteed,
  superRareFeaturedGuaranteedNext: pity => pity.superRareGuaranteed,
  // A newer version of the banner may have a nearer hard pity than the counter has gone: then the next pull is certain.
  pullsUntilHardPity: ({ hardPityAt, pullsSinceUltraRare }) =>
    hardPityAt === null ? null : Math.max(1, hardPityAt - pullsSinceUltraRare),
}

/** How far a user's luck is overdue on a banner; banners and users of one request share one query. */
export async function pityOn(
  { id, definition }: Banner,
  of: { userId: string; loaders: Loaders },
): Promise<PityParent> {
  const pity = await of.loaders.pity.load({ userId: of.userId, bannerId: id })
  return { ...pity, bannerId: id, hardPityAt: isModel(definition) ? null : definition.rarities.ULTRA_RARE.hardPityAt }
}
