import { clientAddressHeaders, signClientAddress } from '@waystone/kit/auth'
import type { GatewayContext } from '../context.js'
import { createRequestNotes } from '../request-notes.js'
import type { SubgraphRequest } from './data-source.js'

/** What subgraphs hear of who asks. */
export interface Forwarding {
  headersOf(request: Pick<SubgraphRequest, 'context' | 'headers' | 'traceparent'>): Readonly<Record<string, string>>
  /** Equal for requests of which subgraphs hear the same, apart from their ids: only those may share an answer. */
  scopeOf(request: Pick<SubgraphRequest, 'context' | 'headers'>): string
}

/** What is the same for all fetches of a request: the headers are made, and signed, by the first of them. */
interface OfRequest {
  readonly scope: string
  headers?: Readonly<Record<string, string>>
}

export function createForwarding(internalSecret: string): Forwarding {
  const known = createRequestNotes<OfRequest>('forwarded headers')
  const forwardedOf = (context: GatewayContext) => {
    const existing = known.get(context)
    if (existing !== undefined) return existing
    const made: OfRequest = { scope: scopeOf(whoAsks(context)) }
    known.set(context, made)
    return made
  }
  return {
    headersOf: ({ context, headers, traceparent }) => {
      const ofRequest = forwardedOf(context)
      const forwarded = (ofRequest.headers ??= forwardedHeaders({ context }, internalSecret))
      if (headers === undefined && traceparent === undefined) return forwarded
      return { ...headers, ...(traceparent !== undefined && { traceparent }), ...forwarded }
    },
    scopeOf: ({ context, headers }) => {
      const { scope } = forwardedOf(context)
      return headers === undefined ? scope : `${scope}${scopeOf(headers)}`
    },
  }
}

/**
 * What subgraphs learn of a request: its token, its id, the client's user agent and address. The address is signed, so that
 * nobody who reaches a subgraph directly can choose the address that limits count.
 */
export function forwardedHeaders(
  { context }: Pick<SubgraphRequest, 'context'>,
  internalSecret: string,
): Record<string, string> {
  const { requestId, remoteAddress } = context
  return {
    // The id names the request, and the signature is by the id: they tell nothing of who asks.
    'x-request-id': requestId,
    ...whoAsks(context),
    [clientAddressHeaders.signature]: signClientAddress(internalSecret, { address: remoteAddress, requestId }),
  }
}

/** What one request has in common with others of the same client. */
const whoAsks = ({ authorization, userAgent, remoteAddress }: GatewayContext): Record<string, string> => ({
  ...(authorization !== null && { authorization }),
  ...(userAgent !== null && { 'user-agent': userAgent }),
  [clientAddressHeaders.address]: remoteAddress,
})

/** All of them belong to the scope, so that a header that is added later cannot be forgotten here. */
function scopeOf(headers: Readonly<Record<string, string>>): string {
  let scope = ''
  // With its length, no value can be taken for another one and the beginning of the next.
  for (const [name, value] of Object.entries(headers)) scope += `${name}:${value.length}:${value}\n`
  return scope
}
