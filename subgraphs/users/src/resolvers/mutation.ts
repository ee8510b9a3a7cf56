import { parseUuid, signedIn } from '@waystone/kit/graphql'
import { mayAct } from '@waystone/kit/roles'
import { clientOf } from '../context.js'
import type { MutationResolvers } from '../generated/graphql.js'
import { accountMutations } from './account-mutation.js'
import { authSession } from './auth-session.js'
import { consoleMutations } from './console-mutation.js'
import { declarationMutations } from './declaration.js'
import { twoFactorMutations } from './two-factor.js'

export const Mutation: MutationResolvers = {
  ...accountMutations,
  ...consoleMutations,
  ...twoFactorMutations,
  ...declarationMutations,
  signUp: async (_, { input }, context) => {
    const result = await context.services.signUp({ input, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  signIn: async (_, { input }, context) => {
    const result = await context.services.signIn({ input, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  refreshSession: async (_, { refreshToken }, context) => {
    const result = await context.services.refreshSession({ refreshToken, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  signOut: async (_, __, context) => {
    await context.services.endSessions({ sessionId: signedIn(context).sessionId, userId: null })
    context.loaders.clear()
    return true
  },
  revokeSession: async (_, { id, reason }, context) => {
    const viewer = signedIn(context)
    const sessionId = parseUuid(id)
    if (sessionId === null) return false
    const ended = await context.services.endSessions(
      mayAct(viewer, 'admin.support')
        ? { sessionId, userId: null, asker: viewer.sessionId, actor: viewer.userId, reason: reason ?? null }
        : { sessionId, userId: viewer.userId, asker: viewer.sessionId },
    )
    context.loaders.clear()
    return ended > 0
  },
  updateProfile: async (_, { input }, context) => {
    const result = await context.services.updateProfile({ userId: signedIn(context).userId, input })
    context.loaders.clear()
    return result
  },
  buyCurrency: async (_, { input }, context) => {
    const result = await context.services.buyCurrency({ userId: signedIn(context).userId, input })
    context.loaders.clear()
    return result
  },
  requestAccountDeletion: async (_, { input }, context) => {
    const viewer = signedIn(context)
    const result = await context.services.requestAccountDeletion({ viewer, input })
    context.loaders.clear()
    return result
  },
}
