import type { HttpRequest, HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { OperationTypeNode, type GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { GatewayContext } from '../context.js'
import { writeNumbers } from '../exact-numbers/exact-number.js'
import { isJsonObject } from '../execution/json.js'
import { asGraphqlError } from '../http/graphql-response.js'
import type { GatewayRequest, RunningOperation } from '../plugins/gateway-plugin.js'
import type { PluginHooks } from '../plugins/plugin-hooks.js'
import type { Stopwatch } from '../plugins/stopwatch.js'
import type { Epochs } from '../supergraph/epochs.js'
import { formatErrors } from './hub/answer.js'
import type { Hub } from './hub/hub.js'
import { LiveMessage } from './hub/live-message.js'
import type { Outlet } from './hub/outlet.js'
import type { CheckedSubscription, SubscriptionPlanner } from './operations/plan-subscription.js'

/** What a client sends to run, as over HTTP. */
export interface OperationPayload {
  /** Left out where a hash or an id stands for it. */
  readonly query?: string | undefined
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

/** An operation of a client, with what is known of who sent it. */
export interface ClientOperation {
  readonly payload: OperationPayload
  readonly context: GatewayContext
  /** Reads the payload once more, with every digit of its numbers; it returns undefined when that would change nothing. */
  readonly parseExactly: () => unknown
}

/** Runs an operation of any kind; everything that comes of it goes to the outlet, later. @returns what ends it. */
export type RunClientOperation = (operation: ClientOperation, outlet: Outlet) => () => void

/**
 * Subscriptions go to the hub, after the plugins have seen them. Queries and mutations are answered as if they had come over HTTP,
 * with all that belongs to it.
 */
export function createClientOperations(options: {
  epochs: Epochs
  planner: SubscriptionPlanner
  hub: Hub
  hooks: Pick<PluginHooks, 'onRequest' | 'onOperation' | 'onEnd'>
  stopwatch: Stopwatch
  /** The endpoint for queries and mutations. */
  answer: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse
  logger: Logger
}): RunClientOperation {
  const { epochs, planner, hub, hooks, stopwatch, answer, logger } = options

  const check = ({ context, query, operationName, variables, parseExactly }: GatewayRequest) => {
    const epoch = epochs.current()
    if (epoch === null || query === undefined) return { kind: 'other' } as const
    return planner.check(epoch, { query, operationName, variables, context, parseExactly })
  }

  /** @returns what ends it; null when it was answered or refused. @throws what a plugin throws to refuse it. */
  const start = async (request: GatewayRequest, outlet: Outlet, running: Running): Promise<Started> => {
    // What is no subscription goes through the endpoint, plugins included.
    if (request.query !== undefined && check(request).kind === 'other') return { kind: 'other' }
    await hooks.onRequest?.(request)
    const checked = check(request)
    if (checked.kind !== 'checked') return checked
    running.operation = runningOperation(request, checked)
    await hooks.onOperation?.(running.operation)
    if (running.isOver) return { kind: 'running', stop: () => {} }
    const planned = planner.plan(checked)
    if (planned.kind === 'refused') return planned
    return { kind: 'running', stop: hub.subscribe(planned.subscription, outlet) }
  }

  const answerOnce = async (operation: ClientOperation, outlet: Outlet, running: Running) => {
    const json = await askEndpoint(answer, operation)
    if (running.isOver) return
    const result = JSON.parse(json) as { data?: unknown; errors?: readonly GraphQLFormattedError[] }
    if (!('data' in result)) return outlet.fail(result.errors ?? [])
    outlet.send(new LiveMessage(1, json, false))
    outlet.complete()
  }

  const end = (request: GatewayRequest, { operation }: Running, errors: readonly GraphQLError[]) =>
    hooks.onEnd?.({
      request,
      running: operation ?? null,
      operation:
        operation === undefined ? null : { name: operation.operationName, kind: OperationTypeNode.SUBSCRIPTION },
      documentHash: operation?.documentHash ?? null,
      status: 200,
      via: 'hub',
      errorCount: errors.length,
      outcome: errors.length === 0 ? 'ok' : 'refused',
      durationMs: request.elapsedMs(),
    })

  const run = async (operation: ClientOperation, outlet: Outlet, running: Running) => {
    const request = requestOf(operation, stopwatch())
    let errors: readonly GraphQLError[]
    try {
      const started = await start(request, outlet, running)
      if (started.kind === 'other') return await answerOnce(operation, outlet, running)
      if (started.kind === 'running') {
        running.stop = started.stop
        if (running.isOver) started.stop()
      }
      errors = started.kind === 'refused' ? started.errors : []
    } catch (error) {
      errors = [asGraphqlError(error)]
    }
    end(request, running, errors)
    if (errors.length > 0 && !running.isOver)
      outlet.fail(formatErrors(errors, { requestId: operation.context.requestId, logger }))
  }

  return (operation, outlet) => {
    const running: Running = { isOver: false, operation: undefined, stop: undefined }
    queueMicrotask(() => {
      run(operation, outlet, running).catch((error: unknown) => {
        logger.error({ err: error, requestId: operation.context.requestId }, 'an operation could not be run')
        const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: operation.context.requestId }
        if (!running.isOver) outlet.fail([{ message: 'Internal server error', extensions }])
      })
    })
    return () => {
      running.isOver = true
      running.stop?.()
    }
  }
}

interface Running {
  isOver: boolean
  operation: RunningOperation | undefined
  stop: (() => void) | undefined
}

type Started =
  | { readonly kind: 'other' }
  | { readonly kind: 'running'; readonly stop: () => void }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }

const requestOf = ({ payload, context, parseExactly }: ClientOperation, elapsedMs: () => number): GatewayRequest => ({
  context,
  headers: context.headers,
  body: { ...payload },
  query: payload.query,
  extensions: payload.extensions ?? undefined,
  operationName: payload.operationName ?? undefined,
  variables: payload.variables ?? undefined,
  parseExactly: () => {
    const exact = parseExactly()
    return isJsonObject(exact) ? exact['variables'] : undefined
  },
  elapsedMs,
})

const runningOperation = (
  request: GatewayRequest,
  { request: { variables: sent }, epoch, document, hash, operation, variables }: CheckedSubscription,
): RunningOperation => ({
  request,
  context: request.context,
  epoch,
  document,
  operation,
  operationName: operation.definition.name?.value ?? null,
  documentHash: hash,
  variables: sent ?? {},
  coercedVariables: variables,
  responseHeaders: new Map(),
})

/** Asks for one whole answer in JSON. */
async function askEndpoint(
  answer: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse,
  { payload, context, parseExactly }: ClientOperation,
): Promise<string> {
  const headers = new Map(context.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  headers.set('accept', 'application/json')
  if (context.authorization !== null) headers.set('authorization', context.authorization)
  const { remoteAddress, requestId } = context
  const body = Buffer.from(writeNumbers(JSON.stringify(parseExactly() ?? payload)))
  const response = await answer({
    method: 'POST',
    path: '/graphql',
    search: '',
    headers,
    body,
    remoteAddress,
    requestId,
  })
  if (typeof response.body !== 'string' && !Buffer.isBuffer(response.body))
    throw new Error('Only a whole answer can be sent as one message')
  return response.body.toString()
}
