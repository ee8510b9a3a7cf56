import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { RevocationList, Viewer } from '@waystone/kit/auth'
import type { Clock, Stopwatch } from '@waystone/kit/clock'
import type { HttpRequest, HttpResponse } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { Registry } from '@waystone/kit/metrics'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { EndpointRequest } from '../http/endpoint-request.js'
import type { GraphqlHandler } from '../http/graphql-endpoint.js'
import type { Epochs } from '../supergraph/epochs.js'
import type { PluginHooks } from '../requests/plugin-hooks.js'
import { createAdmission } from './admission.js'
import { createClientOperations } from './client-operations.js'
import { createHub } from './hub/hub.js'
import type { LiveLimits } from './live-limits.js'
import { createLiveMetrics } from './live-metrics.js'
import { createSubscriptionPlanner } from './operations/plan-subscription.js'
import { createSubscriptionDocuments, type DocumentRules } from './operations/subscription-documents.js'
import { createSessions } from './sessions.js'
import type { EventSources } from './sources/event-sources.js'
import { createHttpStreams } from './transports/http-streams.js'
import { createWebSocketTransport } from './transports/websocket-server.js'

/** Live updates: subscriptions over three transports at the one endpoint. */
export interface Subscriptions {
  /** Requests for a response that stays open; null for any other. */
  readonly handle: GraphqlHandler
  /** Takes the server's upgrades. */
  attach(server: Server): void
  /** Sends all clients away, and ends all upstreams. */
  close(): Promise<void>
}

export function createSubscriptions(options: {
  path: string
  epochs: Epochs
  sources: EventSources
  documentRules: DocumentRules
  hooks: PluginHooks
  stopwatch: Stopwatch
  limits: LiveLimits
  /** Root fields whose events are the same for all clients, signed in or not. */
  publicFields: readonly string[]
  /** Coordinates, besides those that the supergraph tags, whose values are the same for all who may subscribe. */
  sharedFields: readonly string[]
  /** @throws GraphQLError for a token that is not valid. */
  context: (request: Pick<HttpRequest, 'headers' | 'remoteAddress' | 'requestId'>) => Promise<GatewayContext>
  /** The client's address, as proxies tell it. */
  addressOf: (request: Pick<HttpRequest, 'headers' | 'remoteAddress'>) => string
  /** The endpoint for queries and mutations. */
  answer: (request: EndpointRequest) => Promise<HttpResponse>
  revocations: RevocationList | null
  /** Called for each connection of a user that begins. @returns what is called once it has ended */
  onConnection: (userId: string) => () => void
  /** Called for each viewer who stays connected, again and again. */
  renew: (viewer: Viewer) => void
  clock: Clock
  metrics: Registry
  logger: Logger
}): Subscriptions {
  const { path, epochs, sources, limits, context, addressOf, answer, clock, logger } = options
  const metrics = createLiveMetrics(options.metrics, {
    subscriptions: () => hub.subscriptionCount,
    channels: () => hub.channelCount,
    streams: () => sources.size,
  })
  const documents = createSubscriptionDocuments(options.documentRules)
  const publicFields = new Set(options.publicFields)
  const sharedFields = new Set(options.sharedFields)
  const planner = createSubscriptionPlanner({ documents, publicFields, sharedFields })
  const hub = createHub({ planner, sources, metrics, logger })
  const stopReloading = epochs.onEpoch(epoch => {
    hub
      .reload(epoch)
      .catch((error: unknown) => logger.error({ err: error }, 'subscriptions could not be planned again'))
  })
  const { revocations, renew, onConnection } = options
  const sessions = createSessions({ revocations, renew, onConnection, clock })
  const { admit } = createAdmission(limits)
  const { hooks, stopwatch } = options
  const operations = createClientOperations({ epochs, planner, hub, hooks, answer, logger })

  const streams = createHttpStreams({
    run: operations.runAdmitted,
    isSubscription: ({ query, operationName }) => {
      const epoch = epochs.current()
      // A hash that no plugin knows stands for a query, if for anything: only those are registered by hash.
      if (epoch === null || query === undefined) return false
      return documents(epoch, query, operationName).kind !== 'other'
    },
    admit,
    sessions,
    metrics,
  })
  const webSockets = createWebSocketTransport({
    path,
    parts: {
      limits,
      clock,
      sessions,
      run: operations.run,
      stopwatch,
      authenticate: ({ headers, remoteAddress }, authorization) => {
        const all = authorization === null ? headers : new Map([...headers, ['authorization', authorization]])
        return context({ headers: all, remoteAddress, requestId: randomUUID() })
      },
      onCutOff: reason => metrics.cutOff(reason),
    },
    addressOf,
    admit,
    metrics,
    logger,
  })

  return {
    handle: streams.handle,
    attach: server => webSockets.attach(server),
    close: async () => {
      stopReloading()
      streams.close()
      await webSockets.close()
      sessions.close()
      sources.close()
    },
  }
}
