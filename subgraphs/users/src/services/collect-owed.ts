import { randomUUID } from 'node:crypto'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { houseAccount } from '../domain/ledger.js'
import { movementOf, returnedPaid, type Reversal } from '../domain/reversal.js'
import { transfer } from '../repositories/ledger.js'
import {
  findOwed,
  findSolventDebtors,
  findTakenFree,
  lockWallet,
  saveReversal,
  type Debtor,
} from '../repositories/purchase-reversal.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

const DEBTORS_BATCH = 100

/**
 * Takes what players owe, after refunds and disputes of what they had spent, out of what their wallets hold by now.
 * A debtor whose debt cannot be taken now is left for the next run, and holds no other back.
 */
export async function collectOwed(needs: Needs): Promise<void> {
  let after: Debtor | null = null
  for (;;) {
    const debtors: readonly Debtor[] = await findSolventDebtors(needs.pool, { after, limit: DEBTORS_BATCH })
    for (const debtor of debtors) {
      await collectFrom(needs, debtor).catch((error: unknown) =>
        needs.logger.error({ err: error, ...debtor }, 'a debt could not be collected, it is tried again'),
      )
      after = debtor
    }
    if (debtors.length < DEBTORS_BATCH) return
  }
}

const collectFrom = (needs: Needs, debtor: Debtor): Promise<void> =>
  withTransaction(needs.pool, async tx => {
    await lockAccount(needs, tx, debtor.userId)
    await collectOwedOf(needs, tx, debtor)
  })

/** The same of one user, whose lock the caller holds: also within the transaction that credits a new purchase. */
export async function collectOwedOf(needs: Needs, tx: Queryable, debtor: Debtor): Promise<void> {
  for (const owed of await findOwed(tx, debtor.userId, debtor.currency)) await moveReversal(needs, tx, owed)
}

/**
 * Books what a reversal moves, at most what the wallet holds.
 * The currency that was spent before stays spent: no balance goes below zero, and the rest is owed.
 */
export async function moveReversal(needs: Needs, tx: Queryable, reversal: Reversal): Promise<Reversal> {
  const { userId, currency, purchaseId } = reversal
  const at = needs.clock.now()
  const house = houseAccount('PURCHASES', userId)
  const wallet = { kind: 'WALLET', userId } as const
  const moved = movementOf(reversal, await lockWallet(tx, { userId, currency }, house))
  if (moved !== 0) {
    await transfer(tx, {
      id: randomUUID(),
      reason: 'REFUND',
      reference: purchaseId,
      leg: reversal.legs,
      currency,
      amount: Math.abs(moved),
      paid: moved > 0 ? 'paid-first' : returnedPaid(-moved, await findTakenFree(tx, purchaseId)),
      at,
      from: moved > 0 ? wallet : house,
      to: moved > 0 ? house : wallet,
    })
  }
  const saved = {
    ...reversal,
    recovered: reversal.recovered + moved,
    legs: reversal.legs + (moved === 0 ? 0 : 1),
  }
  await saveReversal(tx, saved, at)
  return saved
}
