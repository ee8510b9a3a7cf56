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
} from '@waystone/events'
import {
  createSubgraphSchema,
  resolveEntities,
  publishedKeys,
  wireSubgraph,
  type SubgraphApp,
  type SubgraphParts,
} from '@waystone/kit/graphql'
import { repeat } from '@waystone/kit/lifecycle'
import { answerCall } from '@waystone/kit/service-client'
import type { Config } from './config.js'
import type { Context } from './context.js'
import { createEventHandler } from './events.js'
import { createLoaders } from './loaders.js'
import { counters, countsOfEvent } from './metrics.js'
import { resolvers } from './resolvers/index.js'
import { createServices, type Services } from './services/index.js'

export type Parts = SubgraphParts

export interface SocialApp extends SubgraphApp<Context> {
  readonly services: Services
}

const RECOVERY_INTERVAL_MS = 3_000
const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Wires the social subgraph: each part that is not given as a process of its own has it. `start` runs relay and
 * consumer.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<SocialApp> {
  const wiring = wireSubgraph('social', config, parts, {
    instances: { users: config.USERS_URLS },
    consumers,
    producerOf,
    counts: { counters, ofEvent: countsOfEvent },
    keys: discovery => publishedKeys(() => discovery.urlsOf('users', config.USERS_URLS)),
    readRevocations: ({ services }, sinceMs) => services.call(listRevocations, { sinceMs }),
    exchangeCredential: async ({ services }, credential) =>
      (await services.call(exchangeCredential, { credential })).viewer,
  })
  const { clock, logger, metrics, lifecycle, database, live } = wiring
  const pool = database.primary
  const needs = { clock, logger, live, pool, serviceClient: wiring.services, newId: randomUUID }
  const services = createServices(needs)
  const handle = createEventHandler(needs)

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: SocialApp['context'] = async request => {
    const asked = await wiring.requestContext(request)
    return { ...asked, services, loaders: createLoaders({ pool, reads: asked.reads }), now: () => clock.now() }
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
    ],
    routes: [],
    internalSecret: wiring.internalSecret,
    recordRefusal: wiring.recordRefusal,
    readiness: wiring.readiness,
    watchAccess: wiring.watchAccess,
    replayDeadLetters: request => wiring.replayDeadLetters(handle, request),
    start: async () => {
      await wiring.start(handle)
      const job = repeat({
        job: 'recover gold for guilds',
        intervalMs: RECOVERY_INTERVAL_MS,
        run: () => services.recoverGuildGold(),
        logger,
      })
      lifecycle.onClose('recover gold for guilds', () => job.stop())
    },
    close: () => lifecycle.close(),
  }
}
