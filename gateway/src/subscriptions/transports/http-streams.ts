import { RequestFault } from '@waystone/kit/errors'
import { json, type HttpRequest, type HttpResponse, type ResponseStream } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { GatewayContext } from '../../context.js'
import { acceptedAnswers, preferredForQuery, type AnswerKind } from '../../http/accepted-answers.js'
import { exactVariablesIn } from '../../http/endpoint-request.js'
import { parseExactly } from '../../exact-numbers/parse-exactly.js'
import type { Admission } from '../admission.js'
import { formatErrors } from '../hub/answer.js'
import type { CutOffReason, LiveMetrics } from '../live-metrics.js'
import type { OperationPayload, RunClientOperation } from '../client-operations.js'
import type { Sessions } from '../sessions.js'
import { multipart, serverSentEvents, type StreamFormat } from './stream-format.js'
import { createStreamOutlet, type StreamOutlet } from './stream-outlet.js'

/** Subscriptions over plain HTTP: the response stays open. */
export interface HttpStreams {
  /** @returns null for a request that does not want such a response, or asks for something that is no subscription. */
  handle(request: HttpRequest): Promise<HttpResponse> | null
  /** Ends all responses. */
  close(): void
}

export function createHttpStreams(options: {
  run: RunClientOperation
  isSubscription: (payload: OperationPayload) => boolean
  authenticate: (request: HttpRequest) => Promise<GatewayContext>
  admit: (address: string) => Admission
  sessions: Sessions
  metrics: LiveMetrics
  logger: Logger
}): HttpStreams {
  const { run, isSubscription, authenticate, admit, sessions, metrics, logger } = options
  const open = new Set<StreamOutlet>()
  let isClosing = false

  const stream = (client: ResponseStream, start: Start) => {
    const { format, payload, context, leave, readExactly } = start
    const cutOff = (reason: CutOffReason, errors: readonly GraphQLFormattedError[]) => {
      metrics.cutOff(reason)
      outlet.end(errors)
    }
    const outlet = createStreamOutlet(client, format)
    open.add(outlet)
    metrics.opened(format.name)
    client.write(format.opening)
    const beating = setInterval(() => outlet.beat(), format.heartbeatMs)
    const stopWatching = sessions.watch(context.viewer, reason => cutOff(reason, [endings[reason]]))
    let stop: (() => void) | undefined
    let isOver = false
    client.onceClosed(() => {
      isOver = true
      clearInterval(beating)
      stopWatching()
      open.delete(outlet)
      metrics.closed(format.name)
      leave()
      stop?.()
    })
    stop = run({ payload, context, parseExactly: readExactly }, outlet)
    if (isOver) stop()
  }

  const start = async (
    request: HttpRequest,
    format: StreamFormat,
    payload: OperationPayload,
  ): Promise<HttpResponse> => {
    let context: GatewayContext
    try {
      context = await authenticate(request)
    } catch (error) {
      if (error instanceof GraphQLError) return refusal(error, { requestId: request.requestId, logger })
      throw error
    }
    if (isClosing) throw new RequestFault('SERVICE_UNAVAILABLE', 'The gateway is shutting down')
    const admission = admit(context.remoteAddress)
    if (admission.kind !== 'admitted') {
      metrics.turnedAway(admission.kind)
      return json(admission.kind === 'address' ? 429 : 503, { errors: [tooManyConnections] })
    }
    const { leave } = admission
    const starting: Start = { format, payload, context, leave, readExactly: () => exactPayloadOf(request) }
    const body = { stream: (client: ResponseStream) => stream(client, starting) }
    return { status: 200, headers: format.headers, body }
  }

  return {
    handle: request => {
      const accepted = acceptedAnswers(request.headers.get('accept'))
      const format = formatFor(accepted)
      const payload = format && payloadOf(request)
      if (format === null || payload === null || payload === undefined) return null
      // JSON cannot answer a subscription; a query is answered as the client prefers. A form of another site can send no mutation.
      if (!isSubscription(payload) && (preferredForQuery(accepted) !== 'event stream' || request.method !== 'POST'))
        return null
      return start(request, format, payload)
    },
    close: () => {
      isClosing = true
      for (const outlet of open) {
        metrics.cutOff('shutdown')
        outlet.end([restart])
      }
    },
  }
}

interface Start {
  readonly format: StreamFormat
  readonly payload: OperationPayload
  readonly context: GatewayContext
  readonly leave: () => void
  readonly readExactly: () => unknown
}

function formatFor(accepted: readonly AnswerKind[]): StreamFormat | null {
  const kind = accepted.find(each => each === 'event stream' || each === 'subscription parts')
  if (kind === undefined) return null
  return kind === 'event stream' ? serverSentEvents : multipart
}

/** Null for what is no proper request: whoever answers queries says what is wrong with it. */
function payloadOf(request: HttpRequest): OperationPayload | null {
  if (request.method === 'GET') return payloadOfSearch(request.search)
  const type = request.headers.get('content-type') ?? ''
  if (request.method !== 'POST' || !/^application\/([\w.+-]+\+)?json\b/i.test(type)) return null
  return payloadFrom(parse(request.body.toString('utf8')))
}

function payloadOfSearch(search: string): OperationPayload | null {
  const given = new URLSearchParams(search)
  const parsed = (name: string) => (given.has(name) ? parse(given.get(name) ?? '') : undefined)
  return payloadFrom({
    query: given.get('query'),
    operationName: given.get('operationName'),
    variables: parsed('variables'),
    extensions: parsed('extensions'),
  })
}

/** The payload with every digit of its numbers; undefined when JSON.parse has them all. */
function exactPayloadOf(request: HttpRequest): unknown {
  if (request.method !== 'GET') return parseExactly(request.body.toString('utf8'))
  const variables = exactVariablesIn(request)
  return variables === undefined ? undefined : { ...payloadOfSearch(request.search), variables }
}

function payloadFrom(value: unknown): OperationPayload | null {
  if (!isRecord(value)) return null
  const { query, operationName, variables, extensions } = value
  if (typeof query !== 'string' && (!isAbsent(query) || extensions === undefined)) return null
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null
  if (!isAbsentOrRecord(variables) || !isAbsentOrRecord(extensions)) return null
  return { ...(typeof query === 'string' && { query }), operationName, variables, extensions }
}

/** @returns undefined for what is no JSON, which is not of the right shape either. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return false
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null

const isAbsentOrRecord = (value: unknown): value is Readonly<Record<string, unknown>> | null | undefined =>
  isAbsent(value) || isRecord(value)

function refusal(error: GraphQLError, about: { requestId: string; logger: Logger }): HttpResponse {
  const { status = 500 } = (error.extensions['http'] ?? {}) as { status?: number }
  return json(status, { errors: formatErrors([error], about) })
}

const unauthenticated = { code: 'UNAUTHENTICATED' }
const endings = {
  expired: { message: 'The access token has expired', extensions: unauthenticated },
  revoked: { message: 'The session has been revoked', extensions: unauthenticated },
}
const restart = { message: 'The gateway is shutting down', extensions: { code: 'SERVICE_UNAVAILABLE' } }
const tooManyConnections = {
  message: 'There are too many connections',
  extensions: { code: 'LIMIT_EXCEEDED', limit: 'connections' },
}
