import { isOpen } from '../domain/banner-definition.js'
import type { QueryResolvers } from '../generated/graphql.js'

export const Query: QueryResolvers = {
  items: (_, { rarity }, { loaders }) => loaders.items(rarity ?? null),
  item: (_, { id }, { loaders }) => loaders.item.load(id),
  banner: (_, { id }, { loaders }) => loaders.banner.load(id),
  banners: async (_, { openOnly }, { loaders, clock }) => {
    const ids = await loaders.bannerIds()
    const found = await Promise.all(ids.map(id => loaders.banner.load(id)))
    const banners = found.filter(banner => banner !== null)
    // The default does not apply where a client sends null.
    return !(openOnly ?? true) ? banners : banners.filter(banner => isOpen(banner.definition, clock.now()))
  },
}
