import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose'
import { localKeys, type KeySource } from '../auth/index.js'

export interface TestIssuer {
  readonly keys: KeySource
  /** The same as users publishes them. */
  readonly keySet: JSONWebKeySet
  /** A signed access token; `expiresInSeconds` may be negative. */
  token(claims: {
    userId: string
    sessionId?: string
    scopes?: readonly string[]
    expiresInSeconds?: number
    now?: Date
  }): Promise<string>
}

/** Signs access tokens as users does, with a key of its own: for tests of one subgraph alone, and for forged tokens. */
export async function createTestIssuer(
  options: { issuer?: string; audience?: string; keyId?: string } = {},
): Promise<TestIssuer> {
  const { issuer = 'waystone', audience = 'waystone', keyId = 'test' } = options
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: keyId, alg: 'EdDSA' }
  const keySet = { keys: [jwk] }
  return {
    keySet,
    keys: localKeys(async () => keySet),
    token: async ({ userId, sessionId = randomUUID(), scopes = [], expiresInSeconds = 900, now = new Date() }) => {
      const issuedAt = Math.floor(now.getTime() / 1000)
      return await new SignJWT({ sid: sessionId, scopes: [...scopes] })
        .setProtectedHeader({ alg: 'EdDSA', kid: keyId })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(privateKey)
    },
  }
}
