import { signedIn } from '@waystone/kit/graphql'
import type { Context } from '../context.js'
import type { SubscriptionResolvers } from '../generated/graphql.js'
import type { WorldUpdateParent } from '../mappers.js'
import { compileProjection } from '../world/notifier/compile-projection.js'

export const Subscription: SubscriptionResolvers = {
  worldUpdated: {
    subscribe: async (_, { characterId, everyTicks }, context, info) => {
      const viewer = signedIn(context)
      const asked = { userId: viewer.userId, characterId, everyTicks, projection: compileProjection(info) }
      const stream = await context.services.followWorld(asked)
      return context.presence.whileOpen(stream, { characterId, viewer })
    },
    resolve: (update: WorldUpdateParent) => update,
  },
  characterChanged: {
    subscribe: async (_, { characterId }, context) => {
      const viewer = signedIn(context)
      const stream = await context.services.followCharacter({ userId: viewer.userId, characterId })
      return context.presence.whileOpen(stream, { characterId, viewer })
    },
    resolve: async (characterId: string, _: unknown, { loaders }: Context) => {
      const character = await loaders.character(characterId)
      if (character === null)
        throw new Error(`The character ${characterId} was followed, and is in the database no more`)
      return character
    },
  },
}
