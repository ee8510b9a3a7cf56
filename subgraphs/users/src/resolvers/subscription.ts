import { signedIn } from '@waystone/kit/graphql'
import type { SubscriptionResolvers } from '../generated/graphql.js'
import type { WalletParent } from '../mappers.js'

export const Subscription: SubscriptionResolvers = {
  walletChanged: {
    subscribe: (_, __, context) => context.services.followWallet(signedIn(context).userId),
    resolve: (wallet: WalletParent) => wallet,
  },
}
