import {
  createAccessWatch,
  createExchangeVerifier,
  createRevocationList,
  createTokenVerifier,
  followRevocations,
  openInternalSecret,
  remoteKeys,
  type InternalSecret,
  type KeySource,
  type Revocation,
  type RevocationList,
  type Viewer,
} from '../auth/index.js'
import { announcingInvalidations, createEntityCache, followInvalidations, type EntityCache } from '../cache/index.js'
import { systemClock, type Clock } from '../clock/index.js'
import { createDiscovery, type Discovery } from '../discovery/index.js'
import type { Readiness } from '../http/index.js'
import { createLifecycle, repeat, type Lifecycle } from '../lifecycle/index.js'
import { createLiveUpdates, inProcessEngine, redisEngine, tellFrom, type LiveUpdates } from '../live/index.js'
import { createLogger, type Logger } from '../logger/index.js'
import { createMetrics, type Registry } from '../metrics/index.js'
import {
  countEventsOn,
  createDeadLetterDesk,
  createInProcessEventBus,
  createRedisEventBus,
  keepInboxShort,
  measureSetAside,
  replayDeadLetters,
  replayRefusedEvents,
  type CountsOfEvent,
  type DeadLetterDesk,
  type EventBus,
  type EventHandler,
  type ReplayRequest,
  type ReplayResult,
} from '../outbox/index.js'
import { createTracing, type Tracing } from '../tracing/index.js'
import { createDatabase, showCommitCounters, type CommitCounter, type Database } from '../postgres/index.js'
import { showPools } from '../postgres/pool-metrics.js'
import { createRecentWrites } from '../postgres/recent-writes.js'
import { showReplica } from '../postgres/replica-metrics.js'
import { connectRedis } from '../redis/index.js'
import {
  createHttpServiceClient,
  createRefusedCallLog,
  type RefusedCall,
  type ServiceClient,
} from '../service-client/index.js'
import { readinessOf } from './database-readiness.js'
import { eventKeysOf, setEventKeysOf } from './event-keys-of.js'
import { subgraphContext, type SubgraphContext } from './request-context.js'
import { createRequestReads } from './request-reads.js'
import type { SubgraphApp } from './subgraph-app.js'
import type { SubgraphSettings } from './subgraph-settings.js'

/**
 * The dependencies of a subgraph that it does not own: standalone shares them among the subgraphs, tests
 * bring their own.
 */
export interface SubgraphParts {
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Registry
  readonly database: Database
  readonly events: EventBus
  readonly services: ServiceClient
  readonly keys: KeySource
  readonly revocations: RevocationList
}

export interface SubgraphWiring extends SubgraphParts {
  /** Null without a collector. */
  readonly tracing: Tracing | null
  readonly cache: EntityCache
  /** Told of what tellAfterCommit tells on the primary database. */
  readonly live: LiveUpdates
  readonly internalSecret: InternalSecret
  readonly lifecycle: Lifecycle
  readonly readiness: Readiness
  /** @throws RequestFault UNAUTHENTICATED when the request carries a token that is not valid. */
  requestContext(request: Parameters<typeof subgraphContext>[0]): Promise<SubgraphContext>
  watchAccess: SubgraphApp['watchAccess']
  recordRefusal(call: RefusedCall): void
  /**
   * Follows revocations, relays the outbox, consumes the events of each producer that `consumers` says it
   * consumes; closing ends all three first.
   */
  start(handle: EventHandler): Promise<void>
  /** Refused events that verify now, then dead letters. */
  replayDeadLetters(handle: EventHandler, request: ReplayRequest): Promise<ReplayResult>
  /** For administrators, who choose dead letters one by one. */
  deadLetterDesk(handle: EventHandler): DeadLetterDesk
}

