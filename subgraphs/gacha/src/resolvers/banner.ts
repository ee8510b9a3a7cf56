import { artOf } from '@waystone/kit/art'
import { localesOf, readLocale, translate } from '@waystone/kit/locale'
import { isOpen } from '../domain/banner-definition.js'
import { rarities } from '../domain/rarity.js'
import type {
  BannerConnectionResolvers,
  BannerOddsResolvers,
  BannerResolvers,
  ItemOddsResolvers,
} from '../generated/graphql.js'
import { bannerModel } from './banner-model.js'
import { versionsOf } from './banner-version.js'
import { disclosure } from './disclosure.js'
import { itemOf } from './item.js'
import { pityOn } from './pity.js'

export const Banner: BannerResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.banner.load(id),
  name: ({ definition }, { locale }) => translate(definition, 'name', readLocale(locale)),
  locales: ({ definition }) => localesOf(definition),
  opensAt: ({ definition }) => new Date(definition.opensAt),
  closesAt: ({ definition }) => (definition.closesAt === null ? null : new Date(definition.closesAt)),
  open: ({ definition }, _, { clock }) => isOpen(definition, clock.now()),
  currency: ({ definition }) => definition.currency,
  pullCost: ({ definition }) => definition.pullCost,
  tenPullCost: ({ definition }) => definition.tenPullCost,
  featured: ({ definition }, _, context) => {
    const items = rarities.flatMap(rarity => definition.rarities[rarity].items)
    return Promise.all(items.filter(item => item.featured).map(item => itemOf(context, item.id)))
  },
  odds: (banner, _, { catalog }) => ({ ...catalog.odds(banner), hash: banner.hash }),
  ...bannerModel,
  disclosure,
  art: ({ id, definition: { art } }) => artOf('banners', { id, art }),
  pity: (banner, _, { loaders, viewer }) =>
    viewer === null ? null : pityOn(banner, { userId: viewer.userId, loaders }),
  versions: versionsOf,
}

export const BannerConnection: BannerConnectionResolvers = {
  totalCount: ({ filter }, _, { loaders }) => loaders.bannerCount(filter),
}

export const BannerOdds: BannerOddsResolvers = {}

export const ItemOdds: ItemOddsResolvers = {
  item: ({ itemId }, _, context) => itemOf(context, itemId),
}
