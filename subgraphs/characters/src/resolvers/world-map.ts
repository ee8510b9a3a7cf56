import { findMap } from '../domain/maps.js'
import { worldAtRest } from '../domain/world.js'
import type { WorldMapResolvers } from '../generated/graphql.js'

export const WorldMap: WorldMapResolvers = {
  __resolveReference: ({ id }) => findMap(id),
  playersOnline: () => worldAtRest.playersOnline,
}
