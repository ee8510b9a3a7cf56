import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Pool } from 'pg'

/** The id that population.ts gave to the user of this number, from 1. */
export function benchUserId(number: number): string {
  const hash = createHash('md5').update(`bench user ${number}`).digest('hex')
  const hex = `${hash.slice(0, 12)}4${hash.slice(13, 16)}8${hash.slice(17)}`
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const KEY_ID = '6a2f0f5e-6a7c-4d8a-9a52-5e3c4c1b7e10'
const SESSION_ID = '0d8d7a43-93a7-4b4f-8b2a-1f6f0f1a2b3c'
/** The longest lifetime that is accepted: a measurement must end within it. */
const LIFETIME = '15m'

/** Signs access tokens with a key of its own, which `publish` puts among the keys that users publishes. */
export async function createTokenIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = JSON.stringify(await exportJWK(publicKey))
  return {
    /** @param users the database of users, before its process has read its keys */
    publish: async (users: Pool) => {
      // It has expired for signing, so that users signs with a key of its own.
      const text = `insert into jwks (id, public_key, private_key, alg, crv, created_at, expires_at) values ($1, $2, '', 'EdDSA', 'Ed25519', 'epoch', now())`
      await users.query(text, [KEY_ID, jwk])
    },
    token: async (userId: string) =>
      await new SignJWT({ sid: SESSION_ID, scopes: [] })
        .setProtectedHeader({ alg: 'EdDSA', kid: KEY_ID })
        .setSubject(userId)
        .setIssuer('waystone')
        .setAudience('waystone')
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(privateKey),
  }
}
