import { resultType } from '@waystone/kit/graphql'
import type { Resolvers } from '../generated/graphql.js'
import { Banner, BannerConnection, BannerOdds, ItemOdds } from './banner.js'
import { InventoryConnection, InventoryEntry } from './inventory.js'
import { Item, ItemConnection } from './item.js'
import { Mutation } from './mutation.js'
import { Pity } from './pity.js'
import { Pull, PullConnection, PulledItem, PullProof } from './pull.js'
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
  BannerOdds,
  BannerSimulation,
  BannerVersion,
  BannerVersionConnection,
  InventoryConnection,
  InventoryEntry,
  Item,
  ItemConnection,
  ItemOdds,
  Pity,
  Pull,
  PullConnection,
  PulledItem,
  PullProof,
  User,
  PullResult: resultType('Pull'),
  BannerOddsResult: resultType('BannerOdds'),
  SimulateBannerResult: resultType('BannerSimulation'),
  PublishBannerResult: resultType('Banner'),
}
