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
  // Not the user's id itself: normalizing caches know an object by its id alone.
  id: ({ userId }) => `wallet:${userId}`,
  user: ({ userId }) => ({ id: userId }),
}
