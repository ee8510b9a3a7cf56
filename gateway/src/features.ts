import type { KeyValueCache } from '@apollo/utils.keyvaluecache'
import { invalidateEntities, parseEvent, producers } from '@waystone/events'
import type { Route } from '@waystone/kit/http'
import type { RedisConnection } from '@waystone/kit/redis'
import { answerCall, internalRoute } from '@waystone/kit/service-client'
import type { GatewayConfig } from './config.js'
import type { GatewayContext } from './requests/gateway-context.js'
import { wrapAll, type WrapDataSource } from './data-sources/wrap-data-source.js'
import type { Epoch } from '@waystone/federation'
import type { ValidationRule } from 'graphql'
import type { Feature, FeatureParts } from './feature.js'
import { changedEntities } from './features/entity-cache/changed-entities.js'
import { readKeyFields, type EntityChange, type KeyFields } from './features/entity-cache/entity-tags.js'
import { createMemoryEntityStore } from './features/entity-cache/memory-entity-store.js'
import type { EntityStore } from './features/entity-cache/entity-store.js'
import type { GatewayPlugin } from './requests/gateway-plugin.js'
import { CLIENT_NAME_HEADER } from './features/client-name.js'
import { createLimitMetrics, type CountExceeded } from './features/limits/limit-metrics.js'
import { createPersistedQueryCache } from './features/persisted-queries/persisted-query-cache.js'
import { openPolicies } from './features/policies/open-policies.js'
import type { RateLimits } from './features/rate-limits/rate-limits.js'
import { followTrustedDocuments } from './features/trusted-documents/trusted-documents.js'
import { joinTrustedDocuments, type TrustedDocuments } from './features/trusted-documents/trusted-manifest.js'
import { usageFile } from './features/usage-log/usage-file.js'
import { useCacheControl } from './features/cache-control/use-cache-control.js'
import { COST_HEADER, useCostLimit } from './features/cost/use-cost-limit.js'
import { useEntityCache } from './features/entity-cache/use-entity-cache.js'
import { heardHeaders, useHeaderPropagation } from './features/headers/use-header-propagation.js'
import { useMetrics } from './features/metrics/use-metrics.js'
import { useRateLimits } from './features/rate-limits/use-rate-limits.js'
import { useRequestLog } from './features/request-log/use-request-log.js'
import { useSizeLimits } from './features/limits/use-size-limits.js'
import { useTrustedDocuments } from './features/trusted-documents/use-trusted-documents.js'
import type { Siblings } from './workers/siblings.js'
import { tracingFeature } from './tracing-feature.js'
import { useVariableLimits } from './features/limits/use-variable-limits.js'
import { useUsageLog } from './features/usage-log/use-usage-log.js'

/** The gateway's features, as its settings have them. */
export interface Features {
  /** In the order in which their hooks run. */
  readonly plugins: readonly GatewayPlugin[]
  /** Stands before every data source. */
  readonly around: WrapDataSource
  readonly persistedQueries: KeyValueCache
  readonly routes: readonly Route[]
  /** The documents of the operator's manifest; null without one. */
  readonly manifest: (() => TrustedDocuments) | null
  /** The basis of @policy. */
  readonly policies: 'scopes' | 'decided'
  /** Refuses documents that are too large. */
  readonly sizeRule: ValidationRule
  readonly variableLimits: Parameters<typeof useVariableLimits>[0]
  readonly countExceeded: CountExceeded
  /** Returns those of the client's headers that may reach a subgraph. */
  heardHeaders(context: GatewayContext): Readonly<Record<string, string>>
  /** @throws ConfigError for a file that cannot be used. */
  start(): Promise<void>
}

/**
 * Wires the features in the order in which they handle requests: those that refuse come before those that
 * cost time.
 */
