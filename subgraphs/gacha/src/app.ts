import { readFileSync } from 'node:fs'
import { answerAudit, createAuditPart } from '@waystone/audit'
import {
  consumers,
  createRewardCheck,
  exchangeCredential,
  findBannerPayouts,
  findCountry,
  findEntities,
  findUnknownItems,
  listDeadLetters,
  listRevocations,
  producerOf,
  replayDeadLetters,
} from '@waystone/events'
import {
  createSubgraphSchema,
  resolveEntities,
  publishedKeys,
  wireSubgraph,
  type SubgraphApp,
  type SubgraphParts,
} from '@waystone/kit/graphql'
import { readTogether } from '@waystone/kit/live'
import { startJobs } from '@waystone/kit/lifecycle'
import { withCheck } from '@waystone/kit/outbox'
import { answerCall } from '@waystone/kit/service-client'
import type { Jurisdictions } from '@waystone/jurisdictions'
import { readJurisdictions } from '@waystone/jurisdictions/files'
import type { Config } from './config.js'
import type { Context } from './context.js'
import { createSeedSealer } from './domain/seed-sealing.js'
import { createEventHandler } from './events.js'
import { createForecaster } from './forecast/forecaster.js'
import { createLoaders } from './loaders.js'
import { counters, countsOfEvent } from './metrics.js'
import { systemRandom, type RandomSource } from './random.js'
import { findDrawnPulls } from './repositories/drawn-pull.js'
import { findItems } from './repositories/item.js'
import { createPrisma, createPrismaReads } from './repositories/prisma.js'
import { resolvers } from './resolvers/index.js'
import { createBannerCatalog } from './services/banner-catalog.js'
import { createServices, type Services } from './services/index.js'
import { createPullMeasurement } from './services/measure-unfinished-pulls.js'

export interface Parts extends SubgraphParts {
  readonly random: RandomSource
  readonly jurisdictions: Jurisdictions
}

export interface GachaApp extends SubgraphApp<Context> {
  readonly services: Services
}

const RECOVERY_INTERVAL_MS = 3_000
const END_INTERVAL_MS = 30_000
const MEASURE_INTERVAL_MS = 10_000
const PRUNE_INTERVAL_MS = 60 * 60 * 1000
const RESEAL_INTERVAL_MS = 60_000
const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Wires the gacha subgraph: each part that is not given as a process of its own has it. `start` runs relay,
 * consumer and recovery.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<GachaApp> {
  const jurisdictions = parts.jurisdictions ?? readJurisdictions()
  const wiring = wireSubgraph('gacha', config, parts, {
    instances: { users: config.USERS_URLS, quests: config.QUESTS_URLS, notifications: config.NOTIFICATIONS_URLS },
    consumers,
    producerOf,
    counts: { counters, ofEvent: countsOfEvent },
    keys: discovery => publishedKeys(() => discovery.urlsOf('users', config.USERS_URLS)),
    readRevocations: ({ services }, sinceMs) => services.call(listRevocations, { sinceMs }),
    exchangeCredential: async ({ services }, credential) =>
      (await services.call(exchangeCredential, { credential })).viewer,
  })
  const { clock, logger, metrics, lifecycle, database, cache, live } = wiring
  const pool = database.primary
  const primary = createPrisma(database)
  lifecycle.onClose('prisma', () => primary.$disconnect())
  const replica = createPrismaReads(database)
  lifecycle.onClose('prisma of the replica', () => replica.$disconnect())
  const random = parts.random ?? systemRandom
  const sealer = createSeedSealer(config.SEED_ENCRYPTION_KEYS, random)
  const forecaster = createForecaster()
  lifecycle.onClose('forecaster', () => forecaster.close())
  const catalog = createBannerCatalog({ cache, pool, forecaster, findItems: ids => findItems(primary, ids) })
  const needs = {
    clock,
    logger,
    cache,
    catalog,
    forecaster,
    live,
    newestPulls: readTogether(async (ids: readonly string[]) => {
      const found = await findDrawnPulls(pool, ids)
      return ids.map(id => found.get(id) ?? null)
    }),
    pool,
    prisma: primary,
    random,
    sealer,
    serviceClient: wiring.services,
    pullLimitDaily: config.PULL_LIMIT_DAILY,
    seedRotationsDailyMax: config.SEED_ROTATIONS_DAILY_MAX,
  }
  const services = createServices(needs)
  const handle = withCheck(createEventHandler(needs), createRewardCheck({ kinds: ['ITEM'], services: wiring.services }))

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: GachaApp['context'] = async request => {
    const asked = await wiring.requestContext(request)
    const { reads } = asked
    const { findCommitments } = services
    const loaders = createLoaders({
      pool,
      prisma: { primary, replica },
      reads,
      cache,
      catalog,
      findCommitments,
    })
    const viewerCountry = once(async () => {
      if (asked.viewer === null) return null
      try {
        return (await wiring.services.call(findCountry, { userId: asked.viewer.userId })).country
      } catch (error) {
        // All rules are named then, which are more than those of any country.
        logger.warn({ err: error }, 'the country of a viewer is not known: a disclosure names all rules')
        return null
      }
    })
    return { ...asked, clock, catalog, sealer, services, loaders, jurisdictions, viewerCountry }
  }

  const deadLetters = wiring.deadLetterDesk(handle)

  return {
    name: 'gacha',
    schema,
    logger,
    metrics,
    services,
    context,
    internal: [
      ...answerAudit('gacha', createAuditPart('gacha', wiring.database)),
      answerCall(listDeadLetters.gacha, page => deadLetters.page(page)),
      answerCall(replayDeadLetters.gacha, asked => deadLetters.replay(asked)),
      answerCall(findEntities.gacha, async asked => ({ entities: await resolveEntities({ schema, context }, asked) })),
      answerCall(findBannerPayouts, async ({ eventIds }) => ({ grants: await services.findBannerPayouts(eventIds) })),
      answerCall(findUnknownItems, async ({ itemIds }) => ({
        unknownItemIds: await services.findUnknownItems(itemIds),
      })),
    ],
    routes: [],
    internalSecret: wiring.internalSecret,
    recordRefusal: wiring.recordRefusal,
    readiness: wiring.readiness,
    tracing: wiring.tracing,
    watchAccess: wiring.watchAccess,
    replayDeadLetters: request => wiring.replayDeadLetters(handle, request),
    start: async () => {
      await services.sealPlainSeeds()
      await wiring.start(handle)
      const jobs = [
        { job: 'recover pulls', intervalMs: RECOVERY_INTERVAL_MS, run: () => services.recoverPulls() },
        { job: 'measure pulls', intervalMs: MEASURE_INTERVAL_MS, run: createPullMeasurement({ pool, metrics, clock }) },
        { job: 'end banners', intervalMs: END_INTERVAL_MS, run: () => services.endBanners() },
        { job: 'prune', intervalMs: PRUNE_INTERVAL_MS, run: () => services.prune() },
        { job: 'reseal seeds', intervalMs: RESEAL_INTERVAL_MS, run: () => services.resealSeeds() },
      ]
      startJobs(jobs, { lifecycle, logger })
    },
    close: () => lifecycle.close(),
  }
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null
  return () => (running ??= work())
}
