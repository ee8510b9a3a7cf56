import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { RequestFault } from '@waystone/kit/errors'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import { monthOf } from '../domain/calendar-month.js'
import { currencyPacks, findPack, type CurrencyPack } from '../domain/currency-pack.js'
import { houseAccount } from '../domain/ledger.js'
import type { PaymentOutcome } from '../domain/payment-provider.js'
import { isIdempotencyKey, isSameIntent, type Purchase } from '../domain/purchase.js'
import { invalidInput, paymentDeclined, spendLimitReached } from '../errors.js'
import { transfer } from '../repositories/ledger.js'
import {
  findPendingPurchases,
  findPurchaseByKey,
  insertPurchase,
  lockPurchase,
  settlePurchase,
  sumSpentCents,
} from '../repositories/purchase.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

interface Intent {
  readonly packId: string
  readonly paymentMethod: string
  readonly idempotencyKey: string
}

/**
 * Buys a pack: records the purchase, charges under its id, then settles it. Whoever repeats the intent while it is pending
 * drives the same purchase on: the provider charges once per id, and settling happens once.
 */
export async function buyCurrency(needs: Needs, request: { userId: string; input: Intent }) {
  const { userId, input } = request
  const pack = findPack(input.packId)
  const problem = problemOf(needs, input, pack)
  if (problem !== null || pack === undefined) return invalidInput(problem ?? unknownPack)
  const begun =
    (await findPurchaseByKey(needs.pool, userId, input.idempotencyKey)) ?? (await begin(needs, { userId, input, pack }))
  if ('__typename' in begun) return begun
  if (!isSameIntent(begun, input)) return invalidInput(usedKey)

  const { id, paymentMethod, priceCents, priceCurrency } = begun
  const purchase =
    begun.status === 'PENDING'
      ? await settle(
          needs,
          id,
          await needs.payments.charge({ id, method: paymentMethod, amountCents: priceCents, currency: priceCurrency }),
        )
      : begun
  return purchase.status === 'DECLINED' ? paymentDeclined(purchase.id) : purchase
}

const unknownPack = {
  field: 'packId',
  message: `A pack is one of ${currencyPacks.map(pack => pack.id).join(', ')}`,
}
const usedKey = {
  field: 'idempotencyKey',
  message: 'This key was used for another purchase; make a new one for each intent',
}

function problemOf({ payments }: Needs, input: Intent, pack: CurrencyPack | undefined) {
  if (!isIdempotencyKey(input.idempotencyKey)) {
    return { field: 'idempotencyKey', message: 'A key has 1 to 128 letters, digits or any of _ . : -' }
  }
  if (pack === undefined) return unknownPack
  return payments.knowsMethod(input.paymentMethod)
    ? null
    : { field: 'paymentMethod', message: 'The payment provider does not know this payment method' }
}

/** Records the purchase under the user's lock, so that neither the key nor the limit can be passed by two at once. */
const begin = (needs: Needs, request: { userId: string; input: Intent; pack: CurrencyPack }) =>
  withTransaction(needs.pool, async tx => {
    const { userId, input, pack } = request
    const standing = await lockAccount(needs, tx, userId)
    if (standing === null) throw new RequestFault('UNAUTHENTICATED', 'The account of this access token does not exist')
    const known = await findPurchaseByKey(tx, userId, input.idempotencyKey)
    if (known !== null) return known

    const createdAt = needs.clock.now()
    const month = monthOf(createdAt, standing.timeZone)
    const limitCents = needs.settings.spendLimitCentsMonthly
    const spentCents = await sumSpentCents(tx, userId, month)
    if (spentCents + pack.priceCents > limitCents) return spendLimitReached({ limitCents, resetsAt: month.end })
    const { id: packId, currency, amount, priceCents, priceCurrency } = pack
    const { idempotencyKey, paymentMethod } = input
    const purchase: Purchase = {
      ...{ id: randomUUID(), userId, idempotencyKey, packId, paymentMethod },
      ...{ currency, amount, priceCents, priceCurrency, status: 'PENDING', createdAt },
    }
    await insertPurchase(tx, purchase)
    return purchase
  })

/** Credits a charged purchase, once; one that is settled already stays as it is. */
const settle = (needs: Needs, id: string, outcome: PaymentOutcome): Promise<Purchase> =>
  withTransaction(needs.pool, async tx => {
    const purchase = await lockPurchase(tx, id)
    if (purchase === null) throw new Error(`The purchase ${id} has vanished`)
    if (purchase.status !== 'PENDING') return purchase
    const at = needs.clock.now()
    if (outcome === 'DECLINED') {
      await settlePurchase(tx, { id, status: 'DECLINED', at })
      return { ...purchase, status: 'DECLINED' }
    }
    const { userId, currency, amount, packId } = purchase
    await settlePurchase(tx, { id, status: 'COMPLETED', at })
    await transfer(tx, {
      ...{ id: randomUUID(), reason: 'PURCHASE', reference: id, leg: 0, currency, amount, at },
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

/** Longer than any charge takes. */
const ABANDONED_AFTER_MS = 60_000
const RECOVERY_BATCH = 100

/** Ends purchases whose process died: the provider says whether it charged, and bars it where it did not. */
export async function recoverPurchases(needs: Needs): Promise<number> {
  const before = new Date(needs.clock.now().getTime() - ABANDONED_AFTER_MS)
  const pending = await findPendingPurchases(needs.pool, { before, limit: RECOVERY_BATCH })
  for (const { id } of pending) await settle(needs, id, await needs.payments.conclude(id))
  return pending.length
}
