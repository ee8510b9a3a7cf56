import { RequestFault } from '@waystone/kit/errors'
import { connectionOf, readPage } from '@waystone/kit/graphql'
import { isOpenAt } from '../domain/quest-listing.js'
import type { QueryResolvers } from '../generated/graphql.js'
import type { NodeParent } from '../mappers.js'
import { positionAfter } from '../repositories/pages.js'
import { nodeById, NODES_MAX } from './node.js'

const PAGE_SIZE = 20

export const Query: QueryResolvers = {
  quests: async (_, { availableOnly }, { loaders, now }) => {
    const quests = await loaders.quests()
    return availableOnly ? quests.filter(quest => isOpenAt(quest, now())) : quests
  },
  questsConnection: async (_, { availableOnly, ...args }, { loaders, now }) => {
    const page = readPage(args, { defaultSize: PAGE_SIZE, keyLength: 1 })
    const quests = await loaders.quests()
    const listed = availableOnly ? quests.filter(quest => isOpenAt(quest, now())) : quests
    const position = positionAfter(page)
    const rows = listed.filter(quest => quest.position > position).slice(0, page.limit + 1)
    return connectionOf(rows, page, {
      totalCount: listed.length,
      key: quest => [String(quest.position)],
      node: quest => quest,
    })
  },
  quest: (_, { id }, { loaders }) => loaders.quest(id),
  node: (_, { id }, { loaders }) => nodeById(loaders, id),
  nodes: (_, { ids }, { loaders }) => {
    if (ids.length > NODES_MAX) {
      throw new RequestFault('BAD_USER_INPUT', `"ids" must hold at most ${NODES_MAX} ids, and holds ${ids.length}`)
    }
    // Promises, so that one that fails costs only itself; the generated type knows none of a null inside a list.
    return ids.map(id => nodeById(loaders, id) as Promise<NodeParent>)
  },
}
