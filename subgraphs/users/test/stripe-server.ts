import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Stripe } from 'stripe'
import { withResolvers } from './failing-provider.js'

export const STRIPE_SECRET_KEY = 'sk_test_local'
export const STRIPE_WEBHOOK_SECRET = 'whsec_local'

type Fields = Record<string, unknown>
interface Intent extends Fields {
  id: string
  status: string
  amount: number
  payment_method: string
  latest_charge: Charge | null
}
interface Charge extends Fields {
  amount: number
  amount_refunded: number
  disputed: boolean
}
interface Answer {
  readonly status: number
  readonly body: Fields
}

/** How each payment method behaves when its intent is confirmed. */
const methods: Readonly<Record<string, string>> = {
  pm_card_visa: 'succeeded',
  pm_card_declined: 'requires_payment_method',
  pm_card_authenticate: 'requires_action',
  pm_bank: 'processing',
}

/**
 * A server that speaks the part of Stripe's API that is used here: intents, refunds, disputes, idempotency
 * keys, errors.
 */
export async function startStripe() {
  const intents = new Map<string, Intent>()
  const disputes: Fields[] = []
  const answers = new Map<string, Answer & { readonly request: string }>()
  /** Requests that were carried out, such as `POST /v1/refunds`; replays of an idempotency key are not. */
  const requests: string[] = []
  const held = { path: null as RegExp | null, reached: () => {}, released: Promise.resolve() }
  const faults = { path: null as RegExp | null, moment: 'before' as 'before' | 'after' }

  const answer = (method: string, path: string, form: URLSearchParams): Answer => {
    const [, , resource = '', id = '', action = ''] = path.split('/')
    if (resource === 'payment_intents' && id === '') return create(form)
    const intent = intents.get(id)
    if (resource === 'disputes') return ok({ object: 'list', has_more: false, data: disputesOf(form) })
    if (resource === 'refunds') return refund(form.get('payment_intent') ?? '')
    if (intent === undefined) return refused({ code: 'resource_missing', param: 'intent' })
    if (method === 'GET') return ok(shown(intent, form))
    if (action === 'confirm') return confirm(intent)
    if (!intent.status.startsWith('requires_')) return refused({ code: 'payment_intent_unexpected_state' })
    intent.status = 'canceled'
    return ok(intent)
  }
  const create = (form: URLSearchParams): Answer => {
    const method = form.get('payment_method') ?? ''
    if (methods[method] === undefined) return refused({ code: 'resource_missing', param: 'payment_method' })
    const intent: Intent = {
      object: 'payment_intent',
      id: `pi_${randomUUID().replaceAll('-', '')}`,
      status: 'requires_confirmation',
      amount: Number(form.get('amount')),
      currency: form.get('currency'),
      payment_method: method,
      metadata: { purchase: form.get('metadata[purchase]') },
      latest_charge: null,
    }
    intent['client_secret'] = `${intent.id}_secret`
    intents.set(intent.id, intent)
    return ok(intent)
  }
  const confirm = (intent: Intent): Answer => {
    if (intent.status !== 'requires_confirmation') return refused({ code: 'payment_intent_unexpected_state' })
    const status = methods[intent.payment_method] ?? ''
    settle(intent, status)
    if (status !== 'requires_payment_method') return ok(intent)
    const error = { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' }
    return { status: 402, body: { error: { ...error, payment_intent: intent } } }
  }
  const settle = (intent: Intent, status: string) => {
    intent.status = status
    if (status === 'succeeded')
      intent.latest_charge = { object: 'charge', amount: intent.amount, amount_refunded: 0, disputed: false }
  }
  const refund = (id: string): Answer => {
    const charge = intents.get(id)?.latest_charge ?? null
    if (charge === null || charge.amount_refunded >= charge.amount) return refused({ code: 'charge_already_refunded' })
    charge.amount_refunded = charge.amount
    return ok({ object: 'refund', id: `re_${randomUUID()}`, payment_intent: id, status: 'succeeded' })
  }
  const disputesOf = (form: URLSearchParams) =>
    disputes.filter(dispute => dispute['payment_intent'] === form.get('payment_intent'))

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stripe')
    const request = `${incoming.method ?? ''} ${pathname}`
    const body = await text(incoming)
    const isFaulty = faults.path?.test(request) ?? false
    if (isFaulty && faults.moment === 'before') return void outgoing.destroy()
    const key = incoming.headers['idempotency-key']
    const given = typeof key === 'string' && incoming.method === 'POST' ? answers.get(key) : undefined
    let answered: Answer
    if (incoming.headers.authorization !== `Bearer ${STRIPE_SECRET_KEY}`)
      answered = { status: 401, body: { error: { type: 'invalid_request_error', message: 'Invalid API Key' } } }
    else if (given !== undefined && given.request !== `${request} ${body}`)
      answered = { status: 400, body: { error: { type: 'idempotency_error', message: 'Keys are for one request' } } }
    else if (given !== undefined) answered = given
    else {
      requests.push(request)
      const form = incoming.method === 'GET' ? searchParams : new URLSearchParams(body)
      answered = structuredClone(answer(incoming.method ?? '', pathname, form))
      if (typeof key === 'string') answers.set(key, { ...answered, request: `${request} ${body}` })
    }
    if (isFaulty) return void outgoing.destroy()
    if (held.path?.test(incoming.url ?? '') === true) {
      held.path = null
      held.reached()
      await held.released
    }
    outgoing.writeHead(answered.status, { 'content-type': 'application/json' }).end(JSON.stringify(answered.body))
  }
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  const only = (): Intent => {
    const [intent, ...others] = intents.values()
    if (intent === undefined || others.length > 0) throw new Error(`There are ${intents.size} intents`)
    return intent
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    intents,
    disputes,
    requests,
    faults,
    /** The one intent that has been made since `reset`. */
    only,
    /** The player confirms at the bank, or fails to. */
    playerConfirms: (status: 'succeeded' | 'requires_payment_method') => settle(only(), status),
    reset: () => {
      for (const kept of [intents, answers]) kept.clear()
      disputes.length = 0
      requests.length = 0
      faults.path = null
    },
    /** The next answer to such a request is made now, and comes when it is released. */
    holdNext: (path: RegExp) => {
      const [reached, released] = [withResolvers(), withResolvers()]
      Object.assign(held, { path, reached: reached.resolve, released: released.promise })
      return { made: reached.promise, release: released.resolve }
    },
    /** Stripe forgets idempotency keys after a day. */
    forgetKeys: () => answers.clear(),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}

const ok = (body: Fields): Answer => ({ status: 200, body })
const refused = (error: Fields): Answer => ({
  status: 400,
  body: { error: { type: 'invalid_request_error', message: 'Refused', ...error } },
})

/** Without `expand`, what an object refers to is an id. */
const shown = (intent: Intent, form: URLSearchParams): Fields => ({
  ...intent,
  latest_charge:
    form.get('expand[0]') === 'latest_charge' || intent.latest_charge === null ? intent.latest_charge : 'ch_1',
})

/** A delivery as Stripe makes it: the raw body, and the header that signs it. */
export function signedEvent(event: { type: string; object: Fields; at: Date; id?: string; secret?: string }): {
  body: string
  headers: Record<string, string>
} {
  const { type, object, at, id = `evt_${randomUUID()}`, secret = STRIPE_WEBHOOK_SECRET } = event
  const body = JSON.stringify({ id, object: 'event', type, data: { object } })
  const stripe = new Stripe(STRIPE_SECRET_KEY)
  const timestamp = Math.floor(at.getTime() / 1000)
  const signature = stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp })
  return { body, headers: { 'stripe-signature': signature } }
}
