import { signedIn } from '@waystone/kit/graphql'
import { clientOf, type Context } from '../context.js'
import type { MutationResolvers } from '../generated/graphql.js'
import { authSession } from './auth-session.js'

type AccountMutation =
  | 'signInAsGuest'
  | 'upgradeGuest'
  | 'signInWithProvider'
  | 'signInWithSteam'
  | 'linkProvider'
  | 'linkSteam'
  | 'unlinkProvider'
  | 'changePassword'
  | 'requestPasswordReset'
  | 'resetPassword'
  | 'changeEmail'
  | 'requestEmailVerification'
  | 'verifyEmail'

/** Ways into an account, and what changes them. */
export const accountMutations: Pick<MutationResolvers, AccountMutation> = {
  signInAsGuest: async (_, { input }, context) => {
    const result = await context.services.signInAsGuest({ input, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  upgradeGuest: async (_, { input }, context) => {
    const result = await context.services.upgradeGuest({ ...viewerOf(context), input, client: clientOf(context) })
    context.loaders.clear()
    return result
  },
  signInWithProvider: async (_, { input }, context) => {
    const result = await context.services.signInWithProvider({ input, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  signInWithSteam: async (_, { input }, context) => {
    const result = await context.services.signInWithSteam({ input, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  linkProvider: async (_, { input }, context) => {
    const result = await context.services.linkProvider({ ...viewerOf(context), input })
    context.loaders.clear()
    return result
  },
  linkSteam: async (_, { input }, context) => {
    const result = await context.services.linkSteam({ ...viewerOf(context), input })
    context.loaders.clear()
    return result
  },
  unlinkProvider: async (_, { input }, context) => {
    const result = await context.services.unlinkProvider({ ...viewerOf(context), input })
    context.loaders.clear()
    return result
  },
  changePassword: async (_, { input }, context) => {
    const result = await context.services.changePassword({ ...viewerOf(context), input })
    context.loaders.clear()
    return result
  },
  requestPasswordReset: (_, { email }, context) =>
    context.services.requestPasswordReset({ email, client: clientOf(context) }),
  resetPassword: async (_, { input }, context) => {
    const result = await context.services.resetPassword({ input, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  changeEmail: async (_, { input }, context) => {
    const { userId } = signedIn(context)
    const result = await context.services.changeEmail({ userId, input, client: clientOf(context) })
    context.loaders.clear()
    return result
  },
  requestEmailVerification: (_, __, context) => {
    const { userId } = signedIn(context)
    return context.services.requestEmailVerification({ userId, client: clientOf(context) })
  },
  verifyEmail: async (_, { token, forViewer }, context) => {
    const viewerId = forViewer ? signedIn(context).userId : null
    const result = await context.services.verifyEmail({ token, viewerId })
    context.loaders.clear()
    return result
  },
}

const viewerOf = (context: Context) => {
  const { userId, sessionId } = signedIn(context)
  return { userId, sessionId }
}
