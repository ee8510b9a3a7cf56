import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Banner, BannerConnection, BannerOdds, ItemOdds } from './banner.js'
import { BannerPool, BannerPoolItem, BannerPrice, BannerTier } from './banner-model.js'
import { BannerDisclosure, DisclosureRule, DisclosureTable } from './disclosure.js'
import { InventoryConnection, InventoryEntry } from './inventory.js'
import { Item, ItemConnection } from './item.js'
import { Mutation } from './mutation.js'
import { Pity, PityCounter } from './pity.js'
import { InsufficientTickets, Pull, PullConnection, PulledItem, PullProof, ItemAmount } from './pull.js'
import { BannerSimulation } from './forecast.js'
import { BannerVersion, BannerVersionConnection } from './banner-version.js'
import { Query } from './query.js'
import { Subscription } from './subscription.js'
import { User } from './user.js'

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  Banner,
  BannerConnection,
  BannerDisclosure,
  BannerOdds,
  BannerPool,
  BannerPoolItem,
  BannerPrice,
  BannerSimulation,
  BannerTier,
  BannerVersion,
  BannerVersionConnection,
  DisclosureRule,
  DisclosureTable,
  InsufficientTickets,
  InventoryConnection,
  InventoryEntry,
  Item,
  ItemConnection,
  ItemOdds,
  Pity,
  PityCounter,
  Pull,
  PullConnection,
  PulledItem,
  PullProof,
  ItemAmount,
  User,
  PullResult: resultType('Pull'),
  BannerOddsResult: resultType('BannerOdds'),
  SimulateBannerResult: resultType('BannerSimulation'),
  PublishBannerResult: resultType('Banner'),
}
