import type { InternalSecret } from '@waystone/kit/auth'
import type { Discovery } from '@waystone/kit/discovery'
import { RequestFault } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import { AnswerTooLarge, createInstancePool } from '@waystone/kit/service-client'
import type { GraphQLFormattedError } from 'graphql'
import { readSubgraphResponse, type SubgraphFailure } from '@waystone/federation/contract'
import { writeNumbers } from '@waystone/federation/exact-numbers'
import { isJsonObject } from '@waystone/federation/json'
import { forwardedHeaders } from '../../data-sources/forwarded-headers.js'
import { graphqlUrlOf } from '../../data-sources/http.js'
import type { CallbackAddress, Callbacks } from './callback-route.js'
import {
  sourceError,
  UNDER_WAY_MAX,
  type EventSource,
  type SourceListener,
  type SourceRequest,
} from './event-source.js'
import { keepDigits } from './event-numbers.js'
import { createHeartbeatWatch } from './heartbeat-watch.js'

const HEADERS = ['content-type', 'application/json', 'accept', 'application/json;callbackSpec=1.0']
/** An answer only says that the subscription has begun, or why it has not. */
const ANSWER_MAX_BYTES = 100_000

/**
 * Subscribes by the HTTP callback protocol of Apollo Router: the subgraph is asked over HTTP, and sends its
 * events to the gateway's callback route. A stream that is lost is not opened again, since nothing tells which
 * events were missed.
 */
export function createCallbackSource(options: {
  name: string
  /** GraphQL URLs of the instances. */
  urls: readonly string[]
  discovery: Discovery
  callbacks: Pick<Callbacks, 'register'>
  internalSecret: InternalSecret
  heartbeatMs: number
  /** Until the subgraph has said that the subscription has begun. */
  timeoutMs: number
  logger: Logger
}): EventSource {
  const { name, urls, discovery, callbacks, internalSecret, heartbeatMs, timeoutMs, logger } = options
  const pool = createInstancePool({ service: name, urls, logger, discovery, urlOf: graphqlUrlOf })
  const streams = new Set<() => void>()

  /** @returns errors of the subgraph; none when the subscription has begun. Rejects where it cannot be asked. */
  const ask = async (request: SourceRequest, address: CallbackAddress): Promise<readonly GraphQLFormattedError[]> => {
    const { startAfter, resumption, operationName, context } = request
    const ahead = startAfter === undefined ? null : resumption
    const { query, variables } = ahead?.request(request.variables, startAfter ?? null) ?? request
    const subscription = { ...address, heartbeatIntervalMs: heartbeatMs }
    const body = writeNumbers(JSON.stringify({ query, operationName, variables, extensions: { subscription } }))
    const headers = [...forwardedHeaders({ context }, internalSecret), ...HEADERS]
    const { status, body: answer } = await pool.send(
      { method: 'POST', path: '', headers, body, responseMaxBytes: ANSWER_MAX_BYTES },
      { idempotent: false, deadlineMs: timeoutMs },
    )
    const errors = errorsOf(answer.toString('utf8'))
    if (errors.length > 0) return errors
    if (status === 200) return []
    return [failure('invalid answer', `Subgraph "${name}" answered a subscription with status ${status}`)]
  }

  const failure = (reason: SubgraphFailure, message: string): GraphQLFormattedError => ({
    message,
    extensions: { reason },
  })

  const open = (request: SourceRequest, listener: SourceListener): (() => void) => {
    let isOpen = true
    let isChecked = false
    let underWay = 0

    const close = () => {
      isOpen = false
      streams.delete(close)
      heartbeats.stop()
      registration.remove()
    }
    const fail = (...errors: readonly GraphQLFormattedError[]) => {
      if (!isOpen) return
      close()
      listener.error(errors.map(error => sourceError(name, error)))
    }
    const heartbeats = createHeartbeatWatch(heartbeatMs, () =>
      fail(failure('timeout', `Subgraph "${name}" has sent no heartbeat in time`)),
    )
    const registration = callbacks.register({
      check: () => {
        isChecked = true
        heartbeats.heard()
      },
      next: (payload, text) => {
        heartbeats.heard()
        if (underWay >= UNDER_WAY_MAX) return null
        keepDigits(payload, request.numbers, text)
        const event = readSubgraphResponse(payload, { variables: {} })
        if (event === undefined) {
          fail(failure('invalid answer', `Subgraph "${name}" sent an event that is not GraphQL`))
          return Promise.resolve()
        }
        underWay++
        const id = request.startAfter === undefined ? null : (request.resumption?.takeId(event) ?? null)
        return listener.next(event, id).finally(() => underWay--)
      },
      complete: errors => {
        if (errors.length > 0) return fail(...errors)
        close()
        listener.complete()
      },
    })
    const begin = async () => {
      const errors = await ask(request, registration.address)
      if (!isOpen) return
      if (errors.length > 0) return fail(...errors)
      if (!isChecked)
        return fail(failure('invalid answer', `Subgraph "${name}" has not called back before it answered`))
      heartbeats.start()
    }
    streams.add(close)
    // This protocol cannot ask for access alone: each viewer has events of its own.
    if (request.accessOnly === true) queueMicrotask(() => isOpen && void listener.next({ data: {} }))
    else
      begin().catch((error: unknown) => {
        const [reason, message] = describeFailure(name, error)
        logger.warn({ err: error, serviceName: name, requestId: request.context.requestId, reason }, message)
        fail(failure(reason, message))
      })
    return close
  }

  return {
    open,
    get size() {
      return streams.size
    },
    close: () => {
      for (const close of streams) close()
      pool.close().catch((error: unknown) => logger.debug({ err: error, serviceName: name }, 'closing a pool failed'))
    },
  }
}

function describeFailure(name: string, error: unknown): [SubgraphFailure, string] {
  if (error instanceof AnswerTooLarge) return ['too large', `The answer of subgraph "${name}" is too large`]
  if (error instanceof RequestFault) return ['unreachable', `Subgraph "${name}" cannot be reached`]
  return ['invalid answer', `Subgraph "${name}" could not be subscribed to`]
}

/** Errors of an answer in JSON; none of any other text. */
function errorsOf(text: string): readonly GraphQLFormattedError[] {
  try {
    const answer = JSON.parse(text) as unknown
    const errors = isJsonObject(answer) ? answer['errors'] : undefined
    return Array.isArray(errors)
      ? errors.filter(
          (error): error is GraphQLFormattedError => isJsonObject(error) && typeof error['message'] === 'string',
        )
      : []
  } catch {
    return []
  }
}
