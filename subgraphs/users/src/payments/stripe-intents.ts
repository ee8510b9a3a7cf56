import type { Clock } from '@waystone/kit/clock'
import type { Queryable } from '@waystone/kit/postgres'
import { Stripe } from 'stripe'
import type { Payment, PaymentOutcome } from '../domain/payment-provider.js'
import { claimPayment, findPayment } from '../repositories/payment.js'

/** The Payment Intents of purchases: each is made, noted in the database, and only then confirmed. */
export interface StripeIntents {
  /** The noted intent of a purchase; null where there is none, or the purchase is barred. */
  find(purchaseId: string): Promise<Stripe.PaymentIntent | null>
  /** The same, made where there is none; null for a purchase that is barred. */
  open(payment: Payment): Promise<Stripe.PaymentIntent | null>
  confirm(intent: Stripe.PaymentIntent, purchaseId: string): Promise<Stripe.PaymentIntent>
  /** An intent that is not charged by now never will be. */
  cancel(intent: Stripe.PaymentIntent): Promise<PaymentOutcome>
  /** A purchase that has no intent by now never gets one. */
  bar(purchaseId: string): Promise<void>
}

export function createStripeIntents(stripe: Stripe, { db, clock }: { db: Queryable; clock: Clock }): StripeIntents {
  const claim = async (purchaseId: string, reference: string | null): Promise<string | null> =>
    (await claimPayment(db, { purchaseId, provider: 'stripe', reference, at: clock.now() }))?.reference ?? null

  const find: StripeIntents['find'] = async purchaseId => {
    const reference = (await findPayment(db, purchaseId))?.reference ?? null
    return reference === null ? null : await stripe.paymentIntents.retrieve(reference)
  }

  return {
    find,
    open: async payment => {
      if ((await findPayment(db, payment.id)) !== null) return await find(payment.id)
      const made = await create(stripe, payment)
      const noted = await claim(payment.id, made.id)
      if (noted === made.id) return made
      // It was not confirmed and took no money: the purchase is barred, or has an older intent whose key
      // Stripe has forgotten.
      await stripe.paymentIntents.cancel(made.id)
      return await find(payment.id)
    },
    confirm: async (intent, purchaseId) => {
      try {
        return await stripe.paymentIntents.confirm(intent.id, {}, { idempotencyKey: `${purchaseId}:confirm` })
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeCardError) && !isUnexpectedState(error)) throw error
        return await stripe.paymentIntents.retrieve(intent.id)
      }
    },
    cancel: async intent => {
      try {
        return outcomeOf(await stripe.paymentIntents.cancel(intent.id))
      } catch (error) {
        if (!isUnexpectedState(error)) throw error
        return outcomeOf(await stripe.paymentIntents.retrieve(intent.id))
      }
    },
    bar: async purchaseId => {
      await claim(purchaseId, null)
    },
  }
}

const create = (stripe: Stripe, payment: Payment): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create(
    {
      amount: payment.amountCents,
      currency: payment.currency.toLowerCase(),
      payment_method: payment.method,
      // Methods that lead to another site would need a page to come back to.
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      metadata: { purchase: payment.id },
    },
    { idempotencyKey: `${payment.id}:create` },
  )

export function outcomeOf({ status }: Stripe.PaymentIntent): PaymentOutcome {
  if (status === 'succeeded') return 'CHARGED'
  return status === 'canceled' ? 'DECLINED' : 'PENDING'
}

/** The intent has gone on since it was read. */
const isUnexpectedState = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'payment_intent_unexpected_state'

/** Stripe knows no such payment method, or it is another customer's, or was used up. */
export const isRefusedMethod = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'payment_method'
