import { Stripe } from 'stripe'
import type { PaymentOutcome, PaymentProvider } from '../domain/payment-provider.js'
import type { ChannelNeeds, PaymentChannel } from './channel.js'
import { createStripeIntents, isRefusedMethod, outcomeOf } from './stripe-intents.js'
import { readStripeNotice } from './stripe-notices.js'
import { takenBackCentsOf } from './stripe-standing.js'

const REQUEST_TIMEOUT_MS = 8_000
/** With one retry for each of its three requests, a charge ends within the minute after which recovery looks for it. */
const RETRIES_MAX = 1
/** How long a player may take to confirm a payment, such as at the bank of the card. */
const CONFIRMATION_MAX_MS = 30 * 60_000
const NOTICE_MAX_BYTES = 256_000
const METHOD = /^pm_\w{1,250}$/

export interface StripeSettings {
  readonly secretKey: string
  readonly webhookSecret: string
  readonly apiUrl: string
}

/** Payment Intents of Stripe; the method is the id of a PaymentMethod that Stripe's client library has made. */
export function createStripeChannel(settings: StripeSettings, needs: ChannelNeeds): PaymentChannel {
  const stripe = connect(settings)
  const { clock } = needs
  return {
    takes: method => METHOD.test(method),
    provider: createStripeProvider(stripe, needs),
    notices: {
      path: '/payments/stripe',
      bodyMaxBytes: NOTICE_MAX_BYTES,
      read: async request => readStripeNotice(stripe, { request, secret: settings.webhookSecret, now: clock.now() }),
    },
    listNotices: null,
  }
}

function createStripeProvider(stripe: Stripe, needs: ChannelNeeds): PaymentProvider {
  const { clock, logger } = needs
  const intents = createStripeIntents(stripe, needs)
  /** After a failed attempt the client could try another card with the same intent: the answer given here is final. */
  const ending = async (intent: Stripe.PaymentIntent): Promise<PaymentOutcome> =>
    intent.status === 'requires_payment_method' ? await intents.cancel(intent) : outcomeOf(intent)

  const conclude: PaymentProvider['conclude'] = async payment => {
    await intents.bar(payment.id)
    const intent = await intents.find(payment.id)
    if (intent === null) return 'DECLINED'
    const isLate = clock.now().getTime() - payment.begunAt.getTime() > CONFIRMATION_MAX_MS
    const mayWait = intent.status === 'processing' || (intent.status === 'requires_action' && !isLate)
    const isOver = outcomeOf(intent) !== 'PENDING'
    return mayWait || isOver ? outcomeOf(intent) : await intents.cancel(intent)
  }

  return {
    refusalOf: () => null,
    isPrepaid: () => false,
    charge: async payment => {
      try {
        const intent = await intents.open(payment)
        if (intent === null) return 'DECLINED'
        const isNew = intent.status === 'requires_confirmation'
        return await ending(isNew ? await intents.confirm(intent, payment.id) : intent)
      } catch (error) {
        if (!isRefusedMethod(error)) throw error
        logger.warn({ err: error, purchase: payment.id }, 'Stripe refuses the payment method of a purchase')
        return await conclude(payment)
      }
    },
    conclude,
    refund: async ({ id, amountCents }) => {
      const intent = await intents.find(id)
      if (intent === null) throw new Error(`Expected a payment that was charged, to be refunded: ${id}`)
      if ((await takenBackCentsOf(stripe, intent.id)) >= amountCents) return
      await stripe.refunds.create({ payment_intent: intent.id }, { idempotencyKey: `${id}:refund` })
    },
    inspect: async ({ id }) => {
      const intent = await intents.find(id)
      if (intent === null) return { outcome: 'PENDING', takenBackCents: 0 }
      const outcome = await ending(intent)
      return { outcome, takenBackCents: outcome === 'CHARGED' ? await takenBackCentsOf(stripe, intent.id) : 0 }
    },
    confirmationOf: async ({ id }) => {
      const intent = await intents.find(id)
      return intent?.status === 'requires_action' ? intent.client_secret : null
    },
  }
}

function connect({ secretKey, apiUrl }: StripeSettings): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl)
  const isSecure = protocol === 'https:'
  return new Stripe(secretKey, {
    host: hostname,
    port: port === '' ? (isSecure ? '443' : '80') : port,
    protocol: isSecure ? 'https' : 'http',
    timeout: REQUEST_TIMEOUT_MS,
    maxNetworkRetries: RETRIES_MAX,
    telemetry: false,
  })
}
