import { createHash } from 'node:crypto'
import type { Clock } from '@waystone/kit/clock'
import { RequestFault } from '@waystone/kit/errors'
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import * as z from 'zod'
import type { ProviderTokenFault } from '../../errors.js'
import { hashSecret } from '../secrets.js'
import type { ProvenIdentity, RefusedProof } from './proof.js'
import type { ProviderSettings } from './settings.js'

export interface IdTokens {
  /**
   * @param nonce whose SHA-256, in hexadecimal digits, the token was made for: only its maker knows the
   * nonce itself
   */
  read(token: { idToken: string; nonce: string }): Promise<ProvenIdentity | RefusedProof>
}

/**
 * Signed by keys of the provider alone: a client id, which would be the key of a symmetric algorithm, is
 * public.
 */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA']
const TOKEN_AGE_MAX = '10 minutes'
const CLOCK_TOLERANCE_SECONDS = 60
const FETCH_TIMEOUT_MS = 5_000
const TOKEN_LENGTH_MAX = 8_192
const NONCE_LENGTH = { min: 22, max: 256 } as const

const claimsOf = z.object({
  sub: z.string().min(1).max(255),
  exp: z.number(),
  nonce: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  email: z.string().optional(),
  // Apple has sent it as a text.
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
  name: z.string().optional(),
})

/** Reads the ID tokens of one provider, whose keys are found by OpenID Connect Discovery and kept. */
export function createIdTokens(provider: ProviderSettings, { clock }: { clock: Clock }): IdTokens {
  const keys = discoveredKeys(provider)
  return {
    read: async ({ idToken, nonce }) => {
      if (idToken.length > TOKEN_LENGTH_MAX) return { refused: 'MALFORMED' }
      if (nonce.length < NONCE_LENGTH.min || nonce.length > NONCE_LENGTH.max) return { refused: 'MALFORMED' }
      let payload: JWTPayload
      try {
        const verified = await jwtVerify(idToken, keys, {
          issuer: [...provider.issuers],
          audience: [...provider.clientIds],
          algorithms: ALGORITHMS,
          requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
          maxTokenAge: TOKEN_AGE_MAX,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: clock.now(),
        })
        payload = verified.payload
      } catch (error) {
        const refused = faultOf(error)
        if (refused !== null) return { refused }
        throw new RequestFault('SERVICE_UNAVAILABLE', `The keys of ${provider.name} cannot be read now`)
      }
      return identityOf(provider, payload, { idToken, nonce })
    },
  }
}

function identityOf(
  provider: ProviderSettings,
  payload: JWTPayload,
  { idToken, nonce }: { idToken: string; nonce: string },
): ProvenIdentity | RefusedProof {
  const claims = claimsOf.safeParse(payload).data
  if (claims === undefined) return { refused: 'MALFORMED' }
  if (claims.nonce !== createHash('sha256').update(nonce).digest('hex')) return { refused: 'OTHER_NONCE' }
  // OpenID Connect Core 3.1.3.7: where a token is for several, it says for whom it was issued.
  const isForSeveral = Array.isArray(claims.aud) && claims.aud.length > 1
  if (isForSeveral && !provider.clientIds.includes(claims.azp ?? '')) return { refused: 'OTHER_CLIENT' }
  return {
    issuer: provider.issuer,
    subject: claims.sub,
    verifiedEmail: claims.email_verified === true ? (claims.email?.toLowerCase() ?? null) : null,
    name: claims.name ?? null,
    proofHash: hashSecret(signedPart(idToken)),
    expiresAt: new Date((claims.exp + CLOCK_TOLERANCE_SECONDS) * 1000),
  }
}

/**
 * Header and claims, which the signature fixes to the letter. The signature itself can be written in many ways: by
 * unused bits of its last letter, by padding, and with ECDSA by another number.
 */
const signedPart = (idToken: string): string => idToken.slice(0, idToken.lastIndexOf('.'))

/** Null where the token is not at fault. */
function faultOf(error: unknown): ProviderTokenFault | null {
  if (error instanceof errors.JWTExpired) return 'EXPIRED'
  if (error instanceof errors.JWTClaimValidationFailed) return claimFaults.get(error.claim) ?? 'MALFORMED'
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return null
  // jose says by its general error alone that the keys were answered by another status, or not as JSON.
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code ? 'OTHER_ISSUER' : null
}

const claimFaults = new Map<string, ProviderTokenFault>([
  ['iss', 'OTHER_ISSUER'],
  ['aud', 'OTHER_CLIENT'],
])

/** Discovery is asked once; after a failure, the next token asks again. */
function discoveredKeys({ issuer }: ProviderSettings): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, fetchOptions())
    if (!response.ok) throw new Error(`Discovery of ${issuer} answered ${response.status}`)
    const found = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() }).parse(await response.json())
    return createRemoteJWKSet(new URL(found.jwks_uri), {
      timeoutDuration: FETCH_TIMEOUT_MS,
      // A redirect could lead into the network of this house.
      [customFetch]: (url, options) => fetch(url, { ...options, redirect: 'error' }),
    })
  }
  return async (header, token) => {
    keys ??= discover()
    try {
      return await (await keys)(header, token)
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) keys = undefined
      throw error
    }
  }
}

const fetchOptions = (): RequestInit => ({ redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
