import type { Duplex } from 'node:stream'
import type { Clock, Stopwatch } from '@waystone/kit/clock'
import { MessageType, parseMessage, type Message, type SubscribePayload } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { GatewayContext } from '../../requests/gateway-context.js'
import type { GatewayRequest } from '../../requests/gateway-plugin.js'
import { MESSAGES_BURST, MESSAGES_PER_SECOND, type LiveLimits } from '../live-limits.js'
import type { CutOffReason } from '../live-metrics.js'
import type { RunClientOperation } from '../client-operations.js'
import type { Sessions } from '../sessions.js'
import { parseExactly } from '@waystone/federation/exact-numbers'
import { isJsonObject } from '@waystone/federation/json'
import { closeCodes, subscriberExists, type Closing } from './close-codes.js'
import { WebSocketOutlet } from './websocket-outlet.js'

/** Answers that a client has not taken; the hub holds events back at a quarter of it. */
const UNSENT_MAX_BYTES = 4_000_000

/** A request to upgrade as the rest of the gateway knows requests. */
export interface UpgradeRequest {
  readonly headers: ReadonlyMap<string, string>
  readonly remoteAddress: string
}

/** The parts that all connections share. */
export interface ConnectionParts {
  readonly limits: LiveLimits
  readonly clock: Clock
  readonly sessions: Sessions
  readonly run: RunClientOperation
  readonly stopwatch: Stopwatch
  /**
   * Rejects when the token is not valid, with the code of the fault in its extensions.
   * @param authorization of connection_init; null when it has none, and that of the upgrade counts.
   */
  readonly authenticate: (request: UpgradeRequest, authorization: string | null) => Promise<GatewayContext>
  readonly onCutOff: (reason: CutOffReason) => void
}

/** A connection that speaks WebSocket from now on. */
export interface Upgraded {
  readonly socket: WebSocket
  readonly stream: Duplex
  readonly request: UpgradeRequest
}

/** A client's connection as the graphql-transport-ws protocol has it. A class, since there is one for each client. */
export class WebSocketConnection {
  readonly #socket: WebSocket
  readonly #stream: Duplex
  readonly #parts: ConnectionParts
  /** Running operations by the client's id, with what ends them. */
  readonly #operations = new Map<string, () => void>()
  #phase: 'waiting' | 'checking' | 'ready' | 'closed' = 'waiting'
  /** Until it is known who is there. */
  #request: UpgradeRequest | null
  #context: GatewayContext | null = null
  #stopWatching: (() => void) | undefined
  #initTimer: NodeJS.Timeout | undefined
  #messagesLeft = MESSAGES_BURST
  #countedAtMs: number
  isAlive = true

