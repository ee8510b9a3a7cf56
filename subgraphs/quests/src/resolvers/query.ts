import { RequestFault } from '@waystone/kit/errors'
import { connectionOf, readPage } from '@waystone/kit/graphql'
import type { QueryResolvers } from '../generated/graphql.js'
import type { NodeParent } from '../mappers.js'
import { deadLetters } from './dead-letter.js'
import { events } from './event-log.js'
import { matchQueries } from './match.js'
import { nodeById, NODES_MAX } from './node.js'
import { puzzleQueries } from './puzzle.js'

const PAGE_SIZE = 20

export const Query: QueryResolvers = {
  quests: async (_, { availableOnly }, { loaders, now }) => {
    return await loaders.quests(availableOnly ? now() : null)
  },
  questsConnection: async (_, { availableOnly, ...args }, { loaders, now }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, keyLength: 1 })
    const { rows, totalCount } = await loaders.questPage({ page, openAt: availableOnly ? now() : null })
    return connectionOf(rows, page, {
      totalCount,
      key: quest => [String(quest.position)],
      node: quest => quest,
    })
  },
  quest: (_, { id }, { loaders }) => loaders.quest(id),
  leaderboards: (_, __, { loaders }) => loaders.leaderboards.all(),
  leaderboard: (_, { id }, { loaders }) => loaders.leaderboards.one(id),
  node: (_, { id }, { loaders }) => nodeById(loaders, id),
  nodes: (_, { ids }, { loaders }) => {
    if (ids.length > NODES_MAX) {
      throw new RequestFault('BAD_USER_INPUT', `"ids" must hold at most ${NODES_MAX} ids, and holds ${ids.length}`)
    }
    // Promises, so that one that fails costs only itself; the generated type knows none of a null inside a list.
    return ids.map(id => nodeById(loaders, id) as Promise<NodeParent>)
  },
  events,
  deadLetters,
  ...puzzleQueries,
  ...matchQueries,
}
