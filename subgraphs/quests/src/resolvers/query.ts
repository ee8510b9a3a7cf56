import { availabilityAt } from '../domain/quest.js'
import type { QueryResolvers } from '../generated/graphql.js'

export const Query: QueryResolvers = {
  quests: async (_, { availableOnly }, { loaders, now }) => {
    const quests = await loaders.quests()
    return availableOnly ? quests.filter(quest => availabilityAt(quest.definition, now()) === 'OPEN') : quests
  },
  quest: (_, { id }, { loaders }) => loaders.quest(id),
}
