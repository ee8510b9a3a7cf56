import type { PurchaseResolvers } from '../generated/graphql.js'
import { walletOf } from './wallet.js'

export const Purchase: PurchaseResolvers = {
  wallet: ({ userId }, _, context) => walletOf(context, userId),
}
