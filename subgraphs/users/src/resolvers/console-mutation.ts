import { parseUuid, signedIn } from '@waystone/kit/graphql'
import type { MutationResolvers } from '../generated/graphql.js'
import { walletOf } from './wallet.js'

type ConsoleMutation = 'setUserStatus' | 'addUserNote' | 'adjustWallet' | 'refundPurchase'

/** The acts of administrators on players and their money; the schema says which role each needs. */
export const consoleMutations: Pick<MutationResolvers, ConsoleMutation> = {
  setUserStatus: async (_, { userId, status, reason }, context) => {
    const actor = signedIn(context).userId
    const asked = { userId: parseUuid(userId), status, reason: reason ?? null, actor }
    const result = await context.services.setUserStatus(asked)
    context.loaders.clear()
    return result
  },
  addUserNote: (_, { userId, text }, context) =>
    context.services.addUserNote({ userId: parseUuid(userId), text, actor: signedIn(context).userId }),
  adjustWallet: async (_, { userId, ...asked }, context) => {
    const actor = signedIn(context).userId
    const result = await context.services.adjustWallet({ ...asked, userId: parseUuid(userId), actor })
    context.loaders.clear()
    return '__typename' in result ? result : await walletOf(context, result.userId)
  },
  refundPurchase: async (_, { purchaseId, reason }, context) => {
    const actor = signedIn(context).userId
    const result = await context.services.refundPurchase({ purchaseId: parseUuid(purchaseId), reason, actor })
    context.loaders.clear()
    return result
  },
}
