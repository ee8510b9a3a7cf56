import { signedIn } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { MutationResolvers } from '../generated/graphql.js'

export const Mutation: MutationResolvers = {
  createCharacter: async (_, { input }, context) => {
    const { userId } = signedIn(context)
    const result = await context.services.createCharacter({ userId, input })
    context.loaders.clear()
    return result
  },
  deleteCharacter: async (_, { id }, context) => {
    const result = await context.services.deleteCharacter(own(context, id))
    context.loaders.clear()
    return result
  },
  restoreCharacter: async (_, { id }, context) => {
    const result = await context.services.restoreCharacter(own(context, id))
    context.loaders.clear()
    return result
  },
  enterWorld: (_, { characterId }, context) => context.services.commandCharacter(own(context, characterId)),
  leaveWorld: (_, { characterId }, context) => context.services.commandCharacter(own(context, characterId)),
  moveCharacter: (_, { characterId }, context) => context.services.commandCharacter(own(context, characterId)),
  changeAppearance: (_, { characterId }, context) => context.services.commandCharacter(own(context, characterId)),
  attackMonster: (_, { characterId }, context) => context.services.commandCharacter(own(context, characterId)),
  pickUpDrop: (_, { characterId }, context) => context.services.commandCharacter(own(context, characterId)),
}

const own = (context: Context, characterId: string) => ({ userId: signedIn(context).userId, characterId })
