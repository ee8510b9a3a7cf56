import type { EntityCache } from '@waystone/kit/cache'
import { createEntityLoader, type EntityLoader, type Page, type RequestReads } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Banner } from './domain/banner.js'
import type { KeptMemory } from './domain/banner-model/kept-memory.js'
import type { Pity } from './domain/pity.js'
import type { DrawnPull, PulledItem } from './domain/pull-order.js'
import type { Item, Rarity } from './domain/rarity.js'
import { countBanners, findBannerIdPage, findBannerIds, findBanners, type BannerFilter } from './repositories/banner.js'
import { countVersions, findVersionPages, type PublishedVersion } from './repositories/banner-version-pages.js'
import {
  countDrawnPulls,
  findDrawnPullPages,
  findDrawnPulls,
  findPulledItems,
  type PullFilter,
} from './repositories/drawn-pull.js'
import type { Commitment } from './repositories/fairness.js'
import {
  countInventory,
  findInventoryPages,
  type InventoryEntry,
  type InventoryFilter,
} from './repositories/inventory.js'
import { countItems, findItemPage, findItems, findItemsOfRarity, type ItemFilter } from './repositories/item.js'
import { findKeptMemories } from './repositories/kept-memory.js'
import { countAllChanges, findChangePages, type MadeChange } from './repositories/memory-change.js'
import { findQuantities } from './repositories/tickets.js'
import { findOrderCounts, type CountedOrder } from './repositories/order-count.js'
import { findPities } from './repositories/pity.js'
import { findTallies, type NamedTally, type TallyPlace } from './repositories/tally.js'
import type { Prisma } from './repositories/prisma.js'
import type { BannerCatalog, BannerVersion } from './services/banner-catalog.js'

/**
 * One request's reads: each is one query a table for any number of users, banners or pulls. Resolvers check
 * whether the viewer may see the result.
 */
export interface Loaders {
  readonly item: EntityLoader<Item>
  readonly banner: EntityLoader<Banner>
  readonly bannerVersion: DataLoader<BannerVersion, Banner, string>
  items(rarity: Rarity | null): Promise<readonly Item[]>
  itemPage(filter: ItemFilter, page: Page): Promise<readonly Item[]>
  itemCount(filter: ItemFilter): Promise<number>
  bannerIds(): Promise<readonly string[]>
  bannerPage(filter: BannerFilter, page: Page): Promise<readonly string[]>
  bannerCount(filter: BannerFilter): Promise<number>
  /** The newest first. */
  versions(bannerId: string, page: Page): Promise<readonly PublishedVersion[]>
  readonly versionCount: DataLoader<string, number>
  readonly pull: DataLoader<string, DrawnPull | null>
  readonly pulledItems: DataLoader<string, readonly PulledItem[]>
  readonly pity: DataLoader<{ userId: string; bannerId: string }, Pity, string>
  /** The memory that banners with a model keep of a user in one scope; null where there is none. */
  readonly keptMemory: DataLoader<{ userId: string; scope: string }, KeptMemory | null, string>
  /** Counts of a user on a banner beside its memory. */
  readonly tallies: DataLoader<TallyPlace, readonly NamedTally[], string>
  /** How many a user has of an item. */
  readonly quantity: DataLoader<{ userId: string; itemId: string }, number, string>
  /** Orders that count towards the limit of an order. */
  readonly orderCount: DataLoader<CountedOrder, number, string>
  readonly commitment: DataLoader<string, Commitment>
  /** Changes between draws, the latest first. */
  changes(userId: string, page: Page): Promise<readonly MadeChange[]>
  readonly changeCount: DataLoader<string, number>
  pulls(userId: string, filter: PullFilter, page: Page): Promise<readonly DrawnPull[]>
  pullCount(userId: string, filter: PullFilter): Promise<number>
  inventory(userId: string, filter: InventoryFilter, page: Page): Promise<readonly InventoryEntry[]>
  inventoryCount(userId: string, filter: InventoryFilter): Promise<number>
}

