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
import type { Config } from './config.js'
import type { Context } from './context.js'
import { createEventHandler } from './events.js'
import { counters, countsOfEvent } from './metrics.js'
import { resolvers } from './resolvers/index.js'
import { createServices, type Services } from './services/index.js'

export type Parts = SubgraphParts

export interface NotificationsApp extends SubgraphApp<Context> {
  readonly services: Services
}

const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Wires the notifications subgraph: each part that is not given as a process of its own has it. `start` runs relay and
 * consumer.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<NotificationsApp> {
  const wiring = wireSubgraph('notifications', config, parts, {
    instances: { users: config.USERS_URLS },
    consumers,
    producerOf,
    counts: { counters, ofEvent: countsOfEvent },
    keys: discovery => publishedKeys(() => discovery.urlsOf('users', config.USERS_URLS)),
    readRevocations: ({ services }, sinceMs) => services.call(listRevocations, { sinceMs }),
    exchangeCredential: async ({ services }, credential) =>
      (await services.call(exchangeCredential, { credential })).viewer,
  })
  const { clock, logger, metrics, lifecycle, database } = wiring
  const needs = { clock, pool: database.primary, serviceClient: wiring.services }
  const services = createServices(needs)
  const handle = createEventHandler(needs)

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: NotificationsApp['context'] = async request => ({
    ...(await wiring.requestContext(request)),
    services,
  })

  const deadLetters = wiring.deadLetterDesk(handle)

  return {
    name: 'notifications',
    schema,
    logger,
    metrics,
    services,
    context,
    internal: [
      ...answerAudit('notifications', createAuditPart('notifications', wiring.database)),
      answerCall(listDeadLetters.notifications, page => deadLetters.page(page)),
      answerCall(replayDeadLetters.notifications, asked => deadLetters.replay(asked)),
      answerCall(findEntities.notifications, async asked => ({
        entities: await resolveEntities({ schema, context }, asked),
      })),
    ],
    routes: [],
    internalSecret: wiring.internalSecret,
    recordRefusal: wiring.recordRefusal,
    readiness: wiring.readiness,
    watchAccess: wiring.watchAccess,
    replayDeadLetters: request => wiring.replayDeadLetters(handle, request),
    start: () => wiring.start(handle),
    close: () => lifecycle.close(),
  }
}
