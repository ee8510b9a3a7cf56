import { createHMAC } from '@better-auth/utils/hmac'
import { jwtVerify, type JWTVerifyGetKey } from 'jose'

/** The content of a credential of the application, once it is proven to be the application's. */
export type Credential =
  | { readonly kind: 'session'; readonly token: string }
  | {
      readonly kind: 'jwt'
      readonly externalUserId: string
      /** Null for a JWT that names no session. */
      readonly externalSessionId: string | null
      readonly issuedAt: Date
      readonly expiresAt: Date
    }

export interface JwtRules {
  readonly keys: JWTVerifyGetKey
  readonly issuer: string
  readonly audience: string | undefined
  /** The claim that names the session. */
  readonly sessionClaim: string
}

/** All that better-auth's jwt plugin can sign by. */
const ALGORITHMS = ['EdDSA', 'ES256', 'ES512', 'RS256', 'PS256']

/**
 * Reads a session token as better-auth's bearer plugin does (by itself, or signed as in its cookie), and a
 * JWT of its jwt plugin.
 * @returns null for what the application has not issued
 * @throws when the keys of JWTs cannot be had
 */
export async function readCredential(
  credential: string,
  options: { secret: string; jwt: JwtRules | null },
): Promise<Credential | null> {
  const parts = credential.split('.')
  switch (parts.length) {
    case 1:
      return { kind: 'session', token: credential }
    case 2:
      return await readSigned(credential, options.secret)
    default:
      return options.jwt === null ? null : await readJwt(credential, options.jwt)
  }
}

async function readSigned(signed: string, secret: string): Promise<Credential | null> {
  try {
    const [token = '', signature = ''] = decodeURIComponent(signed).split('.')
    const isRight = await createHMAC('SHA-256', 'base64urlnopad').verify(secret, token, signature)
    return isRight ? { kind: 'session', token } : null
  } catch {
    // Neither encoded nor signed as a cookie is: it is nothing of the application's.
    return null
  }
}

async function readJwt(token: string, rules: JwtRules): Promise<Credential | null> {
  const { keys, issuer, audience, sessionClaim } = rules
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      ...(audience !== undefined && { audience }),
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp'],
    })
    const { sub = '', iat = 0, exp = 0 } = payload
    const session = payload[sessionClaim]
    return {
      kind: 'jwt',
      externalUserId: sub,
      externalSessionId: typeof session === 'string' && session !== '' ? session : null,
      issuedAt: new Date(iat * 1000),
      expiresAt: new Date(exp * 1000),
    }
  } catch (error) {
    if (isFaultOfToken(error)) return null
    throw error
  }
}

/** jose's own faults are the token's, except that the keys could not be fetched in time. */
const isFaultOfToken = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  String(error.code).startsWith('ERR_J') &&
  error.code !== 'ERR_JWKS_TIMEOUT'
