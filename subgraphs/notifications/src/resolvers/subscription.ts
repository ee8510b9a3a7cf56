import { signedIn } from '@waystone/kit/graphql'
import type { SubscriptionResolvers } from '../generated/graphql.js'
import type { NotificationParent } from '../mappers.js'

export const Subscription: SubscriptionResolvers = {
  notificationReceived: {
    subscribe: (_, { after }, context) =>
      context.services.followNotifications({ userId: signedIn(context).userId, after: after ?? null }),
    resolve: (notification: NotificationParent) => notification,
  },
}
