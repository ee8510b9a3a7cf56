import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { GraphQLFormattedError } from 'graphql'
import { isJsonObject } from '@waystone/federation/json'

const PATH = '/callback/'
const PROTOCOL = { 'subscription-protocol': 'callback/1.0' }

/** The messages of one subscription, which come after their verifier was compared. */
export interface CallbackReceiver {
  /** The subgraph is there, and asks whether the subscription still is. */
  check(): void
  /**
   * @param text the whole message, as it came.
   * @returns resolves when the event was answered; null when too many are being answered.
   */
  next(payload: unknown, text: string): Promise<void> | null
  complete(errors: readonly GraphQLFormattedError[]): void
}

/** The `extensions.subscription` of a request by the HTTP callback protocol, without its heartbeats. */
export interface CallbackAddress {
  readonly callbackUrl: string
  readonly subscriptionId: string
  readonly verifier: string
}

/** The path that subgraphs send events to: one below it for each subscription. */
export interface Callbacks {
  readonly route: Route
  /** The address is told to the subgraph alone: who knows it may send events. */
  register(receiver: CallbackReceiver): { readonly address: CallbackAddress; readonly remove: () => void }
}

/** @param options.baseUrl where subgraphs reach this gateway, and no other. */
export function createCallbacks(options: { baseUrl: () => string; bodyMaxBytes: number }): Callbacks {
  const { baseUrl, bodyMaxBytes } = options
  const registered = new Map<string, { readonly receiver: CallbackReceiver; readonly verifierHash: Buffer }>()

  const handle = async ({ path, body }: HttpRequest): Promise<HttpResponse> => {
    const id = path.slice(PATH.length)
    const found = registered.get(id)
    if (found === undefined) return refuse(404, 'There is no such subscription, or it has ended')
    const text = body.toString('utf8')
    const message = parseMessage(text)
    if (message === null || message['id'] !== id)
      return refuse(400, 'The message must be JSON with the kind "subscription", and the id of its path')
    const { action, verifier } = message
    if (typeof verifier !== 'string' || !timingSafeEqual(hashOf(verifier), found.verifierHash))
      return refuse(401, 'The verifier is not that of the subscription')
    const { receiver } = found
    switch (action) {
      case 'check':
        receiver.check()
        return { status: 204, headers: PROTOCOL, body: '' }
      case 'next': {
        const answered = receiver.next(message['payload'], text)
        if (answered === null) return refuse(503, 'Too many events of the subscription are being answered')
        await answered
        return { status: 200, headers: PROTOCOL, body: '' }
      }
      case 'complete':
        receiver.complete(errorsIn(message['errors']))
        return { status: 202, headers: PROTOCOL, body: '' }
      default:
        return refuse(400, 'The action must be check, next or complete')
    }
  }

  return {
    route: { path: `${PATH}*`, methods: ['POST'], bodyMaxBytes, handle },
    register: receiver => {
      const subscriptionId = randomUUID()
      const verifier = randomBytes(32).toString('base64url')
      registered.set(subscriptionId, { receiver, verifierHash: hashOf(verifier) })
      return {
        address: { callbackUrl: new URL(PATH + subscriptionId, baseUrl()).href, subscriptionId, verifier },
        remove: () => void registered.delete(subscriptionId),
      }
    },
  }
}

/** Of equal length, whatever came. */
const hashOf = (verifier: string): Buffer => createHash('sha256').update(verifier).digest()

const refuse = (status: number, message: string): HttpResponse => json(status, { errors: [{ message }] }, PROTOCOL)

function parseMessage(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const message: unknown = JSON.parse(text)
    return isJsonObject(message) && message['kind'] === 'subscription' ? message : null
  } catch {
    return null
  }
}

const errorsIn = (errors: unknown): readonly GraphQLFormattedError[] =>
  Array.isArray(errors) ? errors.filter(isError) : []

const isError = (error: unknown): error is GraphQLFormattedError =>
  isJsonObject(error) && typeof error['message'] === 'string'
