import { clientAddressHeaders, signClientAddress } from '@waystone/kit/auth'
import type { SubgraphRequest } from './data-source.js'

/**
 * What subgraphs learn of a request: its token, its id, the client's user agent and address. The address is signed, so that
 * nobody who reaches a subgraph directly can choose the address that limits count.
 */
export function forwardedHeaders(
  { context, headers, traceparent }: Pick<SubgraphRequest, 'context' | 'headers' | 'traceparent'>,
  internalSecret: string,
): Record<string, string> {
  const { requestId, authorization, userAgent, remoteAddress } = context
  return {
    ...headers,
    ...(traceparent !== undefined && { traceparent }),
    'x-request-id': requestId,
    ...(authorization !== null && { authorization }),
    ...(userAgent !== null && { 'user-agent': userAgent }),
    [clientAddressHeaders.address]: remoteAddress,
    [clientAddressHeaders.signature]: signClientAddress(internalSecret, { address: remoteAddress, requestId }),
  }
}
