import { signedIn } from '@waystone/kit/graphql'
import type { SubscriptionResolvers } from '../generated/graphql.js'
import { matchSubscriptions } from './match.js'
import type { QuestCompletionParent, QuestProgressParent } from '../mappers.js'
import { rankChanged } from './leaderboard.js'

export const Subscription: SubscriptionResolvers = {
  ...matchSubscriptions,
  questCompleted: {
    subscribe: (_, { after }, context) =>
      context.services.followCompletions({ userId: signedIn(context).userId, after: after ?? null }),
    resolve: (completion: QuestCompletionParent) => completion,
  },
  questProgressed: {
    subscribe: (_, __, context) => context.services.followProgress(signedIn(context).userId),
    resolve: (progress: QuestProgressParent) => progress,
  },
  rankChanged,
}