  constructor({ socket, stream, request }: Upgraded, parts: ConnectionParts) {
    this.#socket = socket
    this.#stream = stream
    this.#request = request
    this.#parts = parts
    this.#countedAtMs = parts.clock.now().getTime()
    this.#initTimer = setTimeout(() => this.close(closeCodes.initTimeout), parts.limits.initTimeoutMs)
    // The ws package gives messages as buffers unless it is told otherwise.
    socket.on('message', received => this.#receive((received as Buffer).toString()))
    socket.on('pong', () => {
      this.isAlive = true
    })
    socket.on('close', () => this.#closed())
    // Oversized messages and invalid WebSocket frames; the close that follows has the code.
    socket.on('error', () => parts.onCutOff('abuse'))
  }

  ping(): void {
    this.isAlive = false
    this.#socket.ping()
  }

  terminate(): void {
    this.#socket.terminate()
  }

  close({ code, reason }: Closing): void {
    if (this.#phase === 'closed') return
    this.#socket.close(code, reason)
    this.#closed()
  }

  #receive(text: string): void {
    if (this.#phase === 'closed') return
    // A client that sends and does not read must answer pings to count as alive, and what it is answered does
    // not pile up.
    const unsentBytes = this.#stream.writableLength
    if (unsentBytes === 0) this.isAlive = true
    if (!this.#countMessage()) return this.#abuse(closeCodes.flood)
    if (unsentBytes > UNSENT_MAX_BYTES) return this.#tooSlow()
    let message: Message
    try {
      message = parseMessage(text)
    } catch {
      return this.#abuse(closeCodes.badRequest)
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        return void this.#initialise(message.payload)
      case MessageType.Ping:
        return this.#send({
          type: MessageType.Pong,
          ...(message.payload !== undefined && { payload: message.payload }),
        })
      case MessageType.Pong:
        return undefined
      case MessageType.Subscribe:
        return this.#subscribe(message.id, message.payload, text)
      case MessageType.Complete:
        return this.#complete(message.id)
      // Messages that only servers send.
      case MessageType.ConnectionAck:
      case MessageType.Next:
      case MessageType.Error:
        return this.#abuse(closeCodes.badRequest)
    }
  }

  async #initialise(payload: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    const request = this.#request
    if (this.#phase !== 'waiting' || request === null) return this.#abuse(closeCodes.alreadyInitialised)
    this.#phase = 'checking'
    this.#request = null
    clearTimeout(this.#initTimer)
    let context: GatewayContext
    try {
      context = await this.#parts.authenticate(request, authorizationIn(payload))
    } catch (error) {
      return this.close(saysLater(error) ? closeCodes.tryLater : closeCodes.forbidden)
    }
    if (this.#isClosed()) return
    this.#phase = 'ready'
    this.#context = context
    this.#stopWatching = this.#parts.sessions.watch(context.viewer, reason => {
      this.#parts.onCutOff(reason)
      this.close(closeCodes[reason])
    })
    this.#send({ type: MessageType.ConnectionAck })
  }

  #subscribe(id: string, payload: SubscribePayload, text: string): void {
    const context = this.#context
    if (context === null) return this.#abuse(closeCodes.unauthorized)
    if (this.#operations.has(id)) return this.#abuse(subscriberExists(id))
    const max = this.#parts.limits.subscriptionsPerConnectionMax
    if (this.#operations.size >= max) {
      const message = `A connection may have ${max} operations at a time`
      const extensions = { code: 'LIMIT_EXCEEDED', limit: 'subscriptions', max }
      return this.#send({ id, type: MessageType.Error, payload: [{ message, extensions }] })
    }
    const outlet = new WebSocketOutlet(id, {
      socket: this.#socket,
      stream: this.#stream,
      onOver: closing => {
        this.#operations.delete(id)
        if (closing !== undefined) this.close(closing)
      },
    })
    this.#operations.set(id, () => {})
    // Notes are kept by context, so each operation has its own.
    const request = requestOf(payload, { context: { ...context }, text, elapsedMs: this.#parts.stopwatch() })
    const stop = this.#parts.run(request, outlet)
    // It may have been over before it had begun.
    if (this.#operations.has(id)) this.#operations.set(id, stop)
    else stop()
  }

  #complete(id: string): void {
    const stop = this.#operations.get(id)
    this.#operations.delete(id)
    stop?.()
  }

  #send(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #tooSlow(): void {
    this.#parts.onCutOff('slow')
    this.close(closeCodes.tooSlow)
  }

  #abuse(closing: Closing): void {
    this.#parts.onCutOff('abuse')
    this.close(closing)
  }

  /** A bucket of tokens: it fills with time, and each message takes one. */
  #countMessage(): boolean {
    const nowMs = this.#parts.clock.now().getTime()
    const gained = ((nowMs - this.#countedAtMs) / 1_000) * MESSAGES_PER_SECOND
    this.#messagesLeft = Math.min(MESSAGES_BURST, this.#messagesLeft + gained) - 1
    this.#countedAtMs = nowMs
    return this.#messagesLeft >= 0
  }

  #isClosed(): boolean {
    return this.#phase === 'closed'
  }

  #closed(): void {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    clearTimeout(this.#initTimer)
    this.#stopWatching?.()
    const stops = [...this.#operations.values()]
    this.#operations.clear()
    for (const stop of stops) stop()
  }
}

const requestOf = (
  payload: SubscribePayload,
  { context, text, elapsedMs }: { context: GatewayContext; text: string; elapsedMs: () => number },
): GatewayRequest => ({
  context,
  headers: context.headers,
  body: { ...payload },
  // The protocol wants a text also where a hash or an id stands for it.
  query: payload.query === '' ? undefined : payload.query,
  extensions: payload.extensions ?? undefined,
  operationName: payload.operationName ?? undefined,
  variables: payload.variables ?? undefined,
  parseExactly: () => exactVariablesIn(text),
  elapsedMs,
})

function exactVariablesIn(message: string): unknown {
  const exact = parseExactly(message)
  const payload = isJsonObject(exact) ? exact['payload'] : undefined
  return isJsonObject(payload) ? payload['variables'] : undefined
}

/** Where clients put it: `authorization` in any case, by itself or among `headers`. */
function authorizationIn(payload: Readonly<Record<string, unknown>> | undefined): string | null {
  for (const place of [payload, payload?.['headers']]) {
    if (typeof place !== 'object' || place === null) continue
    for (const [name, value] of Object.entries(place))
      if (name.toLowerCase() === 'authorization' && typeof value === 'string' && value !== '') return value
  }
  return null
}

/** The credential may be right: whether it is could not be found out, or is not looked at now. */
const saysLater = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'extensions' in error &&
  ['SERVICE_UNAVAILABLE', 'TOO_MANY_REQUESTS'].includes(String((error.extensions as { code?: unknown }).code))
