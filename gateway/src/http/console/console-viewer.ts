import type { TokenVerifier, Viewer } from '@waystone/kit/auth'
import { RequestFault } from '@waystone/kit/errors'
import { clientAddress, type HttpRequest } from '@waystone/kit/http'
import { ADMIN, mayAct, type AdminRole } from '@waystone/kit/roles'
import type { AdmitCredential } from '../../requests/gateway-context.js'

export interface ConsoleTrust {
  readonly verifier: TokenVerifier
  readonly proxies: number
  readonly onCredential?: AdmitCredential
  /** Any of these is enough. */
  readonly roles: readonly AdminRole[]
}

/**
 * The operator who sent the request, by the same check that operations have: signature, expiry, revocation.
 * @throws RequestFault UNAUTHENTICATED, FORBIDDEN; what `onCredential` throws.
 */
export async function operatorOf(
  request: Pick<HttpRequest, 'headers' | 'remoteAddress'>,
  { verifier, proxies, onCredential, roles }: ConsoleTrust,
): Promise<Viewer> {
  const remoteAddress = clientAddress(request, proxies)
  const viewer = await verifier.viewerOf(verifier.authorizationOf(request.headers), () =>
    onCredential?.({ remoteAddress }),
  )
  if (viewer === null) throw new RequestFault('UNAUTHENTICATED', 'Sign in as an operator first')
  if (!roles.some(role => mayAct(viewer, role)))
    throw new RequestFault('FORBIDDEN', `Only operators may do this, with the scope ${[ADMIN, ...roles].join(' or ')}`)
  return viewer
}