export function createFeatures(config: GatewayConfig, parts: FeatureParts): Features {
  const { logger, metrics, lifecycle } = parts
  const countExceeded = createLimitMetrics(metrics)
  const variableLimits = { depth: config.LIMIT_VALUE_DEPTH, values: config.LIMIT_VARIABLE_VALUES }
  const trusted = trustedDocuments(config, parts)
  const traced = tracingFeature(config, parts)
  const policies = openPolicies(config, parts)
  const features: readonly Feature[] = [
    // Before the tracing, which forgets a request's trace at its end.
    { plugin: useRequestLog({ logger, traceIdOf: traced.traceIdOf }) },
    traced,
    // First, before any plugin that may refuse: each request is counted until it ends.
    { plugin: useMetrics({ metrics, trustedNameOf: trusted.nameOf, operations: config.METRICS_OPERATIONS }) },
    rateLimits(config, parts),
    { plugin: useVariableLimits(variableLimits, countExceeded) },
    trusted,
    { plugin: useCostLimit({ costMax: config.LIMIT_COST, mode: config.COST_MODE, countExceeded, metrics }) },
    // After those that refuse: nobody is asked about an operation that does not run.
    policies === null ? {} : { plugin: policies },
    useCacheControl({
      identityHeaders: config.AUTH_MODE === 'external' ? ['authorization', 'cookie'] : ['authorization'],
      decidingHeaders: decidingHeaders(config),
    }),
    config.HEADERS === undefined ? {} : useHeaderPropagation(config.HEADERS),
    entityCache(config, parts),
    usageLog(config, parts),
  ]
  let redis: RedisConnection | null = null
  const connect = async (url: string): Promise<RedisConnection> => {
    const { connectRedis } = await import('@waystone/kit/redis')
    const connection = connectRedis({ url, logger, role: 'commands' })
    lifecycle.onClose('redis', async () => connection.disconnect())
    return connection
  }
  return {
    plugins: features.flatMap(({ plugin }) => plugin ?? []),
    around: (subgraph, source) => wrapAll(features.flatMap(({ wrap }) => wrap ?? []))(subgraph, source),
    persistedQueries: createPersistedQueryCache(config.REDIS_URL === undefined ? null : () => redis),
    routes: features.flatMap(({ routes }) => routes ?? []),
    manifest: trusted.manifest,
    policies: policies === null ? 'scopes' : 'decided',
    variableLimits,
    sizeRule: useSizeLimits(sizeLimits(config), countExceeded),
    countExceeded,
    heardHeaders: context => heardHeaders(config.HEADERS?.request ?? [], context),
    start: async () => {
      if (config.REDIS_URL !== undefined) redis = await connect(config.REDIS_URL)
      for (const feature of features) await feature.start?.(redis)
    },
  }
}

const sizeLimits = (config: GatewayConfig) => ({
  depth: config.LIMIT_DEPTH,
  fields: config.LIMIT_FIELDS,
  rootFields: config.LIMIT_ROOT_FIELDS,
  mutationFields: config.LIMIT_MUTATION_FIELDS,
  aliases: config.LIMIT_ALIASES,
  directives: config.LIMIT_DIRECTIVES,
  overlaps: config.LIMIT_OVERLAPS,
  valueDepth: config.LIMIT_VALUE_DEPTH,
})

/** Client headers that may change an answer, besides those that identify the client. */
function decidingHeaders({ HEADERS, TRUSTED_DOCUMENTS }: GatewayConfig): readonly string[] {
  const propagated = HEADERS?.request.map(({ name }) => name) ?? []
  return [COST_HEADER, ...(TRUSTED_DOCUMENTS === undefined ? [] : [CLIENT_NAME_HEADER]), ...new Set(propagated)]
}

function rateLimits(config: GatewayConfig, { metrics }: FeatureParts): Feature {
  const { RATE_LIMIT_USER: userMax, RATE_LIMIT_ADDRESS: addressMax, RATE_LIMIT_WINDOW_S: windowSeconds } = config
  if (userMax === 0 && addressMax === 0) return {}
  let limits: RateLimits | undefined
  return {
    plugin: useRateLimits({
      limits: {
        take: client => limits?.take(client) ?? null,
        takeCredential: address => limits?.takeCredential(address) ?? null,
      },
      metrics,
    }),
    start: async redis => {
      const { createRateLimits } = await import('./features/rate-limits/rate-limits.js')
      limits = createRateLimits({ userMax, addressMax, windowSeconds }, redis)
    },
  }
}

