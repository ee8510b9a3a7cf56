import type { GameEventResolvers, QuestCompletionResolvers } from '../generated/graphql.js'

export const QuestCompletion: QuestCompletionResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.completion(id),
  user: ({ userId }) => ({ id: userId }),
  quest: async ({ questId }, _, { loaders }) => {
    const quest = await loaders.quest(questId)
    if (quest === null) throw new Error(`Expected quest ${questId}, which is never removed`)
    return quest
  },
}

export const GameEvent: GameEventResolvers = { user: ({ userId }) => ({ id: userId }) }