export function createLoaders(needs: {
  cache: EntityCache
  catalog: BannerCatalog
  /** The primary, for what is cached and where the replica lacks a row. */
  pool: Queryable
  prisma: { primary: Prisma; replica: Prisma }
  /** For lists, which may lack the entries of the last moment. Never for what is cached. */
  reads: RequestReads
  findCommitments: (userIds: readonly string[]) => Promise<ReadonlyMap<string, Commitment>>
}): Loaders {
  const { cache, catalog, pool, prisma, reads, findCommitments } = needs
  const sources: { primary: Queryable; replica: Queryable } = { primary: pool, replica: reads }
  const pulls = byArguments((users, [filter, page]: [PullFilter, Page]) =>
    findDrawnPullPages(reads, users, filter, page),
  )
  const changes = byArguments((users, [page]: [Page]) => findChangePages(reads, users, page))
  const pullCounts = byArguments((users, [filter]: [PullFilter]) => countDrawnPulls(reads, users, filter))
  const entries = byArguments((users, [filter, page]: [InventoryFilter, Page]) =>
    findInventoryPages(reads, users, filter, page),
  )
  const versions = byArguments(async (bannerIds, [{ limit, after }]: [Page]) => {
    const below = after === null ? null : Number(after[0])
    const rows = await findVersionPages(reads, { bannerIds, below, limit: limit + 1 })
    return new Map(bannerIds.map(id => [id, rows.filter(row => row.bannerId === id)]))
  })
  const entryCounts = byArguments((users, [filter]: [InventoryFilter]) => countInventory(reads, users, filter))
  return {
    item: createEntityLoader({ cache, kind: 'item', read: ids => findItems(prisma.primary, ids) }),
    banner: createEntityLoader({ cache, kind: 'banner', read: ids => findBanners(pool, ids) }),
    bannerVersion: new DataLoader(wanted => catalog.versions(wanted), {
      cacheKeyFn: ({ bannerId, version }) => `${bannerId} ${version}`,
    }),
    items: rarity => findItemsOfRarity(prisma.replica, rarity),
    itemPage: (filter, page) => findItemPage(prisma.replica, filter, page),
    itemCount: filter => countItems(prisma.replica, filter),
    bannerIds: () => findBannerIds(reads),
    bannerPage: (filter, page) => findBannerIdPage(reads, filter, page),
    bannerCount: filter => countBanners(reads, filter),
    versions: async (bannerId, page) => (await versions(bannerId, [page])) ?? [],
    versionCount: new DataLoader(async bannerIds => {
      const counts = await countVersions(reads, bannerIds)
      return bannerIds.map(id => counts.get(id) ?? 0)
    }),
    pull: new DataLoader(async ids => {
      const found = await reads.find(sources, ids, findDrawnPulls)
      return ids.map(id => found.get(id) ?? null)
    }),
    pulledItems: new DataLoader(async ids => {
      // The pull may have been read from another place than its items: without them it never is.
      const found = await reads.find(sources, ids, async (db, some) => withItems(await findPulledItems(db, some)))
      return ids.map(id => found.get(id) ?? [])
    }),
    pity: new DataLoader(async wanted => await findPities(prisma.primary, wanted), {
      cacheKeyFn: ({ userId, bannerId }) => `${userId} ${bannerId}`,
    }),
    keptMemory: new DataLoader(async wanted => await findKeptMemories(pool, wanted), {
      cacheKeyFn: ({ userId, scope }) => `${userId} ${scope}`,
    }),
    tallies: new DataLoader(async wanted => await findTallies(pool, wanted), {
      cacheKeyFn: ({ userId, bannerId }) => `${userId} ${bannerId}`,
    }),
    quantity: new DataLoader(async wanted => await findQuantities(pool, wanted), {
      cacheKeyFn: ({ userId, itemId }) => `${userId} ${itemId}`,
    }),
    orderCount: new DataLoader(async wanted => await findOrderCounts(pool, wanted), {
      cacheKeyFn: ({ userId, bannerId, orderName, day }) => `${userId} ${bannerId} ${orderName} ${day}`,
    }),
    commitment: new DataLoader(async userIds => {
      const found = await findCommitments(userIds)
      return userIds.map(userId => found.get(userId) ?? new Error(`User ${userId} has no seed`))
    }),
    changes: async (userId, page) => (await changes(userId, [page])) ?? [],
    changeCount: new DataLoader(async userIds => {
      const counts = await countAllChanges(reads, userIds)
      return userIds.map(id => counts.get(id) ?? 0)
    }),
    pulls: async (userId, filter, page) => (await pulls(userId, [filter, page])) ?? [],
    pullCount: async (userId, filter) => (await pullCounts(userId, [filter])) ?? 0,
    inventory: async (userId, filter, page) => (await entries(userId, [filter, page])) ?? [],
    inventoryCount: async (userId, filter) => (await entryCounts(userId, [filter])) ?? 0,
  }
}

const withItems = (found: ReadonlyMap<string, readonly PulledItem[]>) =>
  new Map([...found].filter(([, items]) => items.length > 0))

/**
 * A loader of users, or of banners, for each set of arguments that the request asks with: those that are asked
 * for alike share one query.
 */
function byArguments<Arguments, Value>(
  read: (userIds: readonly string[], args: Arguments) => Promise<ReadonlyMap<string, Value>>,
): (userId: string, args: Arguments) => Promise<Value | null> {
  const loaders = new Map<string, DataLoader<string, Value | null>>()
  return async (userId, args) => {
    const key = JSON.stringify(args)
    const loader =
      loaders.get(key) ??
      new DataLoader<string, Value | null>(async userIds => {
        const found = await read(userIds, args)
        return userIds.map(id => found.get(id) ?? null)
      })
    loaders.set(key, loader)
    return await loader.load(userId)
  }
}
