import { signedIn } from '@waystone/kit/graphql'
import type { MutationResolvers } from '../generated/graphql.js'

export const Mutation: MutationResolvers = {
  claimQuestReward: async (_, { completionId }, context) => {
    const { userId } = signedIn(context)
    const result = await context.services.claimQuestReward({ userId, completionId })
    context.loaders.wrote()
    return result
  },
  publishQuest: async (_, { id, input }, context) => {
    const actor = signedIn(context).userId
    const result = await context.services.publishQuest({ ...(id !== undefined && { id }), input, actor })
    context.loaders.wrote()
    return result
  },
}
