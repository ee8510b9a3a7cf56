import { classProfiles } from '../domain/classes.js'
import { cellKinds } from '../world/content/cells.js'
import { TICK_MS } from '../world/tick.js'
import { onlyKnown, oneATurn } from './replayed-updates.js'
import type { QueryResolvers } from '../generated/graphql.js'

export const Query: QueryResolvers = {
  character: (_, { id }, { loaders }) => loaders.character(id),
  characterByName: (_, { name }, { loaders }) => loaders.characterByName(name),
  characterClasses: () => classProfiles,
  maps: (_, __, { content }) => content.maps,
  map: (_, { id }, { content }) => content.findMap(id),
  worldReplay: async (_, asked, { loaders, services }) =>
    oneATurn(await onlyKnown(await services.replayWorld(asked), loaders)),
  mapLegend: () => cellKinds,
  worldStatus: async (_, __, { live }) => {
    const { playersByMap, ...status } = await live.status()
    return {
      ...status,
      tickMs: TICK_MS,
      playersOnline: [...playersByMap.values()].reduce((sum, count) => sum + count, 0),
    }
  },
}
