import { artOf } from '@waystone/kit/art'
import { worldAtRest } from '../domain/world.js'
import type { WorldMapResolvers } from '../generated/graphql.js'

export const WorldMap: WorldMapResolvers = {
  __resolveReference: ({ id }, { content }) => content.findMap(id),
  art: map => artOf('maps', map),
  playersOnline: () => worldAtRest.playersOnline,
}
