import { artOf } from '@waystone/kit/art'
import type { WorldMapResolvers } from '../generated/graphql.js'

export const WorldMap: WorldMapResolvers = {
  __resolveReference: ({ id }, { content }) => content.findMap(id),
  art: map => artOf('maps', map),
  playersOnline: ({ id }, _, { world }) => world.running?.loop.live.playersOn(id) ?? 0,
}
