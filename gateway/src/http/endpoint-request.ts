import type { HttpRequest } from '@waystone/kit/http'
import { parseExactly } from '@waystone/federation/exact-numbers'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { GatewayRequest } from '../requests/gateway-plugin.js'

/** A request to /graphql, read once for all of its handlers. */
export interface EndpointRequest {
  readonly http: HttpRequest
  /** Parsed JSON of a POST; undefined for what is none. */
  readonly body: unknown
  /** Rejects with an error that may be shown. */
  readonly context: () => Promise<GatewayContext>
  /**
   * Null for what is no proper GraphQL request, or comes with a token that is not valid: Apollo Server says
   * what is wrong.
   */
  readonly graphql: GatewayRequest | null
  /** True when a plugin has replaced the query or the extensions. */
  readonly isRewritten: boolean
}

/** The parameters of a proper GraphQL request. */
type Parameters = Pick<GatewayRequest, 'body' | 'query' | 'operationName' | 'variables' | 'extensions'>

/**
 * The parameters of a request that Apollo Server would accept: of the right shape, and not sendable by a form
 * of another site. All other requests return null here, so that Apollo Server can report the reason.
 */
export function readParameters({ http, body }: Pick<EndpointRequest, 'http' | 'body'>): Parameters | null {
  if (http.method === 'POST') return isRecord(body) && Object.keys(body).length > 0 ? parametersOf(body) : null
  if (http.method !== 'GET' || !isPreflighted(http)) return null
  const search = readSearch(http.search)
  return search === null ? null : parametersOf(search)
}

function parametersOf(body: Readonly<Record<string, unknown>>): Parameters | null {
  const { query, operationName, variables, extensions } = body
  if (query && typeof query !== 'string') return null
  if (!isAbsent(operationName) && typeof operationName !== 'string') return null
  if (!isAbsent(variables) && !isRecord(variables)) return null
  if (!isAbsent(extensions) && !isRecord(extensions)) return null
  return {
    body,
    // An empty text is none: some clients send it where a hash or an id stands for the document.
    query: typeof query === 'string' && query !== '' ? query : undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  }
}

/** The variables of a proper request with every digit of their numbers; undefined when JSON.parse has them all. */
export function exactVariablesIn({ method, body, search }: HttpRequest): unknown {
  if (method === 'GET') return parseExactly(new URLSearchParams(search).get('variables') ?? '')
  const exact = parseExactly(body.toString('utf8'))
  return isRecord(exact) ? exact['variables'] : undefined
}

const JSON_TYPE = /^\s*application\/json\s*(;|$)/i

/** Checks that a browser would send the request to another site only after a CORS preflight. */
function isPreflighted({ headers }: HttpRequest): boolean {
  const type = headers.get('content-type')
  if (type !== undefined) return JSON_TYPE.test(type)
  return Boolean(headers.get('x-apollo-operation-name') || headers.get('apollo-require-preflight'))
}

function readSearch(search: string): Record<string, unknown> | null {
  const given = new URLSearchParams(search)
  const body: Record<string, unknown> = {}
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
    const [value, another] = given.getAll(name)
    if (value === undefined) continue
    if (another !== undefined) return null
    const read = name === 'query' || name === 'operationName' ? value : recordOf(value)
    if (read === null) return null
    body[name] = read
  }
  return body
}

function recordOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
