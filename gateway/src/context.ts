import type { TokenVerifier, Viewer } from '@waystone/kit/auth'
import { RequestFault } from '@waystone/kit/errors'
import { graphqlErrorOf } from '@waystone/kit/graphql-server'
import { clientAddress, type HttpRequest } from '@waystone/kit/http'
import type { IncrementalReceiver } from '@waystone/federation/contract'
import type { AdmitCredential, GatewayContext } from './requests/gateway-context.js'

/**
 * Reads the client's identity. Without a verifier no token is checked here, and every client is anonymous to
 * the access directives.
 * @param proxies how many trusted reverse proxies stand in front.
 * @param onCredential asked before a credential is checked that was not seen before; it may refuse.
 * @param incremental for a client that takes its answer in parts.
 * @throws GraphQLError UNAUTHENTICATED for a token that is not valid: it is never taken for an anonymous request.
 */
export async function gatewayContext(
  request: Pick<HttpRequest, 'headers' | 'remoteAddress' | 'requestId'>,
  trust: { verifier: TokenVerifier | null; proxies: number; onCredential?: AdmitCredential },
  incremental?: IncrementalReceiver,
): Promise<GatewayContext> {
  const authorization =
    trust.verifier === null ? request.headers.get('authorization') : trust.verifier.authorizationOf(request.headers)
  const remoteAddress = clientAddress(request, trust.proxies)
  let viewer: Viewer | null
  try {
    const admit = () => trust.onCredential?.({ remoteAddress })
    const found = trust.verifier === null ? null : trust.verifier.viewerOf(authorization, admit)
    viewer = found instanceof Promise ? await found : found
  } catch (error) {
    throw error instanceof RequestFault ? graphqlErrorOf(error) : error
  }
  return {
    requestId: request.requestId,
    viewer,
    remoteAddress,
    userAgent: request.headers.get('user-agent') ?? null,
    authorization: authorization ?? null,
    headers: request.headers,
    incremental,
  }
}