/** Where the wiring finds the other services and, by default, the public keys and revocations of access tokens. */
export interface SubgraphPeers {
  /** URLs of each service that this one calls; those that INSTANCES_FILE lists are found there. */
  readonly instances: Readonly<Record<string, readonly string[]>>
  /** By producer, the subgraphs that consume its events. */
  readonly consumers: Readonly<Record<string, readonly string[]>>
  /** The producer of an event type. */
  readonly producerOf: (type: string) => string | null
  /** The counters that transactions of this subgraph add to. */
  readonly counts: { readonly counters: readonly CommitCounter[]; readonly ofEvent: CountsOfEvent }
  /** Default of `parts.keys`. */
  readonly keys: (discovery: Discovery) => KeySource
  /**
   * Reads the revocations for the list that this subgraph creates; a list in `parts.revocations` is updated
   * by its creator.
   */
  readonly readRevocations: (
    from: Pick<SubgraphWiring, 'services' | 'database'>,
    sinceMs: number,
  ) => Promise<readonly Revocation[]>
  /** The user of another application's credential (AUTH_MODE=external); null for a credential without one. */
  readonly exchangeCredential: (from: Pick<SubgraphWiring, 'services'>, credential: string) => Promise<Viewer | null>
}

const PRUNE_INTERVAL_MS = 60 * 60 * 1000

/** The keys that the issuing service publishes, wherever its instances are at the moment. */
export const publishedKeys = (urls: () => readonly string[]): KeySource =>
  remoteKeys(() => urls().map(url => new URL('/.well-known/jwks.json', url).href))

