import { createLiveStream } from '@waystone/kit/live'
import type { Balances } from '../domain/ledger.js'
import { walletTopic } from '../repositories/ledger.js'
import { openAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

/** A user's wallet: as it is now, then whenever it has changed, as the primary database has it. */
export async function followWallet(
  needs: Needs,
  userId: string,
): Promise<AsyncIterableIterator<Balances & { readonly userId: string }>> {
  const { live, newestBalances, logger } = needs
  const bell = await live.follow(walletTopic(userId))
  let told = ''
  const read = async () => {
    let balances = await newestBalances(userId)
    if (balances === null) {
      // One whom another application made gets the wallet at the first look.
      await openAccount(needs, userId)
      balances = await newestBalances(userId)
    }
    if (balances === null) throw new Error(`The user ${userId} has no wallet`)
    const state = JSON.stringify(balances)
    if (state === told) return { items: [] }
    told = state
    return { items: [{ ...balances, userId }] }
  }
  return createLiveStream({ bell, read, logger })
}
