import { exchangeCredential, listRevocations } from '@waystone/events'
import {
  createExchangeVerifier,
  createRevocationList,
  createTokenVerifier,
  followRevocations,
  remoteKeys,
  type KeySource,
  type RevocationList,
  type TokenVerifier,
} from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import type { Discovery } from '@waystone/kit/discovery'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import type { ServiceClient } from '@waystone/kit/service-client'
import type { GatewayConfig } from './config.js'

export interface Auth {
  /** Null when tokens are not checked here. */
  readonly verifier: TokenVerifier | null
  /** For connections that outlive the check of their token; null when tokens are not checked here. */
  readonly revocations: RevocationList | null
  /** Follows revocations, unless the given list is kept current by its creator. */
  start(): Promise<void>
}

/**
 * Checks tokens locally: keys from the issuer's JWKS, revocations followed from users. Those of another
 * application are exchanged at users.
 */
export function createAuth(
  config: GatewayConfig,
  parts: {
    keys: KeySource | undefined
    revocations: RevocationList | undefined
    services: () => ServiceClient
    clock: Clock
    logger: Logger
    lifecycle: Lifecycle
    discovery: Discovery
  },
): Auth {
  if (config.AUTH === 'off') return { verifier: null, revocations: null, start: async () => {} }
  const { clock, logger, lifecycle, services } = parts
  const jwksUrls = () =>
    parts.discovery.urlsOf('users', config.USERS_URLS).map(url => new URL('/.well-known/jwks.json', url).href)
  const revocations = parts.revocations ?? createRevocationList(clock)
  const verifier =
    config.AUTH_MODE === 'internal'
      ? createTokenVerifier({
          keys: parts.keys ?? remoteKeys(config.keysFollowUsers ? jwksUrls : config.JWKS_URLS),
          issuer: config.TOKEN_ISSUER,
          audience: config.TOKEN_AUDIENCE,
          revocations,
          clock,
        })
      : createExchangeVerifier({
          exchange: async credential => (await services().call(exchangeCredential, { credential })).viewer,
          cookie: { name: config.EXTERNAL_COOKIE, origins: config.CORS_ORIGINS },
          revocations,
          logger,
          clock,
        })
  const start = async () => {
    if (parts.revocations !== undefined) return
    const following = await followRevocations({
      list: revocations,
      read: sinceMs => services().call(listRevocations, { sinceMs }),
      logger,
      clock,
    })
    lifecycle.onClose('revocations', () => following.stop())
  }
  return { verifier, revocations, start }
}
