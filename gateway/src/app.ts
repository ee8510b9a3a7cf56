import { createGraphqlServer } from '@waystone/kit/graphql-server'
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled'
import {
  clientAddress,
  createHttpServer,
  healthRoutes,
  metricsRoute,
  networkOf,
  serveMetrics,
  type Route,
} from '@waystone/kit/http'
import { systemClock, monotonicStopwatch } from '@waystone/kit/clock'
import { createDiscovery } from '@waystone/kit/discovery'
import { createLifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { openInternalSecret } from '@waystone/kit/auth'
import { createAuth } from './auth.js'
import type { GatewayConfig } from './config.js'
import { gatewayContext } from './context.js'
import { createDataSources } from './data-sources/data-sources.js'
import { createForwarding } from './data-sources/forwarded-headers.js'
import { createIncrementalReceiver } from '@waystone/federation/contract'
import { createGatewayInterface } from './http/gateway-interface.js'
import { createOperationRunner } from './requests/run-operation.js'
import { apolloHandler } from './http/apollo-handler.js'
import { originCheck, withCors } from './http/cors.js'
import { explorerRoutes, landingRoutes } from './http/explorers/explorer-routes.js'
import { graphqlEndpoint } from './http/graphql-endpoint.js'
import { withGraphqlOverHttp } from './http/graphql-over-http.js'
import { incrementalHandler, takesParts } from './http/incremental-handler.js'
import { sandboxLandingPage } from './http/explorers/sandbox-page.js'
import { createKnownOperations } from './http/known-operations.js'
import { createMediaTypes } from './http/media-types.js'
import { tellRefusedOrigins } from './http/refused-origins.js'
import type { ServerContext } from './http/server-context.js'
import { mcpRoutes } from './http/mcp/mcp-route.js'
import { createOwnRequests, createOwnTexts } from './http/own-requests.js'
import { thinPath } from './http/thin-path.js'
import { ownDocuments } from './http/web/own-documents.js'
import { openWebPages } from './http/web/web-pages.js'
import { webRoutes } from './http/web/web-routes.js'
import { toApolloPlugin } from './http/apollo-plugin.js'
import { createFeatures } from './features.js'
import { countTooManyTokens } from './features/limits/limit-metrics.js'
import { joinPlugins } from './requests/plugin-hooks.js'
import { useFiniteFloats } from './features/document-rules/use-finite-floats.js'
import { useNoSubscriptions } from './features/document-rules/use-no-subscriptions.js'
import { useTypenameGuard } from './features/document-rules/use-typename-guard.js'
import { openEventSources } from './event-sources.js'
import { createSubscriptions } from './subscriptions/subscriptions.js'
import { createEngineFactory } from './supergraph/engine-factory.js'
import { createEpochs } from './supergraph/epochs.js'
import { createSource } from './supergraph/create-source.js'
import type { GatewayApp, GatewayParts } from './gateway-parts.js'
import { createPresence } from './presence/presence.js'
import { lazyServices } from './services.js'
import { readinessOf } from './readiness.js'

export { WEB_DIRECTORY, type GatewayConfig } from './config.js'
export type { LocalRequest, LocalResult, LocalSubgraph } from './data-sources/in-process.js'
export type { GatewayApp, GatewayParts } from './gateway-parts.js'

/** The one public endpoint, wired in order and closed in reverse. */
export function createGatewayApp(config: GatewayConfig, parts: Partial<GatewayParts> = {}): GatewayApp {
  const clock = parts.clock ?? systemClock
  const logger =
    parts.logger ?? createLogger({ name: 'gateway', level: config.LOG_LEVEL, userKey: config.LOG_USER_KEY })
  const metrics = parts.metrics ?? createMetrics({ service: 'gateway', processMetrics: true })
  const { siblings } = parts
  const shownMetrics = siblings?.metrics ?? metrics
  const stopwatch = monotonicStopwatch
  const lifecycle = createLifecycle(logger)

  const discovery = createDiscovery({ logger, file: config.INSTANCES_FILE })
  lifecycle.onClose('discovery', () => discovery.close())
  const { secret: internalSecret, close: closeSecret } = openInternalSecret(config, { clock, logger })
  lifecycle.onClose('internal secret', closeSecret)
  const isWebOn = config.WEB === 'on'
  const pages = openWebPages({ directory: parts.webDirectory, isOn: isWebOn, logger })
  const documents = isWebOn ? ownDocuments(pages?.persistedDocuments ?? null) : null
  const features = createFeatures(config, {
    ownDocuments: documents,
    internalSecret,
    siblings,
    epoch: () => epochs.current(),
    clock,
    logger,
    metrics,
    lifecycle,
    decidePolicies: parts.decidePolicies,
  })
  const forwarding = createForwarding(internalSecret)
  const dataSources = createDataSources({
    discovery,
    localSubgraphs: parts.localSubgraphs ?? {},
    instances: config.instances,
    forwarding,
    timeoutMs: config.SUBGRAPH_TIMEOUT_MS,
    responseMaxBytes: config.SUBGRAPH_RESPONSE_MAX_BYTES,
    logger,
    metrics,
    stopwatch,
    around: features.around,
  })
  lifecycle.onClose('data sources', () => dataSources.close())

  const { keys, revocations, services: given } = parts
  const services = lazyServices(config, { given, logger, metrics, lifecycle, discovery, internalSecret })
  const auth = createAuth(config, { keys, revocations, services, clock, logger, lifecycle, discovery })
  const presence = config.reportsPresence ? createPresence({ services, logger }) : null
  lifecycle.onClose('presence', async () => await presence?.close())

  const source = createSource(config, { dataSources, logger })
  const createEngine = createEngineFactory({
    dataSources,
    scopeOf: context => forwarding.scopeOf({ context, headers: features.heardHeaders(context) }),
    repeatsMaxBytes: config.REPEATS_MAX_BYTES,
    overrideShares: config.OVERRIDE_LABELS,
    contract: config.SUPERGRAPH_CONTRACT,
    policies: features.policies,
    metrics,
  })
  const epochs = createEpochs({ source, createEngine, logger, metrics, stopwatch })
  const hooks = joinPlugins([...features.plugins, ...(parts.plugins ?? [])])
  const runOperation = createOperationRunner(hooks)
  const known = createKnownOperations()
  const graphql = createGraphqlServer<ServerContext>({
    gateway: createGatewayInterface({ epochs, runOperation }),
    logger,
    introspection: config.EXPLORERS,
    tokensMax: config.LIMIT_TOKENS,
    persistedQueries: features.persistedQueries,
    ...(config.EXPLORERS && { landingPage: sandboxLandingPage() }),
    validationRules: [features.sizeRule, useNoSubscriptions, useTypenameGuard, useFiniteFloats],
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      countTooManyTokens(features.countExceeded),
      toApolloPlugin({ hooks, epochs, known }),
    ],
  })
  const trust = {
    verifier: auth.verifier,
    proxies: config.PROXIES,
    ...(hooks.onCredential && { onCredential: hooks.onCredential }),
  }
  const mediaTypes = createMediaTypes()
  const thin = thinPath({ epochs, known, mediaTypes, runOperation, hooks, logger })

  const serverHandler = apolloHandler(graphql, mediaTypes)
  const endpoint = graphqlEndpoint({
    path: '/graphql',
    handlers: [
      request => subscriptions.handle(request),
      incrementalHandler({ answer: serverHandler, logger }),
      ...(parts.thinPath === false ? [] : [thin]),
    ],
    last: serverHandler,
    context: request =>
      gatewayContext(
        request,
        trust,
        takesParts(request.headers.get('accept')) ? createIncrementalReceiver() : undefined,
      ),
    hooks,
    mediaTypes,
    stopwatch,
    logger,
    bodyMaxBytes: config.BODY_MAX_BYTES,
  })
  const events = openEventSources(config, { discovery, localSubgraphs: parts.localSubgraphs, internalSecret, logger })
  const subscriptions = createSubscriptions({
    path: endpoint.path,
    epochs,
    sources: events.sources,
    documentRules: {
      rules: [features.sizeRule, useTypenameGuard, useFiniteFloats],
      tokensMax: config.LIMIT_TOKENS,
      suggests: config.EXPLORERS,
    },
    hooks,
    stopwatch,
    limits: {
      connectionsMax: config.LIMIT_LIVE_CONNECTIONS,
      connectionsPerAddressMax: config.LIMIT_LIVE_CONNECTIONS_PER_ADDRESS,
      subscriptionsPerConnectionMax: config.LIMIT_LIVE_OPERATIONS,
      initTimeoutMs: config.LIVE_INIT_TIMEOUT_MS,
      messageMaxBytes: config.LIMIT_LIVE_MESSAGE_BYTES,
    },
    publicFields: config.LIVE_PUBLIC_FIELDS,
    sharedFields: config.LIVE_SHARED_FIELDS,
    context: request => gatewayContext(request, trust),
    addressOf: request => clientAddress(request, config.PROXIES),
    answer: request => endpoint.answer(request),
    revocations: auth.revocations,
    onConnection: userId => presence?.connected(userId) ?? (() => {}),
    renew: viewer => auth.verifier?.renew(viewer),
    clock,
    metrics,
    logger,
  })
  const askTextAs = createOwnTexts(endpoint)
  const readiness = readinessOf(epochs, dataSources, siblings)
  const web =
    documents === null
      ? []
      : webRoutes(config, {
          pages,
          documents,
          askAs: createOwnRequests(askTextAs),
          verifier: auth.verifier,
          onCredential: hooks.onCredential,
          epochs,
          local: parts.localReadiness ?? {},
          readiness,
          discovery,
          clock,
          metrics: shownMetrics,
          lifecycle,
          logger,
        })
  const allowed = { origins: config.CORS_ORIGINS, allowsLocalPages: config.allowsLocalPages }
  const mcp =
    config.MCP === 'on'
      ? mcpRoutes({
          documents: features.manifest,
          askAs: askTextAs,
          epochs,
          trust,
          admit: hooks.onOtherProtocol,
          isAllowedOrigin: originCheck(allowed),
          limits: features.variableLimits,
          logger,
        })
      : []
  const routes: readonly Route[] = [
    ...withCors([withGraphqlOverHttp(endpoint), ...mcp], {
      ...allowed,
      onRefused: tellRefusedOrigins(logger),
      credentials: config.AUTH_MODE === 'external',
    }),
    ...landingRoutes({
      hasExplorers: config.EXPLORERS,
      hasMetrics: config.metricsPort === null,
      navigation: pages?.navigation,
    }),
    ...web,
    ...(config.EXPLORERS ? explorerRoutes({ epochs, tabs: config.EXPLORER_TABS }) : []),
    ...features.routes,
    ...events.routes,
    ...(parts.routes ?? []),
    ...healthRoutes(readiness),
    ...(config.metricsPort === null ? [metricsRoute(shownMetrics)] : []),
  ]
  const http = createHttpServer({
    routes,
    fallback: pages?.fallback,
    logger,
    bodyMaxBytes: config.BODY_MAX_BYTES,
    connections: {
      max: config.LIMIT_CONNECTIONS,
      // Behind reverse proxies, these are the peers, and limit the connections of clients.
      perPeerMax: config.PROXIES === 0 ? config.LIMIT_CONNECTIONS_PER_ADDRESS : undefined,
      peerOf: networkOf,
    },
  })

  return {
    logger,
    metrics,
    http,
    epochs,
    start: async () => {
      await features.start()
      await auth.start()
      await graphql.start()
      lifecycle.onClose('graphql', () => graphql.stop())
      // Metrics of several workers are served by their primary.
      if (config.metricsPort !== null && siblings === undefined) {
        const at = { port: config.metricsPort, host: config.LISTEN_ADDR }
        const served = await serveMetrics({ metrics, logger, ...at })
        lifecycle.onClose('metrics', () => served.close())
      }
      const listening = await http.listen({ port: config.SERVICE_PORT, host: config.LISTEN_ADDR })
      lifecycle.onClose('http', () => http.close())
      events.servesAt(listening.url)
      subscriptions.attach(http.server)
      lifecycle.onClose('subscriptions', () => subscriptions.close())
      logger.info({ url: `${listening.url}/graphql`, epoch: epochs.current()?.id }, 'gateway serves')
      if (config.CORS_ORIGINS.length === 0 && !config.allowsLocalPages)
        logger.info('no page of another origin may call the gateway: CORS_ORIGINS is not set')
      return listening
    },
    close: () => lifecycle.close(),
  }
}
