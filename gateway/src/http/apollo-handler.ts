import type { ApolloServer } from '@apollo/server'
import { answerGraphql, type HttpResponse } from '@waystone/kit/http'
import type { EndpointRequest } from './endpoint-request.js'
import type { ServerContext } from './server-context.js'

/** Apollo Server answers whatever reaches it. */
export const apolloHandler =
  (server: ApolloServer<ServerContext>) =>
  (request: EndpointRequest): Promise<HttpResponse> =>
    answerGraphql(server, {
      request: request.http,
      ...askedFor(request),
      context: async () => {
        const context = await request.context()
        // Apollo Server takes nothing that has no parameters, and says so before it uses the context.
        return { ...context, inServer: { request: request.graphql as NonNullable<typeof request.graphql> } }
      },
    })

/** What was sent, with what plugins have put in its place. */
function askedFor({ http, body, graphql }: EndpointRequest): { body: unknown; search: string } {
  if (graphql === null) return { body, search: http.search }
  const { query, extensions } = graphql
  if (graphql.body['query'] === query && graphql.body['extensions'] === extensions) return { body, search: http.search }
  if (http.method === 'POST') return { body: { ...graphql.body, query, extensions }, search: http.search }
  const search = new URLSearchParams(http.search)
  for (const [name, value] of [
    ['query', query],
    ['extensions', extensions && JSON.stringify(extensions)],
  ] as const)
    if (value === undefined) search.delete(name)
    else search.set(name, value)
  return { body, search: `?${search.toString()}` }
}
