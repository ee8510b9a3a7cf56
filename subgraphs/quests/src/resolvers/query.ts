import { availabilityAt } from '../domain/quest.js'
import type { QueryResolvers } from '../generated/graphql.js'

export const Query: QueryResolvers = {
  quests: async (_, { availableOnly }, { loaders, now }) => {
    const quests = await loaders.quests()
    // An explicit null stands for the default.
    return availableOnly === false ? quests : quests.filter(quest => availabilityAt(quest.definition, now()) === 'OPEN')
  },
  quest: (_, { id }, { loaders }) => loaders.quest(id),
}
