import type { InternalSecret } from '@waystone/kit/auth'
import { CloseCode } from 'graphql-ws'
import type { GraphQLFormattedError } from 'graphql'
import type { Logger } from '@waystone/kit/logger'
import { readSubgraphResponse } from '@waystone/federation/contract'
import { entriesOf, forwardedHeaders } from '../../data-sources/forwarded-headers.js'
import { keepDigits } from './event-numbers.js'
import { sourceError, type EventSource, type SourceListener, type SourceRequest } from './event-source.js'
import { connectUpstream, type UpstreamConnection } from './upstream-connection.js'

/** Subscriptions on one connection: half of what a subgraph of Waystone takes. */
const CARRIED_MAX = 5_000
/** A stream that never began is given up after so many tries: within a few seconds. */
const FIRST_TRIES_MAX = 6
/** A stream that had begun is worth more patience: about five minutes. */
const TRIES_MAX = 70
const BACKOFF_MS = 100
const BACKOFF_MAX_MS = 5_000
/** Trying again will not help: the subgraph does not speak the protocol as this gateway does. */
const FATAL_CODES = new Set<number>([
  CloseCode.BadRequest,
  CloseCode.Unauthorized,
  CloseCode.SubprotocolNotAcceptable,
  CloseCode.SubscriberAlreadyExists,
  CloseCode.TooManyInitialisationRequests,
])

/**
 * Subscribes over graphql-ws. Streams on behalf of the same token share a connection, and so do all streams that a
 * subgraph of Waystone writes results for, whoever's they are: so their results come together. Instances take turns. A
 * stream that is lost is opened again, at the next instance, and goes on after the last event that it brought
 * where that is possible: clients notice nothing.
 */
export function createWebSocketSource(options: {
  name: string
  /** WebSocket URLs of the instances that there are at the moment. */
  urls: () => readonly string[]
  internalSecret: InternalSecret
  messageMaxBytes: number
  logger: Logger
}): EventSource {
  const { name, urls, internalSecret, messageMaxBytes, logger } = options
  const connections = new Map<string, UpstreamConnection>()
  const streams = new Set<() => void>()
  let turn = 0

  /** Addresses of subgraphs that write results themselves. */
  const writers = new Set<string>()

  const connectionTo = (url: string, key: string, params: Readonly<Record<string, string>>): UpstreamConnection => {
    const known = connections.get(key)
    if (known?.isUsable === true) return known
    const made = connectUpstream({
      url,
      params,
      messageMaxBytes,
      onWritesResults: () => writers.add(url),
      onClosed: () => {
        if (connections.get(key) === made) connections.delete(key)
      },
    })
    connections.set(key, made)
    return made
  }

  /** The connection that carries what a subgraph writes for all clients; another one where that is full. */
  const carrierTo = (url: string): UpstreamConnection => {
    let number = 0
    const key = () => `written results ${number}\n${url}`
    while ((connections.get(key())?.size ?? 0) >= CARRIED_MAX) number++
    return connectionTo(url, key(), {})
  }

  const connectionInTurn = ({ context, verbatim, accessOnly }: SourceRequest): Carrier | null => {
    const instances = urls()
    const url = instances[turn++ % Math.max(1, instances.length)]
    if (url === undefined || !URL.canParse(url) || !/^wss?:/.test(url)) return null
    const headers = Object.fromEntries(entriesOf(forwardedHeaders({ context }, internalSecret)))
    return (verbatim !== null || accessOnly === true) && writers.has(url)
      ? { connection: carrierTo(url), headers }
      : { connection: connectionTo(url, `${url}\n${context.authorization ?? ''}`, headers) }
  }

  const failure = (reason: string, message: string): readonly GraphQLFormattedError[] => [
    sourceError(name, { message, extensions: { reason } }),
  ]

  const open = (request: SourceRequest, listener: SourceListener): (() => void) => {
    const { resumption, operationName, context } = request
    let lastEventId = request.startAfter ?? null
    let hasBegun = false
    let tries = 0
    let timer: NodeJS.Timeout | undefined
    let leave: (() => void) | undefined

    const close = () => {
      streams.delete(close)
      clearTimeout(timer)
      leave?.()
    }
    const fail = (errors: readonly GraphQLFormattedError[]) => {
      close()
      listener.error(errors)
    }
    const next = (payload: unknown, text: string) => {
      tries = 0
      keepDigits(payload, request.numbers, text)
      const event = readSubgraphResponse(payload, { variables: {} })
      if (event !== undefined) {
        lastEventId = resumption?.takeId(event) ?? lastEventId
        return listener.next(event, lastEventId)
      }
      fail(failure('invalid answer', `Subgraph "${name}" sent an event that is not GraphQL`))
      return undefined
    }
    const written = (json: Buffer) => {
      tries = 0
      const drained = listener.written([json])
      if (drained === undefined) return
      // More would only wait somewhere: the stream begins anew when the client has caught up.
      leave?.()
      leave = undefined
      void drained.then(() => {
        if (streams.has(close)) subscribe()
      })
    }
    const lost = (code: number) => {
      leave = undefined
      if (code === CloseCode.Forbidden)
        return fail([{ message: 'The access token is no longer accepted', extensions: { code: 'UNAUTHENTICATED' } }])
      if (FATAL_CODES.has(code))
        return fail(failure('invalid answer', `Subgraph "${name}" closed the connection with ${code}`))
      tries++
      const instances = Math.max(1, urls().length)
      if (tries >= (hasBegun ? TRIES_MAX : FIRST_TRIES_MAX) * instances) {
        logger.warn({ serviceName: name, requestId: context.requestId, code }, 'a stream of events cannot be had')
        return fail(failure('unreachable', `Subgraph "${name}" cannot be reached`))
      }
      timer = setTimeout(subscribe, delayMs(tries, instances))
    }
    const subscribe = () => {
      const carrier = connectionInTurn(request)
      if (carrier === null)
        return queueMicrotask(() => fail(failure('unreachable', `Subgraph "${name}" has no address for subscriptions`)))
      const { query, variables } = resumption?.request(request.variables, lastEventId) ?? request
      const { connection, ...own } = carrier
      leave = connection.subscribe(
        {
          query,
          operationName,
          variables,
          verbatim: request.verbatim,
          accessOnly: request.accessOnly,
          forAll: request.forAll,
          ...own,
        },
        {
          ready: () => {
            hasBegun = true
          },
          next,
          written,
          error: errors => fail(errors.map(error => sourceError(name, error))),
          complete: () => {
            close()
            listener.complete()
          },
          lost,
        },
      )
    }
    streams.add(close)
    subscribe()
    return close
  }

  return {
    open,
    get size() {
      return streams.size
    },
    close: () => {
      for (const close of streams) close()
    },
  }
}

/** A connection, and whose subscription it is to be, where the connection carries several identities. */
interface Carrier {
  readonly connection: UpstreamConnection
  readonly headers?: Readonly<Record<string, string>>
}

/** The other instances are asked at once; after a round of all of them comes a pause, which grows and is jittered. */
function delayMs(tries: number, instances: number): number {
  if (tries % instances !== 0) return 0
  const round = tries / instances
  return Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (round - 1)) * (0.5 + Math.random())
}
