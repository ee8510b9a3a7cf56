import { artOf } from '@waystone/kit/art'
import { localesOf, readLocale, translate } from '@waystone/kit/locale'
import { isModel, type Definition } from '../domain/banner.js'
import { isOpen } from '../domain/banner-definition.js'
import { diagramsOf } from '../domain/banner-model/diagram.js'
import { featuredItemsOf } from '../domain/definition-items.js'
import { offersOf, type Offer } from '../domain/offers.js'
import { invalidDefinition } from '../errors.js'
import type {
  BannerConnectionResolvers,
  BannerOddsResolvers,
  BannerResolvers,
  ItemOddsResolvers,
} from '../generated/graphql.js'
import { bannerModel, tiersOf } from './banner-model.js'
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
  currency: ({ definition }) => offerOfAbout(1, definition).currency,
  pullCost: ({ definition }) => offerOfAbout(1, definition).cost,
  tenPullCost: ({ definition }) => offerOfAbout(10, definition).cost,
  featured: ({ definition }, _, context) => Promise.all(featuredItemsOf(definition).map(id => itemOf(context, id))),
  odds: (banner, _, { catalog }) => ({ ...catalog.odds(banner), hash: banner.hash, banner, undeliverable: [] }),
  ...bannerModel,
  target: ({ definition }) => (isModel(definition) ? (definition.target ?? null) : null),
  wishes: ({ definition }) => (isModel(definition) ? (definition.wishes ?? null) : null),
  closesOn: ({ definition }) => (isModel(definition) ? (definition.closesOn ?? null) : null),
  disclosure,
  art: ({ id, definition: { art } }) => artOf('banners', { id, art }),
  pity: (banner, _, { loaders, viewer }) =>
    viewer === null ? null : pityOn(banner, { userId: viewer.userId, loaders }),
  versions: versionsOf,
}

/** The offer of so many draws; where there is none, that whose number of draws is nearest, the smaller of two. */
function offerOfAbout(count: number, definition: Definition): Offer {
  const [nearest] = offersOf(definition).toSorted(
    (a, b) => Math.abs(a.count - count) - Math.abs(b.count - count) || a.count - b.count,
  )
  if (nearest === undefined) throw new Error('A banner has one order or more')
  return nearest
}

export const BannerConnection: BannerConnectionResolvers = {
  totalCount: ({ filter }, _, { loaders }) => loaders.bannerCount(filter),
}

export const BannerOdds: BannerOddsResolvers = {
  tiers: ({ banner }, _, { catalog }) => tiersOf(banner, catalog),
  diagrams: ({ banner }, _, { catalog }) => diagramsOf(catalog.model(banner)),
  undeliverable: ({ undeliverable: [first, ...rest] }) =>
    first === undefined ? [] : invalidDefinition([first, ...rest]).problems,
}

export const ItemOdds: ItemOddsResolvers = {
  item: ({ itemId }, _, context) => itemOf(context, itemId),
}
