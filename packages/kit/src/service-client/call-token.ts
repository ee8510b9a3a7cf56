import { createHash, createHmac, createSecretKey, randomUUID, timingSafeEqual, type KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { acceptedTexts, signingText, type InternalSecret } from '../auth/internal-secret.js'
import type { Clock } from '../clock/index.js'

/** Long enough for clocks that differ a little, short enough that a stolen token is of little use. */
const LIFETIME_SECONDS = 30
const CLOCK_TOLERANCE_SECONDS = 5
/** Tokens seen within their lifetime; beyond it the oldest are forgotten (their calls are safe to repeat anyway). */
const SEEN_MAX = 200_000

/** The claims of a token: this caller asks this service for this operation with this very body, once. */
export interface CallClaims {
  readonly caller: string
  readonly service: string
  readonly operation: string
  readonly body: string | Buffer
}

/**
 * The token is a JWT by HS256. Both ends are here and each call needs it, so it is made and checked in the
 * calling thread: by WebCrypto, whose every signature is a job for another thread, it was a third of the work
 * that users did for a transfer.
 */
const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256' })).toString('base64url')

interface CallPayload {
  readonly op: string
  readonly bod: string
  readonly iss: string
  readonly aud: string
  readonly jti: string
  readonly iat: number
  readonly exp: number
}

/** A process has one secret, or during a rotation two. */
const keyObjects = new LRUCache<string, KeyObject>({ max: 20, memoMethod: secret => createSecretKey(secret, 'utf8') })
const keyOf = (secret: string): KeyObject => keyObjects.memo(secret)

export type CallTokenSigner = (claims: CallClaims) => string

export function createCallTokenSigner(options: { secret: InternalSecret; clock: Clock }): CallTokenSigner {
  return ({ caller, service, operation, body }) => {
    const iat = Math.floor(options.clock.now().getTime() / 1000)
    const payload: CallPayload = {
      op: operation,
      bod: bodyHash(body),
      iss: caller,
      aud: service,
      jti: randomUUID(),
      iat,
      exp: iat + LIFETIME_SECONDS,
    }
    const signed = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
    return `${signed}.${signatureOf(signed, keyOf(signingText(options.secret))).toString('base64url')}`
  }
}

/** Says who calls, or why the call is refused. */
export type CallTokenVerifier = (
  token: string,
  expected: Omit<CallClaims, 'caller'>,
) => { readonly caller: string } | { readonly refusal: string }

/**
 * Each token is accepted once by a process; a replay at another instance is harmless, since every operation
 * is safe to repeat.
 */
export function createCallTokenVerifier(options: { secret: InternalSecret; clock: Clock }): CallTokenVerifier {
  const seen = new LRUCache<string, true>({
    max: SEEN_MAX,
    ttl: (LIFETIME_SECONDS + 2 * CLOCK_TOLERANCE_SECONDS) * 1000,
  })
  return (token, { service, operation, body }) => {
    const payload = readSigned(token, acceptedTexts(options.secret).map(keyOf))
    if (payload === null) return { refusal: 'the signature is wrong' }
    const { iss, aud, jti, iat, exp } = payload
    if (typeof iss !== 'string' || typeof jti !== 'string' || typeof iat !== 'number' || typeof exp !== 'number')
      return { refusal: 'the token lacks a claim' }
    if (aud !== service) return { refusal: 'the token is for another service' }
    const nowSeconds = options.clock.now().getTime() / 1000
    if (iat > nowSeconds + CLOCK_TOLERANCE_SECONDS) return { refusal: 'the token is from the future' }
    const endsAt = Math.min(exp, iat + LIFETIME_SECONDS)
    if (nowSeconds >= endsAt + CLOCK_TOLERANCE_SECONDS) return { refusal: 'the token has expired' }
    if (payload.op !== operation) return { refusal: 'the token is for another operation' }
    if (payload.bod !== bodyHash(body)) return { refusal: 'the token is for another body' }
    if (seen.has(jti)) return { refusal: 'the token was used before' }
    seen.set(jti, true)
    return { caller: iss }
  }
}

/** The claims, when the signature is ours; nothing of the token is looked at before. Only our own header is taken. */
function readSigned(token: string, keys: readonly KeyObject[]): Partial<Record<keyof CallPayload, unknown>> | null {
  const [header, payload, signature, ...rest] = token.split('.')
  if (header !== HEADER || payload === undefined || signature === undefined || rest.length > 0) return null
  const given = Buffer.from(signature, 'base64url')
  const isOurs = keys.some(key => {
    const expected = signatureOf(`${header}.${payload}`, key)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  if (!isOurs) return null
  // A payload with our signature was created above: it is JSON and an object.
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Partial<Record<keyof CallPayload, unknown>>
}

const signatureOf = (signed: string, key: KeyObject): Buffer => createHmac('sha256', key).update(signed).digest()

const bodyHash = (body: string | Buffer): string => createHash('sha256').update(body).digest('base64url')
