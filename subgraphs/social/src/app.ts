import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { answerAudit, createAuditPart } from '@waystone/audit'
import {
  consumers,
  exchangeCredential,
  findEntities,
  listDeadLetters,
  listRevocations,
  producerOf,
  replayDeadLetters,
  reportConnections,
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
import { answerCall } from '@waystone/kit/service-client'
import { createChatLoaders } from './chat-loaders.js'
import type { Config } from './config.js'
import type { Context } from './context.js'
import { createEventHandler } from './events.js'
import { createGuildLoaders } from './guild-loaders.js'
import { createLoaders } from './loaders.js'
import { counters, countsOfEvent } from './metrics.js'
import { resolvers } from './resolvers/index.js'
import { createServices, type Services } from './services/index.js'
import { createNewest } from './services/newest-reads.js'

export type Parts = SubgraphParts

export interface SocialApp extends SubgraphApp<Context> {
  readonly services: Services
}

const GOLD_RECOVERY_INTERVAL_MS = 3_000
const SWEEP_INTERVAL_MS = 1_000
const OLD_MESSAGES_INTERVAL_MS = 60 * 60 * 1000
const STRANDED_INTERVAL_MS = 30_000
const PARTY_SWEEP_INTERVAL_MS = 2_000
/** A new process lets gateways report first: while no process of social ran, none of them could. */
const SWEEP_GRACE_MS = 6_000
const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Wires the social subgraph: each part that is not given as a process of its own has it. `start` runs relay and
 * consumer.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<SocialApp> {
  const wiring = wireSubgraph('social', config, parts, {
    instances: { users: config.USERS_URLS, characters: config.CHARACTERS_URLS },
    consumers,
    producerOf,
    counts: { counters, ofEvent: countsOfEvent },
    keys: discovery => publishedKeys(() => discovery.urlsOf('users', config.USERS_URLS)),
    readRevocations: ({ services }, sinceMs) => services.call(listRevocations, { sinceMs }),
    exchangeCredential: async ({ services }, credential) =>
      (await services.call(exchangeCredential, { credential })).viewer,
  })
  const { clock, live, logger, metrics, lifecycle, database } = wiring
  const pool = database.primary
  const needs = { clock, live, logger, pool, serviceClient: wiring.services, newId: randomUUID }
  const services = createServices({ ...needs, ...createNewest(pool, () => clock.now()) })
  const handle = createEventHandler(needs)

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: SocialApp['context'] = async request => {
    const asked = await wiring.requestContext(request)
    const loaders = createLoaders({ pool, viewerId: asked.viewer?.userId ?? null, now: () => clock.now() })
    const chat = createChatLoaders({ viewerId: asked.viewer?.userId ?? null, reads: asked.reads, primary: pool })
    const guilds = createGuildLoaders({ pool, reads: asked.reads })
    return { ...asked, clock, loaders, chat, guilds, services }
  }

  const deadLetters = wiring.deadLetterDesk(handle)

  return {
    name: 'social',
    schema,
    logger,
    metrics,
    services,
    context,
    internal: [
      ...answerAudit('social', createAuditPart('social', wiring.database)),
      answerCall(listDeadLetters.social, page => deadLetters.page(page)),
      answerCall(replayDeadLetters.social, asked => deadLetters.replay(asked)),
      answerCall(findEntities.social, async asked => ({ entities: await resolveEntities({ schema, context }, asked) })),
      answerCall(reportConnections, async report => ({ isKnown: await services.reportConnections(report) })),
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
      const jobs = [
        { job: 'sweep gateways', intervalMs: SWEEP_INTERVAL_MS, run: afterGrace(services.sweepGateways) },
        { job: 'sweep stranded presence', intervalMs: STRANDED_INTERVAL_MS, run: afterGrace(services.sweepStranded) },
        { job: 'sweep parties', intervalMs: PARTY_SWEEP_INTERVAL_MS, run: services.sweepParties },
        { job: 'recover gold for guilds', intervalMs: GOLD_RECOVERY_INTERVAL_MS, run: services.recoverGuildGold },
        { job: 'delete old messages', intervalMs: OLD_MESSAGES_INTERVAL_MS, run: services.deleteOldMessages },
        { job: 'delete old reports', intervalMs: OLD_MESSAGES_INTERVAL_MS, run: services.deleteOldReports },
      ]
      startJobs(jobs, { lifecycle, logger })
    },
    close: () => lifecycle.close(),
  }
}

/** Does nothing until the grace is over. */
const afterGrace =
  (run: () => Promise<unknown>, since = performance.now()) =>
  async (): Promise<void> => {
    if (performance.now() - since >= SWEEP_GRACE_MS) await run()
  }
