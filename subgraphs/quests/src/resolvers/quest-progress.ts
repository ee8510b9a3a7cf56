import type { QuestProgressResolvers } from '../generated/graphql.js'
import { objectiveOf } from './quest.js'

export const QuestProgress: QuestProgressResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const [userId = '', questId = ''] = id.toLowerCase().split(SEPARATOR)
    const standings = await loaders.standings(userId)
    const found = standings?.find(standing => standing.questId === questId)
    return found === undefined ? null : { ...found, userId }
  },
  id: ({ userId, questId }) => `${userId}${SEPARATOR}${questId}`,
  user: ({ userId }) => ({ id: userId }),
  quest: async ({ questId }, _, { loaders }) => {
    const quest = await loaders.quest(questId)
    if (quest === null) throw new Error(`Expected quest ${questId}, which is never removed`)
    return quest
  },
  objectives: ({ version, counts }) =>
    version.definition.objectives.map((objective, index) => ({
      objective: objectiveOf(version, objective, index),
      count: counts[index] ?? 0,
    })),
}

/** Of the two ids in the id of progress, which needs no row to exist. */
const SEPARATOR = ':'
