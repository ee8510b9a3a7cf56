import { findMap, worldMaps } from '../domain/maps.js'
import { worldAtRest } from '../domain/world.js'
import type { QueryResolvers } from '../generated/graphql.js'

export const Query: QueryResolvers = {
  character: (_, { id }, { loaders }) => loaders.character(id),
  characterByName: (_, { name }, { loaders }) => loaders.characterByName(name),
  maps: () => worldMaps,
  map: (_, { id }) => findMap(id),
  worldStatus: () => worldAtRest,
}
