import type { QuestProgressResolvers } from '../generated/graphql.js'
import type { Loaders } from '../loaders.js'
import type { QuestProgressParent } from '../mappers.js'
import { objectivesOfVersion } from './quest.js'

export const QuestProgress: QuestProgressResolvers = {
  __resolveReference: ({ id }, { loaders }) => progressById(loaders, id),
  id: ({ userId, questId }) => `${userId}${SEPARATOR}${questId}`,
  user: ({ userId }) => ({ id: userId }),
  quest: async ({ questId }, _, { loaders }) => {
    const quest = await loaders.quest(questId)
    if (quest === null) throw new Error(`Expected quest ${questId}, which is never removed`)
    return quest
  },
  objectives: ({ version, counts }) =>
    objectivesOfVersion(version).map((objective, index) => ({ objective, count: counts[index] ?? 0 })),
}

/** Null also for progress that the viewer may not see. */
export async function progressById(loaders: Loaders, id: string): Promise<QuestProgressParent | null> {
  const [userId = '', questId = '', ...rest] = id.toLowerCase().split(SEPARATOR)
  if (rest.length > 0) return null
  const standings = await loaders.standings(userId)
  const found = standings?.find(standing => standing.questId === questId)
  return found === undefined ? null : { ...found, userId }
}

/** Of the two ids in the id of progress, which needs no row to exist. */
const SEPARATOR = ':'
