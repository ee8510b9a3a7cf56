import { signedIn } from '@waystone/kit/graphql'
import type { MutationResolvers } from '../generated/graphql.js'
import { matchMutations } from './match.js'
import { puzzleMutations } from './puzzle.js'

export const Mutation: MutationResolvers = {
  ...puzzleMutations,
  ...matchMutations,
  claimQuestReward: async (_, { completionId }, context) => {
    const { userId } = signedIn(context)
    const result = await context.services.claimQuestReward({ userId, completionId })
    context.loaders.wrote()
    return result
  },
  publishQuest: async (_, { id = null, ...command }, context) => {
    const result = await context.services.publishQuest({ id, ...command, actor: signedIn(context).userId })
    context.loaders.wrote()
    return result
  },
  publishLeaderboard: async (_, { id = null, ...command }, context) => {
    const result = await context.services.publishLeaderboard({ id, ...command, actor: signedIn(context).userId })
    context.loaders.wrote()
    return result
  },
  replayDeadLetters: (_, { ids, reason }, context) =>
    context.services.replayDeadLetters({ ids, reason, actor: signedIn(context).userId }),
  retireQuest: async (_, command, context) => {
    const result = await context.services.retireQuest({ ...command, actor: signedIn(context).userId })
    context.loaders.wrote()
    return result
  },
}
