import { signedIn } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { SubscriptionResolvers } from '../generated/graphql.js'
import type { WorldUpdateParent } from '../mappers.js'
import { compileProjection } from '../world/notifier/compile-projection.js'

export const Subscription: SubscriptionResolvers = {
  worldUpdated: {
    subscribe: (_, { characterId, everyTicks }, context, info) => {
      const { userId } = signedIn(context)
      return context.services.followWorld({ userId, characterId, everyTicks, projection: compileProjection(info) })
    },
    resolve: (update: WorldUpdateParent) => update,
  },
  characterChanged: {
    subscribe: (_, { characterId }, context) =>
      context.services.followCharacter({ userId: signedIn(context).userId, characterId }),
    resolve: async (characterId: string, _: unknown, { loaders }: Context) => {
      const character = await loaders.character(characterId)
      if (character === null)
        throw new Error(`The character ${characterId} was followed, and is in the database no more`)
      return character
    },
  },
}
