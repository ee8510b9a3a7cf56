import { betterAuth } from 'better-auth'
import { symmetricEncrypt } from 'better-auth/crypto'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { isAPIError } from 'better-auth/api'
import { admin } from 'better-auth/plugins/admin'
import { generateExportedKeyPair, jwt, type Jwk, type JwtOptions } from 'better-auth/plugins/jwt'
import { username } from 'better-auth/plugins/username'
import { PASSWORD_LENGTH, USERNAME_LENGTH } from '../domain/profile.js'
import { ACCESS_TOKEN_LIFETIME_MAX_MS, SESSION_LIFETIME_MS } from '../domain/session.js'
import type { Clock } from '@waystone/kit/clock'
import type { Prisma } from '../repositories/prisma.js'
import type { AccessClaims, Identity } from './identity.js'
import type { Passwords } from './passwords.js'

export interface BetterAuthOptions {
  readonly prisma: Prisma
  readonly passwords: Passwords
  readonly secret: string
  readonly issuer: string
  readonly audience: string
  readonly clock: Clock
}

/**
 * better-auth, called in process and never over HTTP: it has no route here, so its own base URL, cookies and
 * rate limits are of no account. Sessions begin in our transactions, together with what else a sign-in
 * changes; better-auth has no way to take part in one.
 */
export function createBetterAuth(options: BetterAuthOptions): Pick<
  Identity,
  'createAccount' | 'signAccessToken' | 'createKey'
> & {
  makeSigningKey(): Promise<void>
} {
  const auth = configure(options)
  return {
    createAccount: async ({ username: name, displayName, email, password }) => {
      try {
        const { token, user } = await auth.api.signUpEmail({
          body: { name: displayName, email, password, username: name, displayUsername: name },
        })
        if (token === null) throw new Error('better-auth made an account without the session that it was told to begin')
        return { userId: user.id, sessionToken: token }
      } catch (error) {
        // better-auth does not tell which unique name was taken, or whether one was: the caller looks it up.
        if (isAPIError(error) && error.statusCode >= 400 && error.statusCode < 500) return null
        throw error
      }
    },
    signAccessToken: async claims => {
      const { token } = await auth.api.signJWT({ body: { payload: payloadOf(claims) } })
      return token
    },
    createKey: async () => {
      const { publicWebKey, privateWebKey, alg } = await generateExportedKeyPair(jwtOptions(options))
      const { secretConfig } = await auth.$context
      const privateKey = await symmetricEncrypt({ key: secretConfig, data: JSON.stringify(privateWebKey) })
      return {
        publicKey: JSON.stringify(publicWebKey),
        privateKey: JSON.stringify(privateKey),
        alg,
        crv: publicWebKey.crv ?? null,
      }
    },
    makeSigningKey: async () => {
      await auth.api.getJwks()
    },
  }
}

const seconds = (time: Date) => Math.floor(time.getTime() / 1000)

const payloadOf = ({ userId, sessionId, scopes, issuedAt, expiresAt }: AccessClaims) => ({
  sub: userId,
  sid: sessionId,
  scopes: [...scopes],
  iat: seconds(issuedAt),
  exp: seconds(expiresAt),
})

const jwtOptions = ({ prisma, issuer, audience, clock }: BetterAuthOptions): JwtOptions => ({
  jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' } },
  jwt: { issuer, audience, expirationTime: `${ACCESS_TOKEN_LIFETIME_MAX_MS / 60_000}m` },
  // better-auth signs with the newest key. A rotation publishes a key some time before it signs, so that
  // every verifier has read it by then.
  adapter: {
    getJwks: async () => {
      const keys = (await prisma.jwks.findMany()).map(jwkOf)
      const signing = keys.filter(({ createdAt }) => createdAt <= clock.now())
      return signing.length === 0 ? keys : signing
    },
  },
})

const jwkOf = ({ id, publicKey, privateKey, createdAt, expiresAt }: JwkRow): Jwk => ({
  id,
  publicKey,
  privateKey,
  createdAt,
  ...(expiresAt !== null && { expiresAt }),
})

interface JwkRow {
  readonly id: string
  readonly publicKey: string
  readonly privateKey: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

const configure = (options: BetterAuthOptions) => {
  const { prisma, passwords, secret } = options
  return betterAuth({
    baseURL: 'http://users.internal',
    secret,
    database: prismaAdapter(prisma, { provider: 'postgresql', transaction: true }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    advanced: { database: { generateId: 'uuid' }, ipAddress: { disableIpTracking: true } },
    session: { expiresIn: SESSION_LIFETIME_MS / 1000 },
    emailAndPassword: {
      enabled: true,
      // Without a session of its own it would answer for a taken address as for a free one.
      autoSignIn: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: {
        hash: passwords.hash,
        verify: ({ hash, password }) => passwords.verify(password, hash),
      },
    },
    plugins: [
      username({ minUsernameLength: USERNAME_LENGTH.min, maxUsernameLength: USERNAME_LENGTH.max }),
      admin(),
      jwt(jwtOptions(options)),
    ],
  })
}
