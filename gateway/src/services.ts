import type { InternalSecret } from '@waystone/kit/auth'
import type { Discovery } from '@waystone/kit/discovery'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import { createHttpServiceClient, type ServiceClient } from '@waystone/kit/service-client'
import type { GatewayConfig } from './config.js'

/** The client of the services that the gateway itself calls; it is made at the first use, unless one is given. */
export function lazyServices(
  config: Pick<GatewayConfig, 'USERS_URLS' | 'SOCIAL_URLS'>,
  parts: {
    given: ServiceClient | undefined
    logger: Logger
    metrics: Registry
    lifecycle: Lifecycle
    discovery: Discovery
    internalSecret: InternalSecret
  },
): () => ServiceClient {
  const { logger, metrics, lifecycle, discovery, internalSecret } = parts
  let services = parts.given
  const create = () => {
    const created = createHttpServiceClient({
      self: 'gateway',
      secret: internalSecret,
      instances: { users: config.USERS_URLS, social: config.SOCIAL_URLS },
      logger,
      metrics,
      discovery,
    })
    lifecycle.onClose('services', () => created.close())
    return created
  }
  return () => (services ??= create())
}
