import { RequestFault } from '@waystone/kit/errors'
import type { HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { OperationTypeNode, type GraphQLError, type GraphQLFormattedError } from 'graphql'
import { isJsonObject } from '@waystone/federation/json'
import type { EndpointRequest } from '../http/endpoint-request.js'
import { asGraphqlError } from '../http/graphql-response.js'
import type { GatewayRequest, RunningOperation } from '../requests/gateway-plugin.js'
import type { PluginHooks } from '../requests/plugin-hooks.js'
import type { Epochs } from '../supergraph/epochs.js'
import { formatErrors } from './hub/answer.js'
import type { Hub } from './hub/hub.js'
import { LiveMessage } from './hub/live-message.js'
import type { Outlet } from './hub/outlet.js'
import type { CheckedSubscription, SubscriptionPlanner } from './operations/plan-subscription.js'

/** Runs an operation of any kind; everything that comes of it goes to the outlet, later. @returns what ends it. */
export type RunClientOperation = (request: GatewayRequest, outlet: Outlet) => () => void

export interface ClientOperations {
  /** For operations that come over a connection: the plugins' `onRequest` are called first. */
  readonly run: RunClientOperation
  /** For what `onRequest` has let through. */
  readonly runAdmitted: RunClientOperation
}

/**
 * Subscriptions go to the hub, queries and mutations are answered as if they had come over HTTP, with all
 * that belongs to it. Rate limits, limits of variables and trusted documents come first, on every transport:
 * nothing is parsed for a request that they refuse.
 */
export function createClientOperations(options: {
  epochs: Epochs
  planner: SubscriptionPlanner
  hub: Hub
  hooks: Pick<PluginHooks, 'onRequest' | 'onOperation' | 'onEnd'>
  /** The endpoint for queries and mutations. */
  answer: (request: EndpointRequest) => Promise<HttpResponse>
  logger: Logger
}): ClientOperations {
  const { epochs, planner, hub, hooks, answer, logger } = options

  const check = ({ context, query, operationName, variables, parseExactly }: GatewayRequest) => {
    const epoch = epochs.current()
    if (epoch === null || query === undefined) return { kind: 'other' } as const
    return planner.check(epoch, { query, operationName, variables, context, parseExactly })
  }

  /** @returns what ends it; null when it was answered or refused. @throws what a plugin throws to refuse it. */
  const start = async (request: GatewayRequest, outlet: Outlet, running: Running): Promise<Started> => {
    const checked = check(request)
    if (checked.kind !== 'checked') return checked
    refuseOtherHash(request, checked.hash)
    running.operation = runningOperation(request, checked)
    await hooks.onOperation?.(running.operation)
    if (running.isOver) return { kind: 'running', stop: () => {} }
    const { policies } = running.operation
    const planned = planner.plan({ ...checked, request: { ...checked.request, policies } })
    if (planned.kind === 'refused') return planned
    return { kind: 'running', stop: hub.subscribe(planned.subscription, outlet) }
  }

  const answerOnce = async (request: GatewayRequest, outlet: Outlet, running: Running) => {
    const json = await askEndpoint(answer, request)
    if (running.isOver) return
    if (!mayRefuse(json)) return outlet.answer(new LiveMessage(1, json, false))
    const result = JSON.parse(json) as { data?: unknown; errors?: readonly GraphQLFormattedError[] }
    if (!('data' in result)) return outlet.fail(result.errors ?? [])
    outlet.answer(new LiveMessage(1, json, false))
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

  const run = async (request: GatewayRequest, outlet: Outlet, running: Running, isAdmitted: boolean) => {
    let errors: readonly GraphQLError[]
    try {
      if (!isAdmitted) await hooks.onRequest?.(request)
      const started = await start(request, outlet, running)
      if (started.kind === 'other') return await answerOnce(request, outlet, running)
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
      outlet.fail(formatErrors(errors, { requestId: request.context.requestId, logger }))
  }

  const begin = (request: GatewayRequest, outlet: Outlet, isAdmitted: boolean) => {
    const running: Running = { isOver: false, operation: undefined, stop: undefined }
    queueMicrotask(() => {
      run(request, outlet, running, isAdmitted).catch((error: unknown) => {
        const { requestId } = request.context
        logger.error({ err: error, requestId }, 'an operation could not be run')
        const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId }
        if (!running.isOver) outlet.fail([{ message: 'Internal server error', extensions }])
      })
    })
    return () => {
      running.isOver = true
      running.stop?.()
    }
  }
  return {
    run: (request, outlet) => begin(request, outlet, false),
    runAdmitted: (request, outlet) => begin(request, outlet, true),
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

/** False for an answer that begins with its data: only one with errors needs to be parsed. */
const mayRefuse = (json: string): boolean => !json.startsWith('{"data":')

/** The hash that comes with a document must be its own, as over HTTP: a cache between may keep answers by it. */
function refuseOtherHash({ extensions }: GatewayRequest, documentHash: string): void {
  const persisted = extensions?.['persistedQuery']
  if (!isJsonObject(persisted) || persisted['sha256Hash'] === documentHash) return
  throw new RequestFault('PERSISTED_QUERY_MISMATCH', 'The hash is not the SHA-256 of the query that comes with it')
}

/** Asks for one whole answer in JSON. */
async function askEndpoint(
  answer: (request: EndpointRequest) => Promise<HttpResponse>,
  graphql: GatewayRequest,
): Promise<string> {
  const { context, body } = graphql
  const { remoteAddress, requestId } = context
  const headers = new Map([...graphql.headers, ['content-type', 'application/json'], ['accept', 'application/json']])
  headers.delete('content-length')
  const http = { method: 'POST', path: '/graphql', search: '', headers, body: NO_BYTES, remoteAddress, requestId }
  const response = await answer({ http, body, graphql, context: async () => context, isRewritten: true })
  if (typeof response.body !== 'string' && !Buffer.isBuffer(response.body))
    throw new Error('Only a whole answer can be sent as one message')
  return response.body.toString()
}

/** The client has read all that was sent. */
const NO_BYTES = Buffer.alloc(0)
