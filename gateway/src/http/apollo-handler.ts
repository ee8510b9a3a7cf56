import type { ApolloServer } from '@apollo/server'
import { answerGraphql, type HttpResponse } from '@waystone/kit/http'
import { writeNumbers } from '@waystone/federation/exact-numbers'
import type { EndpointRequest } from './endpoint-request.js'
import type { MediaTypes } from './media-types.js'
import type { ServerContext } from './server-context.js'

/** Lets Apollo Server answer all requests that reach it. */
export function apolloHandler(
  server: ApolloServer<ServerContext>,
  mediaTypes: Pick<MediaTypes, 'learn'>,
): (request: EndpointRequest) => Promise<HttpResponse> {
  return async request => {
    const { http, graphql, context } = request
    const response = await answerGraphql(server, {
      request: http,
      ...askedFor(request),
      // Apollo Server takes nothing that has no parameters, and says so before it uses the context.
      context: async () => ({ ...(await context()), inServer: { request: graphql as NonNullable<typeof graphql> } }),
    })
    const { body } = response
    const type = response.headers?.['content-type']
    if (graphql !== null && response.status === 200 && type !== undefined)
      mediaTypes.learn(http.headers.get('accept'), type)
    return typeof body === 'string' ? { ...response, body: writeNumbers(body) } : response
  }
}

/** The client's request, with the query and extensions that plugins have replaced. */
function askedFor({ http, body, graphql, isRewritten }: EndpointRequest): { body: unknown; search: string } {
  if (graphql === null || !isRewritten) return { body, search: http.search }
  const { query, extensions = null } = graphql
  if (http.method === 'POST') return { body: { ...graphql.body, query, extensions }, search: http.search }
  const search = new URLSearchParams(http.search)
  search.delete('query')
  search.delete('extensions')
  if (query !== undefined) search.set('query', query)
  if (extensions !== null) search.set('extensions', JSON.stringify(extensions))
  return { body, search: `?${search.toString()}` }
}
