import type { Context } from '../context.js'
import type { Pet as PetRow } from '../domain/pet.js'
import type { PetResolvers } from '../generated/graphql.js'

/** As the last finished tick left it, while its owner is in the world. */
const live = ({ id, characterId }: PetRow, { world }: Context) =>
  world.running?.loop.live.pets(characterId).find(({ petId }) => petId === id)

export const Pet: PetResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.pet(id),
  kind: ({ kindId }, _, { content }) => content.kindOf(kindId),
  level: ({ kindId }, _, { content }) => content.kindOf(kindId).level,
  hunger: (pet, _, context) => live(pet, context)?.hunger ?? pet.hunger,
  intimacy: (pet, _, context) => live(pet, context)?.intimacy ?? pet.intimacy,
  summoned: (pet, _, context) => live(pet, context)?.summoned ?? pet.summoned,
}
