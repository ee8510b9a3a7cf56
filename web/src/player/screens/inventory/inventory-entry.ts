import type { InventoryQuery } from '../../../generated/graphql.js'

type Inventory = NonNullable<NonNullable<InventoryQuery['me']>['inventory']>

/** An item that the player has, with its quantity. */
export type InventoryEntry = Inventory['edges'][number]['node']
