import type { HttpRequest, HttpResponse, Route } from '@waystone/kit/http'
import { couldComeFromAnotherSite } from './cross-site.js'

/** By this header Apollo Server knows requests that no form or link of another site can make. */
const PREFLIGHTED = 'apollo-require-preflight'

/** Faults of a document and its variables: the request itself was well-formed. */
const DOCUMENT_FAULTS = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTROSPECTION_DISABLED',
  'BAD_USER_INPUT',
])

/**
 * Where Apollo Server is narrower than GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft):
 * a query by GET needs no header of Apollo's when it cannot come from another site's page; and a client that
 * names `application/json` in Accept gets faults of the document with 200, as that media type has it: a 4xx
 * could be some proxy's.
 */
export const withGraphqlOverHttp = (route: Route): Route => ({
  ...route,
  handle: async request => {
    const isLinked = request.method === 'GET' && request.search !== '' && !couldComeFromAnotherSite(request.headers)
    const answered = await route.handle(isLinked ? preflighted(request) : request)
    const response = request.method === 'GET' ? varyingByAccept(answered) : answered
    return response.status === 400 && isNamedJson(request, response) && isDocumentFault(response)
      ? { ...response, status: 200 }
      : response
  },
})

/**
 * A cache that keeps an answer to a GET must not give JSON to a client that asked for a stream, or the other
 * way round.
 */
function varyingByAccept(response: HttpResponse): HttpResponse {
  const vary = response.headers?.['vary']
  return { ...response, headers: { ...response.headers, vary: vary === undefined ? 'accept' : `${vary}, accept` } }
}

const preflighted = (request: HttpRequest): HttpRequest =>
  request.headers.has(PREFLIGHTED)
    ? request
    : { ...request, headers: new Map([...request.headers, [PREFLIGHTED, '1']]) }

function isNamedJson({ headers }: HttpRequest, response: HttpResponse): boolean {
  const type = response.headers?.['content-type'] ?? ''
  return /\bapplication\/json\b/i.test(headers.get('accept') ?? '') && type.startsWith('application/json')
}

function isDocumentFault({ body }: HttpResponse): boolean {
  if (typeof body !== 'string') return false
  const { errors = [], data } = JSON.parse(body) as { errors?: { extensions?: { code?: string } }[]; data?: unknown }
  return data === undefined && errors.every(({ extensions }) => DOCUMENT_FAULTS.has(extensions?.code ?? ''))
}
