import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { answerAudit, createAuditPart } from '@waystone/audit'
import { consumers, exchangeCredential, findGrantedRewards, listRevocations, producerOf } from '@waystone/events'
import {
  createSubgraphSchema,
  publishedKeys,
  wireSubgraph,
  type SubgraphApp,
  type SubgraphParts,
} from '@waystone/kit/graphql'
import { startJobs } from '@waystone/kit/lifecycle'
import { readTogether } from '@waystone/kit/live'
import { prismaAdapter, prismaReadAdapter, type Queryable } from '@waystone/kit/postgres'
import { answerCall } from '@waystone/kit/service-client'
import type { Config } from './config.js'
import type { Context } from './context.js'
import { nothingBegun } from './domain/progress.js'
import { createEventHandler } from './events.js'
import { PrismaClient } from './generated/prisma/client.js'
import { createLoaders } from './loaders.js'
import { counters, countsOfEvent } from './metrics.js'
import { createQuestInputReader, type QuestInputReader } from './quest-input.js'
import { findCompletionsAfter, findCompletionSequences } from './repositories/completion.js'
import { findLastChange, findMatchChanges } from './repositories/match-pages.js'
import { findAround } from './repositories/leaderboards/rank.js'
import { findProgressOfUsers } from './repositories/progress.js'
import type { ReadSource } from './repositories/read-source.js'
import { resolvers } from './resolvers/index.js'
import { createServices, type Services } from './services/index.js'
import { createBoardReader } from './services/leaderboards/read-boards.js'
import { createCatalogReader } from './services/read-catalog.js'
import { createListingReader } from './services/read-listings.js'

export type { QuestDraft } from './domain/quest-draft.js'

export interface Parts extends SubgraphParts {
  /** Makes the ids of new quests, puzzles and matches. */
  readonly newId: () => string
  /** Draws seeds of puzzles. */
  readonly newSeed: () => string
}

export interface QuestsApp extends SubgraphApp<Context> {
  readonly services: Services
  readonly readQuestInput: QuestInputReader
}

const SEED_BYTES = 32
/** Tomorrow's puzzle is there a day before it opens. */
const DAILY_INTERVAL_MS = 60_000

const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Wires the quests subgraph: each part that is not given as a process of its own has it. `start` runs relay
 * and consumer.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<QuestsApp> {
  const wiring = wireSubgraph('quests', config, parts, {
    instances: {
      users: config.USERS_URLS,
      characters: config.CHARACTERS_URLS,
      gacha: config.GACHA_URLS,
      social: config.SOCIAL_URLS,
      notifications: config.NOTIFICATIONS_URLS,
    },
    consumers,
    producerOf,
    counts: { counters, ofEvent: countsOfEvent },
    keys: discovery => publishedKeys(() => discovery.urlsOf('users', config.USERS_URLS)),
    readRevocations: ({ services }, sinceMs) => services.call(listRevocations, { sinceMs }),
    exchangeCredential: async ({ services }, credential) =>
      (await services.call(exchangeCredential, { credential })).viewer,
  })
  const { clock, logger, metrics, lifecycle, database, cache, live } = wiring
  const readSource = (db: Queryable, adapter: ReturnType<typeof prismaReadAdapter>): ReadSource => {
    const prisma = new PrismaClient({ adapter })
    lifecycle.onClose('prisma', () => prisma.$disconnect())
    return { pool: db, prisma }
  }
  const primary = readSource(database.primary, prismaAdapter(database.primary))
  const replica = readSource(database.reads, prismaReadAdapter(database))

  const catalogs = createCatalogReader({ cache, primary: database.primary })
  const listings = createListingReader({ cache, database })
  const pool = database.primary
  const boards = createBoardReader({ cache, primary: pool })
  const handle = createEventHandler({ catalogs, boards, clock })
  const services = createServices({
    clock,
    logger,
    live,
    newestCompletions: {
      after: readTogether(asked => findCompletionsAfter(pool, asked)),
      sequence: readTogether(positions => findCompletionSequences(pool, positions)),
    },
    newestMatches: {
      after: readTogether(positions => findMatchChanges(pool, positions)),
      lastChange: userId => findLastChange(pool, userId),
    },
    newestProgress: readTogether(async userIds => {
      const found = await findProgressOfUsers(pool, userIds)
      return userIds.map(id => found.get(id) ?? nothingBegun)
    }),
    newestEntry: readTogether(async keys => {
      const around = await findAround(pool, { asked: keys, radius: 0 })
      return around.map(([entry = null]) => entry)
    }),
    cache,
    catalogs,
    boards,
    pool,
    serviceClient: wiring.services,
    newId: parts.newId ?? randomUUID,
    newSeed: parts.newSeed ?? (() => randomBytes(SEED_BYTES).toString('hex')),
    deadLetters: wiring.deadLetterDesk(handle),
  })
  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })

  return {
    name: 'quests',
    schema,
    readQuestInput: createQuestInputReader(schema),
    logger,
    metrics,
    services,
    context: async request => {
      const asked = await wiring.requestContext(request)
      const { viewer, reads, authorization } = asked
      const loaders = createLoaders({
        listings,
        catalogs,
        boards,
        clock,
        viewer,
        reads,
        sources: { primary, replica },
        findForeignNodes: ids => services.findForeignNodes({ ids, authorization }),
      })
      return { ...asked, services, loaders, now: () => clock.now() }
    },
    internal: [
      ...answerAudit('quests', createAuditPart('quests', wiring.database)),
      answerCall(findGrantedRewards, async ({ eventIds }) => ({ grants: await services.findGrantedRewards(eventIds) })),
    ],
    routes: [],
    internalSecret: wiring.internalSecret,
    recordRefusal: wiring.recordRefusal,
    readiness: wiring.readiness,
    tracing: wiring.tracing,
    watchAccess: wiring.watchAccess,
    replayDeadLetters: request => wiring.replayDeadLetters(handle, request),
    start: async () => {
      // Versions from before there was a read model, and those of an earlier build that ran beside this one.
      await services.catchUpCatalog()
      await wiring.start(handle)
      const jobs = [
        { job: 'open daily puzzles', intervalMs: DAILY_INTERVAL_MS, run: () => services.openDailyPuzzles() },
        ...services.leaderboardJobs(),
      ]
      startJobs(jobs, { lifecycle, logger })
      const { stop } = await services.keepMatches()
      lifecycle.onClose('run matches', stop)
    },
    close: () => lifecycle.close(),
  }
}
