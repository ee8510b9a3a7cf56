import type { RequestReads } from '@waystone/kit/graphql'
import type { Purchase, PurchaseFilter } from '../domain/purchase.js'
import type { TimePosition } from '../domain/time-position.js'
import { countPurchases as countInDatabase, findPurchases } from '../repositories/purchase-page.js'
import type { Needs } from './needs.js'

/** One more purchase than `limit`, newest first. */
export const listPurchases = (
  _: Needs,
  request: { filter: PurchaseFilter; after: TimePosition | null; limit: number; reads: RequestReads },
): Promise<Purchase[]> =>
  findPurchases(request.reads, request.filter, { after: request.after, limit: request.limit + 1 })

export const countPurchases = (
  _: Needs,
  { filter, reads }: { filter: PurchaseFilter; reads: RequestReads },
): Promise<number> => countInDatabase(reads, filter)
