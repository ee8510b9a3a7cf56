import { clientAddressOf, type InternalSecret, type TokenVerifier, type Viewer } from '../auth/index.js'
import { RequestFault } from '../errors/index.js'
import type { HttpRequest } from '../http/index.js'
import type { RequestReads } from './request-reads.js'

/** The request data that every resolver may use. */
export interface RequestContext {
  readonly requestId: string
  /** Null for anonymous requests. */
  readonly viewer: Viewer | null
  /** Of the client, as the gateway forwards and signs it; the peer's own otherwise. */
  readonly remoteAddress: string
  readonly userAgent: string | null
  /**
   * True for a subscription of which a gateway only wants to know whether, and how long, its viewer may have the
   * events: the gateway has them by another stream already, and they are the same for every viewer.
   */
  readonly accessOnly?: boolean
  /**
   * True for a subscription whose events a gateway gives to all viewers who have access to them: they must be the same
   * as for any other viewer.
   */
  readonly forAll?: boolean
}

/** The request data that resolvers of a subgraph with a database have in addition. */
export interface SubgraphContext extends RequestContext {
  readonly reads: RequestReads
  /**
   * The credential that `viewer` was read from, for asking another subgraph as this viewer; null for
   * anonymous requests.
   */
  readonly authorization: string | null
}

/**
 * @throws RequestFault UNAUTHENTICATED when a token is sent that is not valid: it is never taken for an
 * anonymous request.
 */
export async function subgraphContext(
  request: Pick<HttpRequest, 'headers' | 'remoteAddress' | 'requestId'>,
  trust: { verifier: TokenVerifier; internalSecret: InternalSecret },
): Promise<RequestContext> {
  return {
    requestId: request.requestId,
    viewer: await trust.verifier.viewerOf(trust.verifier.authorizationOf(request.headers)),
    remoteAddress: clientAddressOf(trust.internalSecret, request),
    userAgent: request.headers.get('user-agent') ?? null,
  }
}

/**
 * Returns the viewer of a field that the schema's @authenticated protects.
 * @throws RequestFault UNAUTHENTICATED for an anonymous request, should a field lack its directive.
 */
export function signedIn(context: RequestContext): Viewer {
  if (context.viewer === null) throw new RequestFault('UNAUTHENTICATED', 'This needs an access token')
  return context.viewer
}
