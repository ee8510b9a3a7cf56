import { RequestFault } from '@waystone/kit/errors'
import { availabilityAt } from '../domain/quest.js'
import type { QueryResolvers } from '../generated/graphql.js'
import type { NodeParent } from '../mappers.js'
import { nodeById, NODES_MAX } from './node.js'

export const Query: QueryResolvers = {
  quests: async (_, { availableOnly }, { loaders, now }) => {
    const quests = await loaders.quests()
    return availableOnly ? quests.filter(quest => availabilityAt(quest.definition, now()) === 'OPEN') : quests
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
