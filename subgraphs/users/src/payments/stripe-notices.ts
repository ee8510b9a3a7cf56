import { RequestFault } from '@waystone/kit/errors'
import type { HttpRequest } from '@waystone/kit/http'
import type { Stripe } from 'stripe'
import type { PaymentNotice } from '../domain/payment-notice.js'

/** How old a signature may be: within it a recorded event could be sent again, which changes nothing. */
const TOLERANCE_S = 300

/** @throws RequestFault BAD_REQUEST unless the event was signed by the webhook's secret of late. */
export function readStripeNotice(
  stripe: Stripe,
  received: { request: Pick<HttpRequest, 'headers' | 'body'>; secret: string; now: Date },
): PaymentNotice {
  const { request, secret, now } = received
  const signature = request.headers.get('stripe-signature') ?? ''
  const event = verified(() =>
    stripe.webhooks.constructEvent(request.body, signature, secret, TOLERANCE_S, undefined, now.getTime()),
  )
  return { provider: 'stripe', eventId: event.id, type: event.type, reference: intentIdOf(event) }
}

function verified(read: () => Stripe.Event): Stripe.Event {
  try {
    return read()
  } catch {
    throw new RequestFault('BAD_REQUEST', 'Expected an event with a valid Stripe-Signature')
  }
}

/** Intents are named by themselves; charges, refunds and disputes name theirs. */
function intentIdOf(event: Stripe.Event): string | null {
  const subject: object = event.data.object
  if ('object' in subject && subject.object === 'payment_intent') return textOf(subject, 'id')
  return textOf(subject, 'payment_intent')
}

function textOf(subject: object, name: string): string | null {
  const value: unknown = Reflect.get(subject, name)
  return typeof value === 'string' ? value : null
}
