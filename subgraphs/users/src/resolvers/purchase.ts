import type { PurchaseResolvers } from '../generated/graphql.js'
import { walletOf } from './wallet.js'

export const Purchase: PurchaseResolvers = {
  paymentConfirmation: (purchase, _, { services }) => services.confirmationOf(purchase),
  wallet: ({ userId }, _, context) => walletOf(context, userId),
}
