import type { NodeResolvers } from '../generated/graphql.js'
import type { Loaders } from '../loaders.js'
import type { NodeParent } from '../mappers.js'
import { progressById } from './quest-progress.js'

/** Ids of one `nodes` field. */
export const NODES_MAX = 100

export const Node: NodeResolvers = { __resolveType: node => node.__typename }

/** The viewer's view of the object with this id: of this subgraph's own types first, since those cost no call. */
export async function nodeById(loaders: Loaders, id: string): Promise<NodeParent | null> {
  const [quest, completion, progress, leaderboard] = await Promise.all([
    loaders.quest(id),
    loaders.completion(id),
    progressById(loaders, id),
    loaders.leaderboards.one(id),
  ])
  if (quest !== null) return { __typename: 'Quest', ...quest }
  if (completion !== null) return { __typename: 'QuestCompletion', ...completion }
  if (progress !== null) return { __typename: 'QuestProgress', ...progress }
  if (leaderboard !== null) return { __typename: 'Leaderboard', ...leaderboard }
  return loaders.foreignNode(id)
}
