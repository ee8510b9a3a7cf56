import { randomUUID } from 'node:crypto'
import type { InputProblem } from '@waystone/kit/errors'
import { withTransaction } from '@waystone/kit/postgres'
import { retryAfterSeconds } from '../domain/attempt-limit.js'
import { monthInForce } from '../domain/calendar-month.js'
import { currencyPacks, findPack, type CurrencyPack } from '../domain/currency-pack.js'
import { isIdempotencyKey, isSameIntent, isShownAsDeclined, type Purchase } from '../domain/purchase.js'
import { badKey, invalidInput, paymentDeclined, spendLimitReached, tooManyDeclined, usedKey } from '../errors.js'
import { findFailingSince, findPurchaseByKey, insertPurchase, sumSpentCents } from '../repositories/purchase.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { refusalByLaw } from './purchase-law.js'
import { paymentOf, refundPurchase, settlePurchase } from './settle-purchase.js'

const DAY_MS = 24 * 60 * 60 * 1_000

interface Intent {
  readonly packId: string
  readonly paymentMethod: string
  readonly idempotencyKey: string
}

/**
 * Buys a pack: records the purchase, charges under its id, then settles it. A retry of a pending intent
 * continues the same purchase: the provider charges once per id, and settling happens once.
 */
export async function buyCurrency(needs: Needs, request: { userId: string; input: Intent }) {
  const { userId, input } = request
  if (!isIdempotencyKey(input.idempotencyKey)) return invalidInput(badKey)
  const begun =
    (await findPurchaseByKey(needs.pool, userId, input.idempotencyKey)) ?? (await beginIfSound(needs, request))
  if ('__typename' in begun) return begun
  if (!isSameIntent(begun, input)) return invalidInput(usedKey)
  const purchase = begun.status === 'PENDING' ? await driveOn(needs, begun) : begun
  return isShownAsDeclined(purchase) ? paymentDeclined(purchase.id) : purchase
}

const driveOn = async (needs: Needs, pending: Purchase): Promise<Purchase> =>
  pending.refundReason === null
    ? await settlePurchase(needs, pending, await needs.payments.charge(paymentOf(pending)))
    : await refundPurchase(needs, pending)

const packIds = currencyPacks.map(pack => pack.id)
const unknownPack: InputProblem = {
  field: 'packId',
  message: `A pack is one of ${packIds.join(', ')}`,
  rule: 'ONE_OF',
  allowed: packIds,
}

/** Runs for a new key only: a repeat is answered as before, also if its pack has left the catalog. */
async function beginIfSound(needs: Needs, request: { userId: string; input: Intent }) {
  const pack = findPack(request.input.packId)
  if (pack === undefined) return invalidInput(unknownPack)
  const refusal = needs.payments.refusalOf(request.input.paymentMethod)
  if (refusal !== null) return invalidInput({ field: 'paymentMethod', message: refusal })
  return await begin(needs, { ...request, pack })
}

/** Records the purchase under the user's lock, so that neither the key nor the limit can be passed by two at once. */
const begin = (needs: Needs, request: { userId: string; input: Intent; pack: CurrencyPack }) =>
  withTransaction(needs.pool, async tx => {
    const { userId, input, pack } = request
    const standing = await lockOwnAccount(needs, tx, userId)
    const known = await findPurchaseByKey(tx, userId, input.idempotencyKey)
    if (known !== null) return known

    const createdAt = needs.clock.now()
    const declined = { max: needs.settings.declinedPurchasesDailyMax, windowMs: DAY_MS }
    const since = new Date(createdAt.getTime() - DAY_MS)
    const failing = await findFailingSince(tx, userId, { since, limit: declined.max })
    const wait = retryAfterSeconds(failing, declined, createdAt)
    if (wait !== null)
      return tooManyDeclined({ limit: declined.max, windowSeconds: declined.windowMs / 1_000, retryAfterSeconds: wait })

    const month = monthInForce(standing.zone, createdAt)
    const limitCents = needs.settings.spendLimitCentsMonthly
    const spentCents = await sumSpentCents(tx, userId, { month: month.name, statuses: ['PENDING', 'COMPLETED'] })
    // A sale of a shop is paid: refusing it would keep the player's money for nothing.
    const mayRefuse = !needs.payments.isPrepaid(input.paymentMethod)
    if (mayRefuse && spentCents + pack.priceCents > limitCents)
      return spendLimitReached({ limitCents, resetsAt: month.end })
    const refusal = mayRefuse
      ? await refusalByLaw(needs, tx, { userId, pack, zone: standing.zone, at: createdAt })
      : null
    if (refusal !== null) return refusal
    const { id: packId, currency, amount, priceCents, priceCurrency } = pack
    const { idempotencyKey, paymentMethod } = input
    const purchase: Purchase = {
      id: randomUUID(),
      userId,
      idempotencyKey,
      packId,
      paymentMethod,
      currency,
      amount,
      priceCents,
      priceCurrency,
      status: 'PENDING',
      refundReason: null,
      createdAt,
      month: month.name,
    }
    await insertPurchase(tx, purchase)
    return purchase
  })
