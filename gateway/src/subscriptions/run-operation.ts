import type { HttpRequest, HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { GraphQLFormattedError } from 'graphql'
import type { GatewayContext } from '../context.js'
import type { Epochs } from '../supergraph/epochs.js'
import { formatErrors } from './hub/answer.js'
import type { Hub } from './hub/hub.js'
import { LiveMessage } from './hub/live-message.js'
import type { Outlet } from './hub/outlet.js'
import type { PlanSubscription } from './operations/plan-subscription.js'

/** What a client sends to run, as over HTTP. */
export interface OperationPayload {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

/** An operation of a client, with what is known of who sent it. */
export interface ClientOperation {
  readonly payload: OperationPayload
  readonly context: GatewayContext
}

/** Runs an operation of any kind; everything that comes of it goes to the outlet. @returns what ends it. */
export type RunOperation = (operation: ClientOperation, outlet: Outlet) => () => void

/** Subscriptions go to the hub. Queries and mutations are answered as if they had come over HTTP, with all that belongs to it. */
export function createOperationRunner(options: {
  epochs: Epochs
  plan: PlanSubscription
  hub: Hub
  /** The endpoint for queries and mutations. */
  answer: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse
  logger: Logger
}): RunOperation {
  const { epochs, plan, hub, answer, logger } = options

  const answerOnce = async ({ payload, context }: ClientOperation): Promise<string> => {
    const headers = new Map(context.headers)
    for (const name of ['content-length', 'connection', 'upgrade']) headers.delete(name)
    headers.set('content-type', 'application/json')
    headers.set('accept', 'application/json')
    if (context.authorization !== null) headers.set('authorization', context.authorization)
    const { remoteAddress, requestId } = context
    const body = Buffer.from(JSON.stringify(payload))
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

  const respond = async (operation: ClientOperation, outlet: Outlet, isWanted: () => boolean) => {
    let json: string
    let refused: readonly GraphQLFormattedError[] | undefined
    try {
      json = await answerOnce(operation)
      const result = JSON.parse(json) as { data?: unknown; errors?: readonly GraphQLFormattedError[] }
      refused = 'data' in result ? undefined : result.errors
    } catch (error) {
      logger.error({ err: error, requestId: operation.context.requestId }, 'an operation could not be answered')
      json = ''
      refused = [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }]
    }
    if (!isWanted()) return
    if (refused !== undefined) return outlet.fail(refused)
    outlet.send(new LiveMessage(1, json))
    outlet.complete()
  }

  return (operation, outlet) => {
    const { payload, context } = operation
    const epoch = epochs.current()
    const outcome =
      epoch === null
        ? ({ kind: 'other' } as const)
        : plan(epoch, {
            query: payload.query,
            operationName: payload.operationName ?? undefined,
            variables: payload.variables ?? undefined,
            context,
          })
    if (outcome.kind === 'planned') return hub.subscribe(outcome.subscription, outlet)
    let isWanted = true
    if (outcome.kind === 'other') void respond(operation, outlet, () => isWanted)
    else queueMicrotask(() => isWanted && outlet.fail(formatErrors(outcome.errors)))
    return () => {
      isWanted = false
    }
  }
}
