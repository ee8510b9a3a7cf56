import { jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { systemClock, type Clock } from '../clock/index.js'
import { RequestFault } from '../errors/index.js'
import type { KeySource } from './keys.js'
import type { RevocationList } from './revocations.js'

/** Who asks: what a valid access token says. */
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
  /** @throws RequestFault UNAUTHENTICATED for a token that is malformed, expired, revoked or signed by an unknown key. */
  verify(token: string): Promise<Viewer>
}

const VERIFIED_TOKENS_MAX = 20_000
const TOKEN_LENGTH_MAX = 4_096

const claims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  scopes: z.array(z.string()),
  iat: z.number(),
  exp: z.number(),
})

/** Checks access tokens without asking anyone: signature (EdDSA only), issuer, audience, times, revocations. */
export function createTokenVerifier(options: {
  keys: KeySource
  issuer: string
  audience: string
  revocations: RevocationList
  clock?: Clock
}): TokenVerifier {
  const { keys, issuer, audience, revocations, clock = systemClock } = options
  // A signature costs about 0.15 ms to check; a token is checked once and remembered until it expires.
  const verified = new LRUCache<string, Viewer>({ max: VERIFIED_TOKENS_MAX })

  const check = async (token: string): Promise<Viewer> => {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ['EdDSA'],
      currentDate: clock.now(),
    })
    const { sub, sid, scopes, iat, exp } = claims.parse(payload)
    return { userId: sub, sessionId: sid, scopes, issuedAtMs: iat * 1000, expiresAtMs: exp * 1000 }
  }

  return {
    verify: async token => {
      if (token.length > TOKEN_LENGTH_MAX) throw unauthenticated('The access token is too long')
      let viewer = verified.get(token)
      if (viewer === undefined) {
        viewer = await check(token).catch((error: unknown) => {
          throw isUnavailable(error) ? unavailable() : unauthenticated('The access token is not valid')
        })
        verified.set(token, viewer)
      }
      if (viewer.expiresAtMs <= clock.now().getTime()) throw unauthenticated('The access token has expired')
      if (revocations.isRevoked(viewer)) throw unauthenticated('The session has been revoked')
      return viewer
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

/**
 * The token of an Authorization header; null when there is none.
 * @throws RequestFault UNAUTHENTICATED for a header that is not `Bearer <token>`.
 */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined || header === '') return null
  const match = /^Bearer ([\w.~+/=-]+)$/i.exec(header)
  if (match?.[1] === undefined) throw unauthenticated('The Authorization header must be "Bearer <access token>"')
  return match[1]
}