function trustedDocuments(
  config: GatewayConfig,
  { logger, metrics, lifecycle, ownDocuments: own }: FeatureParts,
): Feature & Pick<Features, 'manifest'> & { nameOf: (documentHash: string) => string | undefined } {
  const { TRUSTED_DOCUMENTS: path, TRUSTED_DOCUMENTS_MODE: mode } = config
  if (path === undefined) {
    if (own === null) return { nameOf: () => undefined, manifest: null }
    return {
      nameOf: own.nameOf,
      manifest: null,
      plugin: useTrustedDocuments({ documents: () => own, mode: 'ids', logger, metrics }),
    }
  }
  const file = followTrustedDocuments({ path, logger })
  // The operator's come first: an id of theirs means what it meant without the pages.
  const documents = joinTrustedDocuments(own === null ? [file.current] : [file.current, () => own])
  return {
    nameOf: documents.nameOf,
    manifest: file.current,
    plugin: useTrustedDocuments({ documents: () => documents, mode, logger, metrics }),
    start: async () => {
      await file.start()
      lifecycle.onClose('trusted documents', async () => file.stop())
    },
  }
}

function entityCache(config: GatewayConfig, parts: FeatureParts): Feature {
  if (!config.ENTITY_CACHE) return {}
  const { epoch, clock, logger, metrics, lifecycle, internalSecret } = parts
  // In Redis, all workers have the same entities.
  const siblings = config.REDIS_URL === undefined ? parts.siblings : undefined
  const keyFields = keyFieldsOf(epoch)
  let store: EntityStore = createMemoryEntityStore()
  const cache = useEntityCache({ store: () => store, keyFields, policies: config.ENTITY_CACHE_TYPES, clock, metrics })
  const answer = answerCall(invalidateEntities, async ({ changes }) => {
    await Promise.all([cache.invalidate(changes), siblings?.entitiesChanged(changes)])
    return {}
  })
  siblings?.onEntitiesChanged(changes => cache.invalidate(changes))
  const invalidateAll = async () =>
    await cache.invalidate([...keyFields().keys()].map((type): EntityChange => ({ type })))
  return {
    ...cache,
    routes: [internalRoute({ service: 'gateway', secret: internalSecret, handlers: [answer], logger, metrics, clock })],
    start: async redis => {
      if (redis !== null) {
        const { createRedisEntityStore } = await import('./features/entity-cache/redis-entity-store.js')
        store = createRedisEntityStore(redis)
      }
      if (config.REDIS_URL === undefined) return
      // It comes with a database client, which nothing else here needs.
      const { followEvents } = await import('@waystone/kit/outbox')
      const following = await followEvents({
        url: config.REDIS_URL,
        producers,
        logger,
        heard: async events => await cache.invalidate(events.flatMap(event => changedEntities(parseEvent(event)))),
        missed: invalidateAll,
      })
      lifecycle.onClose('events', () => following.stop())
    },
  }
}

/** Read once for an epoch. */
function keyFieldsOf(current: () => Epoch | null): () => KeyFields {
  const known = new WeakMap<Epoch, KeyFields>()
  return () => {
    const epoch = current()
    if (epoch === null) return new Map()
    const found = known.get(epoch) ?? readKeyFields(epoch.supergraphSdl)
    known.set(epoch, found)
    return found
  }
}

function usageLog(config: GatewayConfig, { clock, logger, lifecycle, siblings }: FeatureParts): Feature {
  const { USAGE_LOG: path, USAGE_LOG_INTERVAL_MS: intervalMs } = config
  if (path === undefined) return {}
  const toLog = async (lines: readonly object[]) => {
    for (const line of lines) logger.info({ usage: line }, 'usage')
  }
  const usage = useUsageLog({
    write: path === 'log' ? toLog : usageFile(ownFile(path, siblings)),
    intervalMs,
    clock,
    logger,
  })
  return {
    plugin: usage.plugin,
    start: async () => {
      usage.start()
      lifecycle.onClose('usage log', () => usage.close())
    },
  }
}

/** Each worker has a file of its own: two that replace a full one at a time would lose one. */
const ownFile = (path: string, siblings: Siblings | undefined): string =>
  siblings === undefined ? path : `${path}.worker-${siblings.number}`
