import type { HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { OperationTypeNode } from 'graphql'
import type { RunOperation } from '../requests/run-operation.js'
import { outcomeOf, type GatewayRequest, type RunningOperation } from '../requests/gateway-plugin.js'
import type { OperationResult } from '@waystone/federation/contract'
import type { PluginHooks } from '../requests/plugin-hooks.js'
import { runningOperation } from '../requests/running-operation.js'
import type { GatewayEpoch } from '../requests/gateway-epoch.js'
import type { Epochs } from '../supergraph/epochs.js'
import type { GraphqlHandler } from './graphql-endpoint.js'
import { refusalResponse, resultResponse, type Answering } from './graphql-response.js'
import type { KnownOperation, KnownOperations } from './known-operations.js'
import type { MediaTypes } from './media-types.js'

/**
 * Answers operations that Apollo Server has found valid on the current epoch without calling it again: no
 * parsing, no validation, no planning, none of its pipeline, and the result is written once. The answer
 * equals Apollo Server's in status, headers and body; where that is not certain, Apollo Server answers.
 */
export function thinPath(options: {
  epochs: Pick<Epochs, 'current'>
  known: KnownOperations
  mediaTypes: MediaTypes
  runOperation: RunOperation
  hooks: Pick<PluginHooks, 'onOperation' | 'onEnd'>
  logger: Logger
}): GraphqlHandler {
  const { epochs, known, mediaTypes, runOperation, hooks, logger } = options

  const answer = async (
    { operation, document, documentHash }: KnownOperation,
    { request, epoch, contentType }: { request: GatewayRequest; epoch: GatewayEpoch; contentType: string },
  ): Promise<HttpResponse> => {
    const operationName = operation.definition.name?.value ?? null
    const answering: Answering = { contentType, requestId: request.context.requestId, operationName, logger }
    const running = runningOperation({ request, epoch, document, operation, documentHash })
    const { response, result } =
      'epoch' in running
        ? await run(running, answering)
        : { result: { errors: running }, response: resultResponse({ errors: running }, new Map(), answering) }
    const errorCount = result.errors?.length ?? 0
    hooks.onEnd?.({
      request,
      running: 'epoch' in running ? running : null,
      operation: { name: operationName, kind: operation.definition.operation },
      documentHash,
      status: response.status,
      via: 'thin path',
      errorCount,
      outcome: outcomeOf({ data: result.data, errorCount }),
      durationMs: request.elapsedMs(),
    })
    return response
  }

  const run = async (
    running: RunningOperation,
    answering: Answering,
  ): Promise<{
    response: HttpResponse
    result: Pick<OperationResult, 'data'> & { errors?: readonly unknown[] | undefined }
  }> => {
    const { responseHeaders } = running
    try {
      const pending = hooks.onOperation?.(running)
      if (pending !== undefined) await pending
      const result = await runOperation(running)
      return { result, response: resultResponse(result, responseHeaders, answering) }
    } catch (error) {
      return { result: { errors: [error] }, response: refusalResponse(error, responseHeaders, answering) }
    }
  }

  return ({ http, graphql: request }) => {
    const epoch = epochs.current()
    if (request === null || epoch === null) return null
    const accept = http.headers.get('accept')
    const contentType = mediaTypes.typeFor(accept)
    if (contentType === undefined) return null
    const found = known.find(epoch, request)
    if (found === undefined) return null
    // A GET may be for a page, and may not write: Apollo Server tells.
    if (http.method === 'GET') {
      if (mayWantPage(accept) || found.operation.definition.operation !== OperationTypeNode.QUERY) return null
    }
    return answer(found, { request, epoch, contentType })
  }
}

const mayWantPage = (accept: string | undefined): boolean =>
  accept !== undefined && (accept.includes('text/') || accept.includes('q='))
