import type { InternalSecret } from '@waystone/kit/auth'
import type { Discovery } from '@waystone/kit/discovery'
import type { Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { GatewayConfig } from './config.js'
import type { LocalSubgraph } from './data-sources/in-process.js'
import { createCallbacks } from './subscriptions/sources/callback-route.js'
import { createEventSources, type EventSources } from './subscriptions/sources/event-sources.js'

/** The sources of subscriptions, with the route that subgraphs call back at where some are set to do so. */
export function openEventSources(
  config: GatewayConfig,
  parts: {
    discovery: Discovery
    localSubgraphs: Readonly<Record<string, LocalSubgraph>> | undefined
    internalSecret: InternalSecret
    logger: Logger
  },
): { readonly sources: EventSources; readonly routes: readonly Route[]; servesAt(url: string): void } {
  const { CALLBACK_SUBGRAPHS: subgraphs, CALLBACK_URL: configuredUrl } = config
  let ownUrl: string | undefined
  const baseUrl = () => {
    const url = configuredUrl ?? ownUrl
    if (url === undefined) throw new Error('No subscription is opened before the gateway listens')
    return url
  }
  const callbacks = createCallbacks({ baseUrl, bodyMaxBytes: config.BODY_MAX_BYTES })
  const sources = createEventSources({
    ...parts,
    localSubgraphs: parts.localSubgraphs ?? {},
    instances: config.instances,
    messageMaxBytes: config.SUBGRAPH_RESPONSE_MAX_BYTES,
    callback: {
      subgraphs: new Set(subgraphs),
      callbacks,
      heartbeatMs: config.CALLBACK_HEARTBEAT_MS,
      timeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    },
  })
  return {
    sources,
    routes: subgraphs.length > 0 ? [callbacks.route] : [],
    servesAt: url => {
      ownUrl = url
    },
  }
}
