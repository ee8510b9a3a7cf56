import { jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import { systemClock, type Clock } from '../clock/index.js'
import { RequestFault } from '../errors/index.js'
import type { KeySource } from './keys.js'
import type { RevocationList } from './revocations.js'
import { ACCESS_TOKEN_LIFETIME_MAX_MS, CLOCK_TOLERANCE_MS } from './token-lifetime.js'

/** The viewer that a valid access token names. */
export interface Viewer {
  readonly userId: string
  readonly sessionId: string
  readonly scopes: readonly string[]
  /** Epoch milliseconds. */
  readonly issuedAtMs: number
  /** Epoch milliseconds. */
  readonly expiresAtMs: number
}

export interface TokenVerifier {
  /** The credential of a request: its Authorization header, or what stands for it. */
  authorizationOf(headers: ReadonlyMap<string, string>): string | undefined
  /**
   * Returns the viewer of an Authorization header; null without a header. Synchronous for a token that was
   * seen before.
   * @param admit called before the check of a token that was not seen before; its error is the result.
   * @throws RequestFault UNAUTHENTICATED for a header that is not `Bearer <token>`, and for a token that is
   * malformed, expired,
   *   revoked or signed by an unknown key: at once, or by the promise.
   */
  viewerOf(authorization: string | undefined, admit?: () => Promise<void> | void): Viewer | null | Promise<Viewer>
  /** Says that a viewer who was let in is still here; called again and again while a connection stays. */
  renew(viewer: Viewer): void
}

const VERIFIED_HEADERS_MAX = 20_000
const TOKEN_LENGTH_MAX = 4_096

const claims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  scopes: z.array(z.string()),
  iat: z.number(),
  exp: z.number(),
})

/** A viewer and the key that proved it. */
interface Verified {
  readonly viewer: Viewer
  readonly keyId: string
}

/** Checks access tokens locally: signature (EdDSA only), issuer, audience, lifetime, revocations. */
export function createTokenVerifier(options: {
  keys: KeySource
  issuer: string
  audience: string
  revocations: RevocationList
  clock?: Clock
}): TokenVerifier {
  const { keys, issuer, audience, revocations, clock = systemClock } = options
  // A signature costs about 0.15 ms to check; it is checked once. By the whole header: nothing need be cut
  // out of one that is known.
  const verified = new LRUCache<string, Verified>({ max: VERIFIED_HEADERS_MAX })

  const readToken = async (token: string): Promise<{ viewer: Viewer; keyId: string | undefined }> => {
    const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
      issuer,
      audience,
      algorithms: ['EdDSA'],
      currentDate: clock.now(),
    })
    const { sub, sid, scopes, iat, exp } = claims.parse(payload)
    const viewer = { userId: sub, sessionId: sid, scopes, issuedAtMs: iat * 1000, expiresAtMs: exp * 1000 }
    if (viewer.expiresAtMs - viewer.issuedAtMs > ACCESS_TOKEN_LIFETIME_MAX_MS)
      throw unauthenticated(`The access token lives longer than ${ACCESS_TOKEN_LIFETIME_MAX_MS / 1000} s`)
    if (viewer.issuedAtMs > clock.now().getTime() + CLOCK_TOLERANCE_MS)
      throw unauthenticated('The access token is from the future')
    return { viewer, keyId: protectedHeader.kid }
  }

  const verify = async (authorization: string, admit: (() => Promise<void> | void) | undefined): Promise<Viewer> => {
    await admit?.()
    const token = bearerToken(authorization)
    if (token.length > TOKEN_LENGTH_MAX) throw unauthenticated('The access token is too long')
    const { viewer, keyId } = await readToken(token).catch((error: unknown) => {
      if (error instanceof RequestFault) throw error
      throw isUnavailable(error) ? unavailable() : unauthenticated('The access token is not valid')
    })
    // Of a token that names no key it cannot be told later whether its key is still there.
    if (keyId !== undefined) verified.set(authorization, { viewer, keyId })
    return stillValid(viewer)
  }

  const stillValid = (viewer: Viewer): Viewer => {
    if (viewer.expiresAtMs <= clock.now().getTime()) throw unauthenticated('The access token has expired')
    if (revocations.isRevoked(viewer)) throw unauthenticated('The session has been revoked')
    return viewer
  }

  return {
    authorizationOf: headers => headers.get('authorization'),
    renew: () => {},
    viewerOf: (authorization, admit) => {
      if (authorization === undefined || authorization === '') return null
      const known = verified.get(authorization)
      if (known === undefined) return verify(authorization, admit)
      if (keys.isPublished(known.keyId)) return stillValid(known.viewer)
      verified.delete(authorization)
      return verify(authorization, admit)
    },
  }
}

const unauthenticated = (message: string) => new RequestFault('UNAUTHENTICATED', message)
const unavailable = () =>
  new RequestFault('SERVICE_UNAVAILABLE', 'The keys that check access tokens cannot be read now')

/** jose and zod faults are the token's; anything else means that the keys could not be had. */
function isUnavailable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return !(error instanceof z.ZodError) && (!code.startsWith('ERR_J') || code === 'ERR_JWKS_TIMEOUT')
}

function bearerToken(header: string): string {
  const match = /^Bearer ([\w.~+/=-]+)$/i.exec(header)
  if (match?.[1] === undefined) throw unauthenticated('The Authorization header must be "Bearer <access token>"')
  return match[1]
}
