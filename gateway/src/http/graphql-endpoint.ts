import type { Stopwatch } from '@waystone/kit/clock'
import { parseJsonBody, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { GatewayRequest } from '../requests/gateway-plugin.js'
import type { PluginHooks } from '../requests/plugin-hooks.js'
import { exactVariablesIn, readParameters, type EndpointRequest } from './endpoint-request.js'
import { refusalResponse } from './graphql-response.js'
import { refuseLongAccept, refuseUnacceptable, withReadableWeights, type MediaTypes } from './media-types.js'

/** Answers the GraphQL requests; returns null for all others. */
export type GraphqlHandler = (request: EndpointRequest) => Promise<HttpResponse> | null

/** The route, and a way in for requests that came by another one. */
export interface GraphqlEndpoint extends Route {
  /** @param isContinued true when the gateway itself goes on with a request that was counted before. */
  handle(request: HttpRequest, isContinued?: boolean): Promise<HttpResponse>
  /** Answers a request that the plugins' `onRequest` has let through. */
  answer(request: EndpointRequest): Promise<HttpResponse>
}

/**
 * /graphql: each request is read once, passed to the plugins' `onRequest`, and answered by the first handler
 * that takes it. An improper request skips all of that: the last handler, which takes every request, reports
 * the fault.
 */
export function graphqlEndpoint(options: {
  path: string
  handlers: readonly GraphqlHandler[]
  last: (request: EndpointRequest) => Promise<HttpResponse>
  /** @throws GraphQLError for a token that is not valid. */
  context: (request: HttpRequest) => Promise<GatewayContext>
  hooks: Pick<PluginHooks, 'onRequest' | 'onEnd'>
  mediaTypes: MediaTypes
  stopwatch: Stopwatch
  logger: Logger
  bodyMaxBytes: number
}): GraphqlEndpoint {
  const { path, handlers, last, hooks, mediaTypes, stopwatch, logger, bodyMaxBytes } = options

  const refuse = (error: unknown, request: GatewayRequest): HttpResponse => {
    const response = refusalResponse(error, new Map(), {
      contentType: mediaTypes.errorTypeFor(request.headers.get('accept')),
      requestId: request.context.requestId,
      operationName: null,
      logger,
    })
    hooks.onEnd?.({
      request,
      running: null,
      operation: null,
      documentHash: null,
      status: response.status,
      via: 'plugin',
      errorCount: 1,
      outcome: 'refused',
      durationMs: request.elapsedMs(),
    })
    return response
  }

  const handle = async (received: HttpRequest, isContinued = false): Promise<HttpResponse> => {
    const elapsedMs = stopwatch()
    const http = withReadableAccept(received)
    const body = parseJsonBody(http)
    const parameters = readParameters({ http, body })
    if (parameters === null)
      return await last({ http, body, context: () => options.context(http), graphql: null, isRewritten: false })
    let context: GatewayContext
    try {
      const read = await options.context(http)
      context = isContinued ? { ...read, isContinued } : read
    } catch (error) {
      return await last({ http, body, context: () => Promise.reject(error), graphql: null, isRewritten: false })
    }
    const { query, extensions, operationName, variables } = parameters
    const graphql: GatewayRequest = {
      context,
      headers: http.headers,
      body: parameters.body,
      query,
      extensions,
      operationName,
      variables,
      parseExactly: () => exactVariablesIn(http),
      elapsedMs,
    }
    try {
      const pending = hooks.onRequest?.(graphql)
      if (pending !== undefined) await pending
    } catch (error) {
      return refuse(error, graphql)
    }
    const isRewritten = graphql.query !== query || graphql.extensions !== extensions
    return await answer({ http, body, context: async () => context, graphql, isRewritten })
  }

  const answer = async (request: EndpointRequest): Promise<HttpResponse> => {
    for (const handler of handlers) {
      const response = handler(request)
      if (response !== null) return await response
    }
    const { http, graphql } = request
    // A GET may be for a page, and writes nothing.
    if (graphql !== null && http.method === 'POST') {
      try {
        if (mediaTypes.typeFor(http.headers.get('accept')) === undefined) refuseUnacceptable(http.headers.get('accept'))
      } catch (error) {
        return refuse(error, graphql)
      }
    }
    return await last(request)
  }

  return { path, methods: ['GET', 'POST', 'HEAD'], bodyMaxBytes, handle, answer }
}

/** @throws RequestFault for a header that is too long to be read. */
function withReadableAccept(http: HttpRequest): HttpRequest {
  const accept = http.headers.get('accept')
  refuseLongAccept(accept)
  // Most headers have no weight.
  if (accept === undefined || !/q=/i.test(accept)) return http
  const readable = withReadableWeights(accept)
  return readable === accept ? http : { ...http, headers: new Map(http.headers).set('accept', readable) }
}
