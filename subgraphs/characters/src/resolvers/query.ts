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
  worldStatus: (_, __, { world }) => {
    const live = world.running?.loop.live
    const status = live?.status ?? { tickP50Ms: 0, tickP99Ms: 0, overruns: 0 }
    return { tick: live?.tick ?? 0, tickMs: TICK_MS, ...status, playersOnline: live?.playersOnline ?? 0 }
  },
}
