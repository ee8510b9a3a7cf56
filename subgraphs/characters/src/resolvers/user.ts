import { CHARACTER_SLOTS } from '../domain/roster.js'
import type { UserResolvers } from '../generated/graphql.js'

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  characters: ({ id }, _, { loaders }) => loaders.charactersOfUser(id),
  characterSlots: () => CHARACTER_SLOTS,
}
