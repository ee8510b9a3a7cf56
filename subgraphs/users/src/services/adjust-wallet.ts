import { randomUUID } from 'node:crypto'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { houseAccount, type Currency } from '../domain/ledger.js'
import { keptText, problemOfText, REASON_LENGTH } from '../domain/operator-input.js'
import { isIdempotencyKey } from '../domain/purchase.js'
import {
  isSameAdjustment,
  problemOfAmount,
  problemOfBalance,
  type WalletAdjustment,
} from '../domain/wallet-adjustment.js'
import { badKey, invalidInput, usedKey, userNotFound } from '../errors.js'
import { transfer } from '../repositories/ledger.js'
import { lockWallet } from '../repositories/purchase-reversal.js'
import { findAdjustment, insertAdjustment } from '../repositories/wallet-adjustment.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

interface Asked {
  readonly userId: string | null
  readonly currency: Currency
  readonly amount: number
  readonly reason: string
  readonly idempotencyKey: string
  /** The administrator. */
  readonly actor: string
}

/**
 * Corrects a wallet against the house, once for each key of the administrator, with the action in the same
 * transaction. The wallet never goes below zero.
 * @returns the user whose wallet it is, also for a repeat
 */
export async function adjustWallet(needs: Needs, asked: Asked) {
  const problem =
    (isIdempotencyKey(asked.idempotencyKey) ? null : badKey) ??
    problemOfAmount(asked.amount) ??
    problemOfText('reason', asked.reason, REASON_LENGTH)
  if (problem !== null) return invalidInput(problem)
  const { userId } = asked
  if (userId === null) return userNotFound()
  return await withTransaction(needs.pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    if (standing === null || standing.standing === 'DELETED') return userNotFound()
    return await adjustLocked(needs, tx, { ...asked, userId })
  })
}

/** The user is locked: a repeat waits for the first, and no other writer changes the balance. */
async function adjustLocked(needs: Needs, tx: Queryable, asked: Asked & { readonly userId: string }) {
  const { userId, currency, amount, idempotencyKey, actor: adminId } = asked
  const known = await findAdjustment(tx, { adminId, idempotencyKey })
  if (known !== null) return isSameAdjustment(known, asked) ? { userId } : invalidInput(usedKey)
  const house = houseAccount('ADJUSTMENTS', userId)
  const problem = problemOfBalance(await lockWallet(tx, { userId, currency }, house), amount)
  if (problem !== null) return invalidInput(problem)
  const at = needs.clock.now()
  const adjustment: WalletAdjustment = {
    id: randomUUID(),
    adminId,
    idempotencyKey,
    userId,
    currency,
    amount,
    createdAt: at,
  }
  // At the same time, the administrator has used the key for another user.
  if (!(await insertAdjustment(tx, adjustment))) return invalidInput(usedKey)
  const wallet = { kind: 'WALLET', userId } as const
  await transfer(tx, {
    id: adjustment.id,
    reason: 'ADMIN_ADJUSTMENT',
    reference: adjustment.id,
    leg: 0,
    currency,
    amount: Math.abs(amount),
    paid: amount > 0 ? 0 : needs.settings.spendOrders[currency],
    at,
    from: amount > 0 ? house : wallet,
    to: amount > 0 ? wallet : house,
  })
  await recordAdminAction(tx, {
    at,
    actor: adminId,
    action: 'WALLET_ADJUSTED',
    userId,
    reason: keptText(asked.reason),
    data: { transferId: adjustment.id, currency, amount },
  })
  return { userId }
}
