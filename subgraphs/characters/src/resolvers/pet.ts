import type { Context } from '../context.js'
import type { Pet as PetRow } from '../domain/pet.js'
import type { PetResolvers } from '../generated/graphql.js'

/** As the last finished tick left it, while its owner is in the world. */
const current = async (pet: PetRow, { live }: Context): Promise<Pick<PetRow, 'hunger' | 'intimacy' | 'summoned'>> =>
  (await live.present(pet.characterId))?.pets.find(({ petId }) => petId === pet.id) ?? pet

export const Pet: PetResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.pet(id),
  kind: ({ kindId }, _, { content }) => content.kindOf(kindId),
  level: ({ kindId }, _, { content }) => content.kindOf(kindId).level,
  hunger: async (pet, _, context) => (await current(pet, context)).hunger,
  intimacy: async (pet, _, context) => (await current(pet, context)).intimacy,
  summoned: async (pet, _, context) => (await current(pet, context)).summoned,
}
