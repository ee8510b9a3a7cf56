import { HeaderMap, type ApolloServer, type BaseContext } from '@apollo/server'
import { RequestFault } from '../errors/index.js'
import type { HttpRequest, HttpResponse, Route } from './route.js'

/** GraphQL over HTTP at one path: the body is parsed here, everything else is Apollo Server's. */
export function graphqlRoute<TContext extends BaseContext>(options: {
  path: string
  server: ApolloServer<TContext>
  context: (request: HttpRequest) => Promise<TContext>
  bodyMaxBytes?: number
}): Route {
  const { path, server, context, bodyMaxBytes } = options
  return {
    path,
    methods: ['GET', 'POST', 'HEAD'],
    ...(bodyMaxBytes !== undefined && { bodyMaxBytes }),
    handle: request =>
      answerGraphql(server, {
        request,
        body: parseJsonBody(request),
        search: request.search,
        context: () => context(request),
      }),
  }
}

/** Hands a request to Apollo Server; body and search may differ from the received ones. */
export async function answerGraphql<TContext extends BaseContext>(
  server: ApolloServer<TContext>,
  asked: { request: HttpRequest; body: unknown; search: string; context: () => Promise<TContext> },
): Promise<HttpResponse> {
  const { request, body, search, context } = asked
  const headers = new HeaderMap()
  for (const [name, value] of request.headers) headers.set(name, value)
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers, search, body },
    context,
  })
  return {
    status: answer.status ?? 200,
    headers: Object.fromEntries(answer.headers),
    body: answer.body.kind === 'complete' ? answer.body.string : answer.body.asyncIterator,
  }
}

/**
 * A POST's JSON; undefined for what is none by its content type.
 * @throws RequestFault BAD_REQUEST for text that is no JSON.
 */
export function parseJsonBody(request: HttpRequest): unknown {
  if (request.method !== 'POST') return undefined
  const type = request.headers.get('content-type') ?? ''
  // Apollo Server refuses what is not JSON (and so guards against CSRF); it only has to see that the body is
  // not an object.
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) return undefined
  try {
    return JSON.parse(request.body.toString('utf8')) as unknown
  } catch {
    throw new RequestFault('BAD_REQUEST', 'The request body is not valid JSON')
  }
}
