import { signedIn } from '@waystone/kit/graphql'
import type { SubscriptionResolvers } from '../generated/graphql.js'
import type { PullParent } from '../mappers.js'

export const Subscription: SubscriptionResolvers = {
  pullSettled: {
    subscribe: (_, __, context) => context.services.followSettledPulls(signedIn(context).userId),
    resolve: (pull: PullParent) => pull,
  },
}
