import { artOfClass } from '../domain/classes.js'
import { statsOf } from '../domain/stats.js'
import type { CharacterResolvers } from '../generated/graphql.js'

export const Character: CharacterResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.character(id),
  owner: character => ({ id: character.userId }),
  art: character => artOfClass(character.class),
  stats: character => statsOf(character.class, character.level),
  map: (character, _, { content }) => content.mapOf(character.mapId),
  online: () => false,
}