/** Builds what every subgraph stands on, in order: each part that is not given as a process of its own has it. */
export function wireSubgraph(
  name: string,
  config: SubgraphSettings,
  parts: Partial<SubgraphParts>,
  peers: SubgraphPeers,
): SubgraphWiring {
  const clock = parts.clock ?? systemClock
  const logger = parts.logger ?? createLogger({ name, level: config.LOG_LEVEL, userKey: config.LOG_USER_KEY })
  const lifecycle = createLifecycle(logger)
  const metrics = parts.metrics ?? createMetrics({ service: name, processMetrics: true })
  const tracing = createTracing({ endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: `waystone-${name}` })
  lifecycle.onClose('traces', async () => await tracing?.close())

  const database =
    parts.database ??
    createDatabase({
      url: config.DATABASE_URL,
      isPrimary: true,
      readUrl: config.DATABASE_READ_URL,
      readLagMaxMs: config.DATABASE_READ_LAG_MAX_MS,
      maxConnections: config.DB_MAX_CONNECTIONS,
      applicationName: name,
      logger,
      tracing,
    })
  if (parts.database === undefined) lifecycle.onClose('database', () => database.close())
  showReplica(metrics, { database: name, reads: database.reads })
  showPools(metrics, { database: name, pools: database.pools })
  const { counters, ofEvent } = peers.counts
  showCommitCounters(database.primary, { registry: metrics, counters })
  countEventsOn(database.primary, ofEvent)

  const url = config.REDIS_URL
  const redis = url === undefined ? null : connectRedis({ url, logger, role: 'commands' })
  lifecycle.onClose('redis', () => redis?.disconnect())
  const recentWrites = createRecentWrites({ namespace: name, redis, lagMaxMs: config.DATABASE_READ_LAG_MAX_MS })
  const ownCache = createEntityCache({ namespace: name, redis, logger, metrics })
  lifecycle.onClose('cache', () => ownCache.close())
  let isServing = false
  // Without Redis, an app that is not started is a command beside the serving process, and must announce its
  // invalidations.
  const announcing = announcingInvalidations(ownCache, { pool: database.primary, logger })
  const cache: EntityCache = {
    ...ownCache,
    invalidate: (kind, ids) => (redis === null && !isServing ? announcing : ownCache).invalidate(kind, ids),
  }

  const engine = url === undefined ? inProcessEngine() : redisEngine({ url, logger })
  const live = createLiveUpdates({ namespace: name, engine, logger, metrics })
  const telling = tellFrom(database.primary, live)
  lifecycle.onClose('live updates', () => {
    telling.stop()
    live.close()
  })

  const { secret: internalSecret, close: closeSecret } = openInternalSecret(config, { clock, logger })
  lifecycle.onClose('internal secret', closeSecret)
  const discovery = createDiscovery({ logger, file: config.INSTANCES_FILE })
  lifecycle.onClose('discovery', () => discovery.close())
  const services =
    parts.services ??
    createHttpServiceClient({
      self: name,
      secret: internalSecret,
      instances: peers.instances,
      logger,
      metrics,
      discovery,
    })
  if (parts.services === undefined) lifecycle.onClose('services', () => services.close())

  if (parts.events === undefined && url === undefined) {
    logger.warn('there is no REDIS_URL: events for other processes wait in the outbox')
  }
  const eventKeys = eventKeysOf(name, config, peers)
  const events =
    parts.events ??
    (url === undefined
      ? createInProcessEventBus({ logger, metrics, consumers: peers.consumers })
      : createRedisEventBus({ url, logger, metrics, consumers: peers.consumers, keys: eventKeys }))
  if (parts.events === undefined) lifecycle.onClose('events', () => events.close())

  const keys = parts.keys ?? peers.keys(discovery)
  const revocations = parts.revocations ?? createRevocationList(clock)
  const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = config
  const verifier =
    config.AUTH_MODE === 'internal'
      ? createTokenVerifier({ keys, issuer, audience, revocations, clock })
      : createExchangeVerifier({
          exchange: credential => peers.exchangeCredential({ services }, credential),
          // Pages call the gateway; only a page of a subgraph's own host could call the subgraph.
          cookie: { name: config.EXTERNAL_COOKIE, origins: [] },
          revocations,
          logger,
          clock,
        })
  const access = createAccessWatch({ revocations, renew: verifier.renew, clock })
  lifecycle.onClose('access watch', () => access.close())

  const refusedCalls = createRefusedCallLog({ pool: database.primary, logger })
  lifecycle.onClose('refused calls', () => refusedCalls.close())

  const start = async (handle: EventHandler): Promise<void> => {
    isServing = true
    await tracing?.start()
    if (redis === null) {
      const following = followInvalidations({ pool: database.primary, cache, applicationName: name, logger })
      lifecycle.onClose('announced invalidations', () => following.stop())
    }
    if (parts.revocations === undefined) {
      const read = (sinceMs: number) => peers.readRevocations({ services, database }, sinceMs)
      const following = await followRevocations({ list: revocations, read, logger, clock })
      lifecycle.onClose('revocations', () => following.stop())
    }
    const pruning = repeat({
      job: 'prune refused calls',
      intervalMs: PRUNE_INTERVAL_MS,
      logger,
      run: () => refusedCalls.prune(clock.now()),
    })
    lifecycle.onClose('pruning of refused calls', () => pruning.stop())
    const shortening = keepInboxShort({ pool: database.primary, logger })
    lifecycle.onClose('pruning of the inbox', () => shortening.stop())
    const relay = await events.relay({ producer: name, pool: database.primary })
    lifecycle.onClose('relay', () => relay.stop())
    const producers = Object.keys(peers.consumers).filter(other => peers.consumers[other]?.includes(name))
    const consumer = await events.consume({ group: name, producers, pool: database.primary, handle })
    lifecycle.onClose('consumer', () => consumer.stop())
    const measuring = measureSetAside({ group: name, producers, pool: database.primary, metrics, logger })
    lifecycle.onClose('measuring of dead letters', () => measuring.stop())
  }

  return {
    clock,
    logger,
    internalSecret,
    tracing,
    lifecycle,
    metrics,
    database,
    cache,
    live,
    services,
    events,
    keys,
    revocations,
    start,
    recordRefusal: refusedCalls.record,
    watchAccess: (viewer, ended) => access.watch(viewer, ended),
    replayDeadLetters: async (handle, request) => {
      const options = { ...request, pool: database.primary, handle, logger }
      await replayRefusedEvents({ ...options, keys: setEventKeysOf(config, peers), onEvent: request.onRefused })
      return await replayDeadLetters(options)
    },
    deadLetterDesk: handle => createDeadLetterDesk({ pool: database.primary, handle, logger, clock }),
    readiness: readinessOf(database),
    requestContext: async request => {
      const context = await subgraphContext(request, { verifier, internalSecret })
      const viewerId = context.viewer?.userId ?? null
      const authorization = verifier.authorizationOf(request.headers) ?? null
      return { ...context, authorization, reads: createRequestReads({ database, recentWrites, viewerId }) }
    },
  }
}
