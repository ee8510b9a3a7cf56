import { isGranted, type TokenVerifier, type Viewer } from '@waystone/kit/auth'
import { RequestFault } from '@waystone/kit/errors'
import { clientAddress, type HttpRequest } from '@waystone/kit/http'
import type { AdmitCredential } from '../../context.js'

/** As `isGranted` reads them: any of these scopes. */
type Scopes = readonly (readonly string[])[]

/** Of those who may read everything that operators see. */
export const READING: Scopes = [['admin'], ['admin.read']]
/** Of all operators; the fields of the API decide what each of them may read. */
export const OPERATING: Scopes = [...READING, ['admin.support'], ['admin.economy'], ['admin.content']]

export interface ConsoleTrust {
  readonly verifier: TokenVerifier
  readonly proxies: number
  readonly onCredential?: AdmitCredential
  readonly scopes: Scopes
}

/**
 * The operator who sent the request, by the same check that operations have: signature, expiry, revocation.
 * @throws RequestFault UNAUTHENTICATED, FORBIDDEN; what `onCredential` throws.
 */
export async function operatorOf(
  request: Pick<HttpRequest, 'headers' | 'remoteAddress'>,
  { verifier, proxies, onCredential, scopes }: ConsoleTrust,
): Promise<Viewer> {
  const remoteAddress = clientAddress(request, proxies)
  const viewer = await verifier.viewerOf(verifier.authorizationOf(request.headers), () =>
    onCredential?.({ remoteAddress }),
  )
  if (viewer === null) throw new RequestFault('UNAUTHENTICATED', 'Sign in as an operator first')
  if (!isGranted(viewer, scopes))
    throw new RequestFault('FORBIDDEN', `Only operators may do this, with the scope ${scopes.flat().join(' or ')}`)
  return viewer
}
