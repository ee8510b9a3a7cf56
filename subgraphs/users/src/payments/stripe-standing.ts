import type { Stripe } from 'stripe'

const DISPUTES_MAX = 100
/** Stripe has taken the money of these; that of a dispute that is won comes back, and an inquiry takes none. */
const TAKING: ReadonlySet<string> = new Set(['needs_response', 'under_review', 'lost'])

/** The amount of an intent that the buyer has back, by refunds that have not failed and disputes that are not won. */
export async function takenBackCentsOf(stripe: Stripe, intentId: string): Promise<number> {
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] })
  if (charge === null || typeof charge === 'string') return 0
  const refundedCents = charge.amount_refunded
  if (!charge.disputed) return refundedCents
  const { data: disputes } = await stripe.disputes.list({ payment_intent: intentId, limit: DISPUTES_MAX })
  const disputed = disputes.filter(({ status }) => TAKING.has(status))
  return Math.min(charge.amount, refundedCents + disputed.reduce((sum, { amount }) => sum + amount, 0))
}
