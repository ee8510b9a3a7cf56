import { readFileSync } from 'node:fs'
import { answerAudit, createAuditPart } from '@waystone/audit'
import {
  consumers,
  createRewardCheck,
  exchangeCredential,
  findEntities,
  isOwnCharacter,
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
import { startJobs } from '@waystone/kit/lifecycle'
import { withCheck } from '@waystone/kit/outbox'
import { prismaAdapter, prismaReadAdapter } from '@waystone/kit/postgres'
import { answerCall } from '@waystone/kit/service-client'
import { worldUrlOf, type Config } from './config.js'
import type { Context } from './context.js'
import { createEventHandler } from './events.js'
import { PrismaClient } from './generated/prisma/client.js'
import { createLiveReads } from './world/live-reads.js'
import { createLoaders } from './loaders.js'
import { counters, countsOfEvent } from './metrics.js'
import { resolvers } from './resolvers/index.js'
import { createServices, type Services } from './services/index.js'
import { readWorldContent } from './world/content/read-content.js'
import { worldPlayed } from './world/ownership/calls.js'
import { createPresence } from './world/presence.js'
import { createWorld, type World } from './world/world.js'

export type Parts = SubgraphParts

export interface CharactersApp extends SubgraphApp<Context> {
  readonly services: Services
  readonly world: World
}

const IDLE_SWEEP_INTERVAL_MS = 1_000
const PURGE_INTERVAL_MS = 60_000
const PARTIES_INTERVAL_MS = 5_000
const BLOCKS_INTERVAL_MS = 5_000
const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Wires the characters subgraph: each part that is not given as a process of its own has it. `start` runs
 * relay, consumer and purge.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<CharactersApp> {
  const content = readWorldContent()
  const wiring = wireSubgraph('characters', config, parts, {
    instances: { users: config.USERS_URLS, quests: config.QUESTS_URLS },
    consumers,
    producerOf,
    counts: { counters, ofEvent: countsOfEvent },
    keys: discovery => publishedKeys(() => discovery.urlsOf('users', config.USERS_URLS)),
    readRevocations: ({ services }, sinceMs) => services.call(listRevocations, { sinceMs }),
    exchangeCredential: async ({ services }, credential) =>
      (await services.call(exchangeCredential, { credential })).viewer,
  })
  const { clock, logger, metrics, lifecycle, database, cache } = wiring
  const openPrisma = (adapter: ReturnType<typeof prismaReadAdapter>) => {
    const prisma = new PrismaClient({ adapter })
    lifecycle.onClose('prisma', () => prisma.$disconnect())
    return prisma
  }
  const prisma = {
    primary: openPrisma(prismaAdapter(database.primary)),
    replica: openPrisma(prismaReadAdapter(database)),
  }

  const pool = database.primary
  const idleMs = config.WORLD_IDLE_SECONDS * 1_000
  const world = createWorld({
    clock,
    cache,
    content,
    logger,
    metrics,
    pool,
    secret: wiring.internalSecret,
    // Where the other services are in this process, there is no other one of this subgraph.
    url: parts.services === undefined ? worldUrlOf(config) : null,
    idleMs,
  })
  lifecycle.onClose('world', () => world.close())
  const presence = createPresence({
    clock,
    revocations: wiring.revocations,
    idleMs,
    leave: characterIds => world.leaveUnlessPlayed(characterIds),
  })
  lifecycle.onClose('presence', () => presence.close())
  const needs = { clock, cache, content, world, pool }
  const services = createServices(needs)
  const handle = withCheck(
    createEventHandler(needs),
    createRewardCheck({ kinds: ['EXPERIENCE'], services: wiring.services }),
  )

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: CharactersApp['context'] = async request => {
    const asked = await wiring.requestContext(request)
    return {
      ...asked,
      content,
      live: createLiveReads(world),
      presence,
      services,
      loaders: createLoaders({ cache, content, clock, viewer: asked.viewer, pool, prisma, reads: asked.reads }),
    }
  }

  const deadLetters = wiring.deadLetterDesk(handle)

  return {
    name: 'characters',
    schema,
    logger,
    metrics,
    services,
    world,
    context,
    internal: [
      ...answerAudit('characters', createAuditPart('characters', wiring.database)),
      answerCall(listDeadLetters.characters, page => deadLetters.page(page)),
      answerCall(replayDeadLetters.characters, asked => deadLetters.replay(asked)),
      answerCall(findEntities.characters, async asked => ({
        entities: await resolveEntities({ schema, context }, asked),
      })),
      answerCall(isOwnCharacter, async own => ({ isOwn: await services.isOwnCharacter(own) })),
      answerCall(worldPlayed, async ({ characterIds }) => ({ played: characterIds.filter(presence.isPlayed) })),
      ...world.internal,
    ],
    routes: [],
    internalSecret: wiring.internalSecret,
    recordRefusal: wiring.recordRefusal,
    readiness: wiring.readiness,
    tracing: wiring.tracing,
    watchAccess: wiring.watchAccess,
    replayDeadLetters: request => wiring.replayDeadLetters(handle, request),
    start: async () => {
      await wiring.start(handle)
      world.open()
      const sweep = async () => {
        presence.forgetIdle()
        world.sweepIdle()
      }
      const jobs = [
        { job: 'have idle characters leave the world', intervalMs: IDLE_SWEEP_INTERVAL_MS, run: sweep },
        { job: 'keep parties of the world', intervalMs: PARTIES_INTERVAL_MS, run: () => services.keepParties() },
        { job: 'keep blocks of the world', intervalMs: BLOCKS_INTERVAL_MS, run: () => services.keepBlocks() },
        { job: 'purge characters', intervalMs: PURGE_INTERVAL_MS, run: () => services.purgeCharacters() },
        { job: 'purge recordings of the world', intervalMs: PURGE_INTERVAL_MS, run: () => services.purgeRecordings() },
      ]
      startJobs(jobs, { lifecycle, logger })
    },
    handOver: () => world.handOver(),
    close: () => lifecycle.close(),
  }
}
