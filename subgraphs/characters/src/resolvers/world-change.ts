import type { CharacterAppearedResolvers, MapChangedResolvers, PetAppearedResolvers } from '../generated/graphql.js'

export const CharacterAppeared: CharacterAppearedResolvers = {
  character: async ({ characterId }, _, { loaders }) => {
    const character = await loaders.character(characterId)
    if (character === null) throw new Error(`The character ${characterId} is in the world, and not in the database`)
    return character
  },
}

export const MapChanged: MapChangedResolvers = { map: ({ mapId }, _, { content }) => content.mapOf(mapId) }

/** A pet is saved before its id is told for the first time, so whoever summons it finds it in the database. */
export const PetAppeared: PetAppearedResolvers = {
  pet: async ({ petId }, _, { loaders }) => {
    const pet = await loaders.pet(petId)
    if (pet === null) throw new Error(`The pet ${petId} is in the world, and not in the database`)
    return pet
  },
}
