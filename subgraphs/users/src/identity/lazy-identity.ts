import type { Queryable } from '@waystone/kit/postgres'
import type { JSONWebKeySet, JWK } from 'jose'
import { ACCESS_TOKEN_LIFETIME_MAX_MS } from '../domain/session.js'
import { findSigningKeys, type SigningKey } from '../repositories/signing-key.js'
import type { BetterAuthOptions, createBetterAuth } from './better-auth.js'
import type { Identity } from './identity.js'

/**
 * Loads better-auth when it is first needed (a quarter of a second that a start need not wait for): to make
 * an account, to sign a token, or to make the first key. Publishing keys, and with it checking tokens, does
 * without.
 */
export function createIdentity(options: BetterAuthOptions & { db: Queryable }): Identity {
  const { db, clock } = options
  let loading: Promise<Loaded> | undefined
  const load = () => (loading ??= import('./better-auth.js').then(module => module.createBetterAuth(options)))

  const publishedKeys = async (): Promise<JSONWebKeySet> => {
    const expiredAfter = new Date(clock.now().getTime() - ACCESS_TOKEN_LIFETIME_MAX_MS)
    let keys = await findSigningKeys(db, expiredAfter)
    if (keys.length === 0) {
      await (await load()).makeSigningKey()
      keys = await findSigningKeys(db, expiredAfter)
    }
    return { keys: keys.map(publishedKey) }
  }

  return {
    publishedKeys,
    createAccount: async account => await (await load()).createAccount(account),
    createKey: async () => await (await load()).createKey(),
    signAccessToken: async claims => await (await load()).signAccessToken(claims),
  }
}

type Loaded = ReturnType<typeof createBetterAuth>

const publishedKey = ({ id, jwk, alg, crv }: SigningKey): JWK => ({
  ...jwk,
  ...(crv !== null && { crv }),
  alg: alg ?? 'EdDSA',
  kid: id,
  use: 'sig',
})
