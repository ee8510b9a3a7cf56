import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Banner, BannerConnection, BannerOdds, ItemOdds } from './banner.js'
import { BannerOrderLimit, BannerPool, BannerPoolItem, BannerPrice, BannerTier } from './banner-model.js'
import { BannerDisclosure, DisclosureRule, DisclosureTable } from './disclosure.js'
import { InventoryConnection, InventoryEntry } from './inventory.js'
import { Item, ItemConnection } from './item.js'
import { Mutation } from './mutation.js'
import { Pity, PityCounter } from './pity.js'
import { Pull, PullConnection, PulledItem, PullProof } from './pull.js'
import { BannerSimulation, ChiSquareTest, SimulatedOrder, SimulatedShare } from './forecast.js'
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
  BannerOrderLimit,
  BannerPool,
  BannerPoolItem,
  BannerPrice,
  BannerSimulation,
  BannerTier,
  BannerVersion,
  BannerVersionConnection,
  ChiSquareTest,
  DisclosureRule,
  DisclosureTable,
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
  SimulatedOrder,
  SimulatedShare,
  User,
  PullResult: resultType('Pull'),
  BannerOddsResult: resultType('BannerOdds'),
  SimulateBannerResult: resultType('BannerSimulation'),
  PublishBannerResult: resultType('Banner'),
}
