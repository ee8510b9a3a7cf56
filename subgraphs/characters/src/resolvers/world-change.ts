import type { CharacterAppearedResolvers, MapChangedResolvers } from '../generated/graphql.js'

export const CharacterAppeared: CharacterAppearedResolvers = {
  character: async ({ characterId }, _, { loaders }) => {
    const character = await loaders.character(characterId)
    if (character === null) throw new Error(`The character ${characterId} is in the world, and not in the database`)
    return character
  },
}

export const MapChanged: MapChangedResolvers = { map: ({ mapId }, _, { content }) => content.mapOf(mapId) }
