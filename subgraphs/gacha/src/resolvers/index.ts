import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Banner, BannerConnection, BannerOdds, ItemOdds } from './banner.js'
import { BannerOrderLimit, BannerPool, BannerPoolItem, BannerPrice, BannerTier } from './banner-model.js'
import {
  BannerChange,
  BannerChangeConnection,
  BannerTarget,
  BannerWishes,
  TargetFixed,
  TargetNotChosen,
  WishesNotChosen,
} from './banner-change.js'
import { BannerDisclosure, DisclosureRule, DisclosureTable } from './disclosure.js'
import { BannerExchange, PointExchange } from './exchange.js'
import { InventoryConnection, InventoryEntry } from './inventory.js'
import { Item, ItemConnection } from './item.js'
import { BannerMilestone, MilestoneClaim } from './milestone.js'
import { Mutation } from './mutation.js'
import { Pity, PityCounter } from './pity.js'
import { InsufficientTickets, Pull, PullConnection, PulledItem, PullProof, ItemAmount } from './pull.js'
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
  BannerChange,
  BannerChangeConnection,
  BannerConnection,
  BannerDisclosure,
  BannerExchange,
  BannerOdds,
  BannerMilestone,
  BannerOrderLimit,
  BannerPool,
  BannerPoolItem,
  BannerPrice,
  BannerSimulation,
  BannerTarget,
  BannerTier,
  BannerVersion,
  BannerVersionConnection,
  BannerWishes,
  ChiSquareTest,
  DisclosureRule,
  DisclosureTable,
  InsufficientTickets,
  InventoryConnection,
  InventoryEntry,
  Item,
  ItemConnection,
  ItemOdds,
  MilestoneClaim,
  Pity,
  PityCounter,
  PointExchange,
  Pull,
  PullConnection,
  PulledItem,
  PullProof,
  SimulatedOrder,
  SimulatedShare,
  ItemAmount,
  TargetFixed,
  TargetNotChosen,
  User,
  WishesNotChosen,
  PullResult: resultType('Pull'),
  ExchangePointsResult: resultType('PointExchange'),
  ClaimMilestoneResult: resultType('MilestoneClaim'),
  ChooseTargetResult: resultType('Banner'),
  ChooseWishesResult: resultType('Banner'),
  RefillBoxResult: resultType('Banner'),
  BannerOddsResult: resultType('BannerOdds'),
  SimulateBannerResult: resultType('BannerSimulation'),
  PublishBannerResult: resultType('Banner'),
}
