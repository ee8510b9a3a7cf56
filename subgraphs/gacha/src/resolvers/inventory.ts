import type { InventoryConnectionResolvers, InventoryEntryResolvers } from '../generated/graphql.js'
import { itemOf } from './item.js'

export const InventoryConnection: InventoryConnectionResolvers = {
  totalCount: ({ userId, filter }, _, { loaders }) => loaders.inventoryCount(userId, filter),
}

export const InventoryEntry: InventoryEntryResolvers = {
  item: ({ itemId }, _, context) => itemOf(context, itemId),
}
