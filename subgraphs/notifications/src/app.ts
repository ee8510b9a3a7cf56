import { readFileSync } from 'node:fs'
import { answerAudit, createAuditPart } from '@waystone/audit'
import {
  consumers,
  exchangeCredential,
  findClaimedMails,
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
import { startJobs } from '@waystone/kit/lifecycle'
import { readTogether } from '@waystone/kit/live'
import { answerCall } from '@waystone/kit/service-client'
import type { Dispatcher } from 'undici'
import type { Config } from './config.js'
import type { Context } from './context.js'
import { createEventHandler } from './events.js'
import { createLoaders } from './loaders.js'
import { counters, countsOfEvent } from './metrics.js'
import { openProviders } from './push/open-providers.js'
import { findNotificationsAfter, findNotificationSequences } from './repositories/newest-notifications.js'
import { resolvers } from './resolvers/index.js'
import { createServices, type Services } from './services/index.js'

export interface Parts extends SubgraphParts {
  /** From 0 to 1, for delays of tries. */
  readonly draw: () => number
  /** Calls the addresses of web pushes; by default only public ones. */
  readonly webPushAgent: Dispatcher
  /** How long push services have for an answer. */
  readonly pushTimeoutMs: number
}

export interface NotificationsApp extends SubgraphApp<Context> {
  readonly services: Services
}

/** How often the jobs look for work. */
const PUSH_INTERVAL_MS = 1_000
const SENDING_INTERVAL_MS = 1_000
const PRUNE_INTERVAL_MS = 60 * 60 * 1_000
const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Wires the notifications subgraph: each part that is not given as a process of its own has it. `start` runs relay,
 * consumer and jobs.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<NotificationsApp> {
  const wiring = wireSubgraph('notifications', config, parts, {
    instances: { users: config.USERS_URLS, gacha: config.GACHA_URLS },
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
  const { webPushKeys, providers } = openProviders(config, {
    clock,
    ...(parts.webPushAgent !== undefined && { agent: parts.webPushAgent }),
    ...(parts.pushTimeoutMs !== undefined && { timeoutMs: parts.pushTimeoutMs }),
  })
  for (const [platform, provider] of providers) lifecycle.onClose(`push by ${platform}`, () => provider.close())
  const needs = {
    clock,
    logger,
    live,
    newestNotifications: {
      after: readTogether((asked: Parameters<typeof findNotificationsAfter>[1]) => findNotificationsAfter(pool, asked)),
      sequence: readTogether((positions: Parameters<typeof findNotificationSequences>[1]) =>
        findNotificationSequences(pool, positions),
      ),
    },
    pool,
    serviceClient: wiring.services,
    providers,
    draw: parts.draw ?? Math.random,
  }
  const services = createServices(needs)
  const handle = createEventHandler(needs)

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: NotificationsApp['context'] = async request => {
    const asked = await wiring.requestContext(request)
    const { reads, viewer } = asked
    const { wordNotifications } = services
    const loaders = createLoaders({ pool, reads, viewer, wordNotifications })
    return { ...asked, services, loaders, webPushKey: webPushKeys.publicKey }
  }

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
      answerCall(findClaimedMails, async ({ eventIds }) => ({ grants: await services.findClaimedMails(eventIds) })),
      answerCall(findEntities.notifications, async asked => ({
        entities: await resolveEntities({ schema, context }, asked),
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
      await wiring.start(handle)
      let isStopped = false
      const until = { isStopped: () => isStopped }
      const jobs = [
        { job: 'push deliveries', intervalMs: PUSH_INTERVAL_MS, run: () => services.pushDeliveries(until) },
        { job: 'continue sendings', intervalMs: SENDING_INTERVAL_MS, run: () => services.continueSendings(until) },
        { job: 'prune', intervalMs: PRUNE_INTERVAL_MS, run: () => services.prune() },
      ]
      startJobs(jobs, { lifecycle, logger })
      // Closed before the jobs, which end their rounds by it.
      lifecycle.onClose('rounds of jobs', () => void (isStopped = true))
    },
    close: () => lifecycle.close(),
  }
}
