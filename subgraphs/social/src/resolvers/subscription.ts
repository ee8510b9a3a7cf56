import type { SubscriptionResolvers } from '../generated/graphql.js'
import { chatSubscriptions } from './message.js'

export const Subscription = { ...chatSubscriptions } as SubscriptionResolvers
