import { createHash, randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock/index.js'

/** Long enough for clocks that differ a little, short enough that a stolen token is of little use. */
const LIFETIME_SECONDS = 30
const CLOCK_TOLERANCE_SECONDS = 5
/** Tokens seen within their lifetime; beyond it the oldest are forgotten (their calls are safe to repeat anyway). */
const SEEN_MAX = 200_000

/** What a token vouches for: this caller asks this service for this operation with this very body, once. */
export interface CallClaims {
  readonly caller: string
  readonly service: string
  readonly operation: string
  readonly body: string | Buffer
}

export type CallTokenSigner = (claims: CallClaims) => Promise<string>

export function createCallTokenSigner(options: { secret: string; clock: Clock }): CallTokenSigner {
  const key = new TextEncoder().encode(options.secret)
  return async ({ caller, service, operation, body }) => {
    const issuedAt = Math.floor(options.clock.now().getTime() / 1000)
    return await new SignJWT({ op: operation, bod: bodyHash(body) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(caller)
      .setAudience(service)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME_SECONDS)
      .sign(key)
  }
}

/** Says who calls, or why the call is refused. */
export type CallTokenVerifier = (
  token: string,
  expected: Omit<CallClaims, 'caller'>,
) => Promise<{ caller: string } | { refusal: string }>

/** Each token is accepted once by a process; replays at another instance meet operations that are safe to repeat. */
export function createCallTokenVerifier(options: { secret: string; clock: Clock }): CallTokenVerifier {
  const key = new TextEncoder().encode(options.secret)
  const seen = new LRUCache<string, true>({
    max: SEEN_MAX,
    ttl: (LIFETIME_SECONDS + 2 * CLOCK_TOLERANCE_SECONDS) * 1000,
  })
  return async (token, { service, operation, body }) => {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        audience: service,
        requiredClaims: ['iss', 'jti', 'iat', 'exp'],
        maxTokenAge: LIFETIME_SECONDS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: options.clock.now(),
      })
      if (payload['op'] !== operation) return { refusal: 'the token is for another operation' }
      if (payload['bod'] !== bodyHash(body)) return { refusal: 'the token is for another body' }
      const { iss: caller = '', jti = '' } = payload
      if (seen.has(jti)) return { refusal: 'the token was used before' }
      seen.set(jti, true)
      return { caller }
    } catch (error) {
      if (error instanceof errors.JOSEError) return { refusal: error.message }
      throw error
    }
  }
}

const bodyHash = (body: string | Buffer): string => createHash('sha256').update(body).digest('base64url')
