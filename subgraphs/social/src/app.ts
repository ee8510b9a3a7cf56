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
import { answerCall } from '@waystone/kit/service-client'
import { repeat } from '@waystone/kit/lifecycle'
import { createChatLoaders } from './chat-loaders.js'
import type { Config } from './config.js'
import type { Context } from './context.js'
import { createEventHandler } from './events.js'
import { counters, countsOfEvent } from './metrics.js'
import { resolvers } from './resolvers/index.js'
import { createServices, type Services } from './services/index.js'

export type Parts = SubgraphParts

export interface SocialApp extends SubgraphApp<Context> {
  readonly services: Services
}

const DELETE_INTERVAL_MS = 60 * 60 * 1000

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
  const needs = { clock, logger, live, pool: database.primary, serviceClient: wiring.services, newId: randomUUID }
  const services = createServices(needs)
  const handle = createEventHandler(needs)

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: SocialApp['context'] = async request => {
    const asked = await wiring.requestContext(request)
    const { viewer, reads } = asked
    const chat = createChatLoaders({ viewerId: viewer?.userId ?? null, reads, primary: database.primary })
    return { ...asked, services, chat }
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
      const deleting = repeat({
        job: 'delete old messages',
        intervalMs: DELETE_INTERVAL_MS,
        logger,
        run: () => services.deleteOldMessages(),
      })
      lifecycle.onClose('deletion of old messages', () => deleting.stop())
    },
    close: () => lifecycle.close(),
  }
}
