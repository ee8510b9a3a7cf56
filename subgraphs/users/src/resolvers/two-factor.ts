import { signedIn } from '@waystone/kit/graphql'
import { clientOf, type Context } from '../context.js'
import type { MutationResolvers, TwoFactor } from '../generated/graphql.js'
import { authSession } from './auth-session.js'

type TwoFactorMutation = 'answerSecondFactor' | 'beginTwoFactor' | 'confirmTwoFactor' | 'turnOffTwoFactor'

export const twoFactorMutations: Pick<MutationResolvers, TwoFactorMutation> = {
  answerSecondFactor: async (_, { input }, context) => {
    const result = await context.services.answerSecondFactor({ input, client: clientOf(context) })
    context.loaders.clear()
    return '__typename' in result ? result : await authSession(context, result)
  },
  beginTwoFactor: async (_, { input }, context) => {
    const result = await context.services.beginTwoFactor({ ...viewerOf(context), input })
    context.loaders.clear()
    return result
  },
  confirmTwoFactor: async (_, { input }, context) => {
    const result = await context.services.confirmTwoFactor({ ...viewerOf(context), input })
    context.loaders.clear()
    return result
  },
  turnOffTwoFactor: async (_, { input }, context) => {
    const result = await context.services.turnOffTwoFactor({ ...viewerOf(context), input })
    context.loaders.clear()
    return result
  },
}

const viewerOf = (context: Context) => {
  const { userId, sessionId } = signedIn(context)
  return { userId, sessionId }
}

/** Null for a user who neither is an administrator nor was one when it was set up. */
export async function twoFactorOf({ loaders, services }: Context, userId: string): Promise<TwoFactor | null> {
  const found = await loaders.twoFactor(userId)
  if (found === null || (found.state === 'OFF' && !found.isAdministrators)) return null
  const { state, enabledAt, backupCodesLeft } = found
  const isEnabled = state === 'ENABLED'
  return {
    state,
    required: services.isTwoFactorRequired,
    enabledAt,
    backupCodesLeft: isEnabled ? backupCodesLeft : null,
  }
}
