import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import { houseAccount } from '../domain/ledger.js'
import type { PaymentOutcome } from '../domain/payment-provider.js'
import type { Purchase } from '../domain/purchase.js'
import { transfer } from '../repositories/ledger.js'
import { lockPurchase, settlePurchase as settleInDatabase } from '../repositories/purchase.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

/** Credits a charged purchase, once; one that is settled already stays as it is. */
export const settlePurchase = (
  needs: Needs,
  { id, userId }: Pick<Purchase, 'id' | 'userId'>,
  outcome: PaymentOutcome,
): Promise<Purchase> =>
  withTransaction(needs.pool, async tx => {
    // Who writes a user's events holds the user's lock: they leave in the order of their commits.
    await lockAccount(needs, tx, userId)
    const purchase = await lockPurchase(tx, id)
    if (purchase === null) throw new Error(`The purchase ${id} has vanished`)
    if (purchase.status !== 'PENDING') return purchase
    const at = needs.clock.now()
    if (outcome === 'DECLINED') {
      await settleInDatabase(tx, { id, status: 'DECLINED', at })
      return { ...purchase, status: 'DECLINED' }
    }
    const { currency, amount, packId } = purchase
    await settleInDatabase(tx, { id, status: 'COMPLETED', at })
    await transfer(tx, {
      id: randomUUID(),
      reason: 'PURCHASE',
      reference: id,
      leg: 0,
      currency,
      amount,
      at,
      from: houseAccount('PURCHASES', userId),
      to: { kind: 'WALLET', userId },
    })
    await appendEvents(tx, [
      newEvent('purchase.completed', {
        id: randomUUID(),
        occurredAt: at,
        data: { userId, purchaseId: id, packId, currency, amount },
      }),
    ])
    return { ...purchase, status: 'COMPLETED' }
  })
