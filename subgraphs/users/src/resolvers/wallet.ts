import { maySee } from '@waystone/kit/roles'
import type { Context } from '../context.js'
import type { WalletResolvers } from '../generated/graphql.js'
import type { WalletParent } from '../mappers.js'

/** A user's wallet; one whom another application made gets it at the first look. */
export async function walletOf({ loaders, services }: Context, userId: string): Promise<WalletParent> {
  let balances = await loaders.balances(userId)
  if (balances === null) {
    await services.openAccount(userId)
    loaders.clear()
    balances = await loaders.balances(userId)
  }
  if (balances === null) throw new Error(`The user ${userId} has no wallet`)
  return { ...balances, userId }
}

export const Wallet: WalletResolvers = {
  __resolveReference: async ({ id }, context) => {
    const { viewer, loaders } = context
    const userId = id.startsWith(ID_PREFIX) ? id.slice(ID_PREFIX.length).toLowerCase() : ''
    // Of an administrator's request the user need not exist, and no wallet is opened for one who does not.
    const user = maySee(viewer, userId) ? await loaders.user(userId) : null
    return user === null ? null : await walletOf(context, user.id)
  },
  // Not the user's id itself: normalizing caches know an object by its id alone.
  id: ({ userId }) => `${ID_PREFIX}${userId}`,
  user: ({ userId }) => ({ id: userId }),
  paidGold: ({ gold, freeGold }) => gold - freeGold,
  paidDiamonds: ({ diamonds, freeDiamonds }) => diamonds - freeDiamonds,
}

const ID_PREFIX = 'wallet:'
