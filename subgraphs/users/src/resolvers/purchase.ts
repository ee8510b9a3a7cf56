import { connectionOf, readPage, type PageArguments } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { PurchaseFilter } from '../domain/purchase.js'
import type { PurchaseResolvers } from '../generated/graphql.js'
import { positionIn, timeKey } from './time-cursor.js'
import { walletOf } from './wallet.js'

const PAGE_SIZE = 20

export const Purchase: PurchaseResolvers = {
  user: ({ userId }) => ({ id: userId }),
  paymentConfirmation: (purchase, _, { services }) => services.confirmationOf(purchase),
  wallet: ({ userId }, _, context) => walletOf(context, userId),
}

export async function purchasePage(args: PageArguments, filter: PurchaseFilter, { services, reads }: Context) {
  const page = readPage(args, { defaultSize: PAGE_SIZE, key: timeKey })
  const rows = await services.listPurchases({ filter, after: positionIn(page), limit: page.limit, reads })
  const { edges, pageInfo } = connectionOf(rows, page, {
    totalCount: 0,
    key: ({ createdAt, id }) => [createdAt.toISOString(), id],
    node: purchase => purchase,
  })
  return { edges, pageInfo, filter }
}
