import { classProfiles } from '../domain/classes.js'
import { worldAtRest } from '../domain/world.js'
import type { QueryResolvers } from '../generated/graphql.js'

export const Query: QueryResolvers = {
  character: (_, { id }, { loaders }) => loaders.character(id),
  characterByName: (_, { name }, { loaders }) => loaders.characterByName(name),
  characterClasses: () => classProfiles,
  maps: (_, __, { content }) => content.maps,
  map: (_, { id }, { content }) => content.findMap(id),
  worldStatus: () => worldAtRest,
}
