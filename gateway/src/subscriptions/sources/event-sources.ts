import type { InternalSecret } from '@waystone/kit/auth'
import type { Discovery } from '@waystone/kit/discovery'
import type { Logger } from '@waystone/kit/logger'
import type { LocalSubgraph } from '../../data-sources/in-process.js'
import type { EventSource } from './event-source.js'
import { createCallbackSource } from './callback.js'
import type { Callbacks } from './callback-route.js'
import { createInProcessSource } from './in-process.js'
import { createWebSocketSource } from './websocket.js'

/**
 * The event sources of all subgraphs that the supergraph names; they outlive an epoch, with their streams.
 */
export interface EventSources {
  /** @param routingUrl what the supergraph says; settings and local subgraphs go before it. */
  of(name: string, routingUrl: string): EventSource
  /** Streams that are open, at all subgraphs. */
  readonly size: number
  close(): void
}

export function createEventSources(options: {
  localSubgraphs: Readonly<Record<string, LocalSubgraph>>
  /** GraphQL URLs of a subgraph's instances, instead of its routing URL. */
  instances: Readonly<Record<string, readonly string[]>>
  /** Lists or looks up instances instead, while they come and go. */
  discovery: Discovery
  internalSecret: InternalSecret
  messageMaxBytes: number
  /** Those that are asked by the HTTP callback protocol. */
  callback: {
    subgraphs: ReadonlySet<string>
    callbacks: Callbacks
    heartbeatMs: number
    timeoutMs: number
  }
  logger: Logger
}): EventSources {
  const { localSubgraphs, instances, discovery, internalSecret, messageMaxBytes, callback, logger } = options
  const sources = new Map<string, EventSource>()

  const make = (name: string, routingUrl: string): EventSource => {
    const subgraph = localSubgraphs[name]
    if (subgraph !== undefined) return createInProcessSource({ name, subgraph, internalSecret, logger })
    const configured = instances[name] ?? [routingUrl]
    if (callback.subgraphs.has(name))
      return createCallbackSource({ ...callback, name, urls: configured, discovery, internalSecret, logger })
    const urls = () => discovery.urlsOf(name, configured).map(webSocketUrl)
    return createWebSocketSource({ name, urls, internalSecret, messageMaxBytes, logger })
  }

  return {
    of: (name, routingUrl) => {
      const key = `${name}\n${routingUrl}`
      const known = sources.get(key)
      if (known !== undefined) return known
      const made = make(name, routingUrl)
      sources.set(key, made)
      return made
    },
    get size() {
      return [...sources.values()].reduce((sum, { size }) => sum + size, 0)
    },
    close: () => {
      for (const source of sources.values()) source.close()
    },
  }
}

/** Subgraphs serve subscriptions where they serve everything else; of a service without a path it is /graphql. */
function webSocketUrl(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname } = new URL(url)
  return (pathname === '/' ? new URL('/graphql', url).href : url).replace(/^http/, 'ws')
}
