import { connectionOf, cursorPart, readPage } from '@waystone/kit/graphql'
import { isOpen } from '../domain/banner-definition.js'
import type { QueryResolvers } from '../generated/graphql.js'
import { bannerOdds, simulateBanner } from './forecast.js'

const PAGE_SIZE = 50
const BY_ID = [cursorPart.uuid]

export const Query: QueryResolvers = {
  items: (_, { rarity }, { loaders }) => loaders.items(rarity ?? null),
  itemsConnection: async (_, args, { loaders }) => {
    const filter = { rarity: args.rarity ?? null, kind: args.kind ?? null }
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: BY_ID })
    const rows = await loaders.itemPage(filter, page)
    return { ...connectionOf(rows, page, { totalCount: 0, key: ({ id }) => [id], node: item => item }), filter }
  },
  item: (_, { id }, { loaders }) => loaders.item.load(id),
  banner: (_, { id }, { loaders }) => loaders.banner.load(id),
  bannerOdds,
  simulateBanner,
  bannersConnection: async (_, args, { loaders, clock }) => {
    // The default does not apply where a client sends null.
    const filter = { openAt: (args.openOnly ?? true) ? clock.now() : null }
    const page = readPage(args, { defaultSize: PAGE_SIZE, key: BY_ID })
    const ids = await loaders.bannerPage(filter, page)
    const found = await Promise.all(ids.map(id => loaders.banner.load(id)))
    const banners = found.filter(banner => banner !== null)
    return { ...connectionOf(banners, page, { totalCount: 0, key: ({ id }) => [id], node: banner => banner }), filter }
  },
  banners: async (_, { openOnly }, { loaders, clock }) => {
    const ids = await loaders.bannerIds()
    const found = await Promise.all(ids.map(id => loaders.banner.load(id)))
    const banners = found.filter(banner => banner !== null)
    // The default does not apply where a client sends null.
    return !(openOnly ?? true) ? banners : banners.filter(banner => isOpen(banner.definition, clock.now()))
  },
}
