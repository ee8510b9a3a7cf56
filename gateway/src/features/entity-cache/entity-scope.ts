import { createHash } from 'node:crypto'
import type { GatewayContext } from '../../requests/gateway-context.js'
import type { SubgraphRequest } from '../../requests/subgraph-request.js'

/**
 * The scope that shares a private answer: a session with its scopes, or a token that is not checked here;
 * null for anonymous requests.
 */
export function privateScopeOf({ viewer, authorization }: GatewayContext): string | null {
  if (viewer !== null) return `session:${viewer.userId}:${viewer.sessionId}:${viewer.scopes.toSorted().join(' ')}`
  return authorization === null ? null : `token:${digest([authorization])}`
}

/**
 * Digests the request without its entities and the client's identity: requests that differ in it share
 * nothing.
 */
export function questionOf(subgraph: string, { query, variables, headers = {} }: SubgraphRequest): string {
  const { representations: _, ...others } = variables
  return digest([subgraph, query, sorted(others), sorted(headers)])
}

/** Where an entity is kept: its question, its representation, its scope. */
export const keyOf = (question: string, representation: unknown, scope: string): string =>
  digest([question, JSON.stringify(representation), scope])

/** As JSON, so that no two lists of texts read alike. */
const digest = (texts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('base64url')

const sorted = (values: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)))
