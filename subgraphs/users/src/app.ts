import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { auditParts } from '@waystone/audit'
import {
  consumers,
  createRewardCheck,
  exchangeCredential,
  findCountry,
  findEntities,
  listDeadLetters,
  listRevocations,
  releaseGuildGold,
  releaseReservation,
  replayDeadLetters,
  reserveGuildGold,
  reservePrice,
  producerOf,
} from '@waystone/events'
import type { Jurisdictions } from '@waystone/jurisdictions'
import { localKeys, type KeySource } from '@waystone/kit/auth'
import {
  createSubgraphSchema,
  resolveEntities,
  wireSubgraph,
  type SubgraphApp,
  type SubgraphParts,
  type SubgraphWiring,
} from '@waystone/kit/graphql'
import { readTogether } from '@waystone/kit/live'
import { startJobs } from '@waystone/kit/lifecycle'
import { withCheck } from '@waystone/kit/outbox'
import { createDatabase, groupCalls } from '@waystone/kit/postgres'
import { answerCall } from '@waystone/kit/service-client'
import { instancesOf, isTwoFactorRequired, type Config } from './config.js'
import type { Context } from './context.js'
import { demoPlayers } from './domain/demo-account.js'
import type { PaymentProvider } from './domain/payment-provider.js'
import { createEventHandler } from './events.js'
import { connectExternal, type ExternalAccounts } from './identity/external/connect.js'
import { keysRoute } from './identity/keys-route.js'
import { createIdentity } from './identity/lazy-identity.js'
import { createPasswords, type Passwords } from './identity/passwords.js'
import { createDeviceTokens } from './identity/device-tokens.js'
import { createIdTokens } from './identity/providers/id-tokens.js'
import { steamOf } from './identity/providers/steam-settings.js'
import { createSteamTickets } from './identity/providers/steam-tickets.js'
import { createSecondFactors } from './identity/second-factors.js'
import { newSecret } from './identity/secrets.js'
import type { Mailer } from './mail/mailer.js'
import { openMailer } from './mail/settings.js'
import { openJurisdictions } from './jurisdictions.js'
import { createLoaders } from './loaders.js'
import { counters, countsOfEvent } from './metrics.js'
import { joinChannels } from './payments/join-channels.js'
import { noticeRoutes } from './payments/notice-routes.js'
import { openChannels } from './payments/open-channels.js'
import { playMoneySettings } from './payments/settings.js'
import { createTestProvider } from './payments/test-provider.js'
import { findBalances } from './repositories/ledger.js'
import { createPrisma, createPrismaReads } from './repositories/prisma.js'
import { reservePassing } from './repositories/reservation.js'
import { findRevocations } from './repositories/revocation.js'
import { resolvers } from './resolvers/index.js'
import { answerPlayers } from './services/answer-players.js'
import { createServices, type Services } from './services/index.js'
import { createSight } from './services/sight-external.js'
import type { Needs } from './services/needs.js'

export interface Parts extends SubgraphParts {
  readonly payments: PaymentProvider
  readonly mailer: Mailer
  readonly passwords: Passwords
  readonly jurisdictions: Jurisdictions
}

export interface UsersApp extends SubgraphApp<Context> {
  readonly services: Services
  /** The public keys of access tokens, for verifiers in this process. */
  readonly keys: KeySource
}

const RESERVATIONS_PER_STATEMENT_MAX = 100
/**
 * Those that come meanwhile share the next one: the fewer, the larger the groups and the less the work. With
 * one alone, though, this process waits while PostgreSQL works, and the other way round; a second one keeps
 * both busy once enough are waiting.
 */
const RESERVING_STATEMENTS_MAX = 2
const SECOND_STATEMENT_FROM = 8
const RECOVERY_INTERVAL_MS = 10_000
const PRUNE_INTERVAL_MS = 60_000
const MAIL_INTERVAL_MS = 1_000
const ERASE_INTERVAL_MS = 5_000
const NOTICES_INTERVAL_MS = 300_000
/** A sign-out applies within two seconds: this, 400 ms until instances know it, 250 ms until they check. */
const FOLLOW_INTERVAL_MS = 500
/** A hundred accounts at a time: a million are looked for within 28 hours. */
const SWEEP_INTERVAL_MS = 10_000
const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/** Wires the users subgraph: parts that are not given are made here. `start` runs relay, consumer, jobs. */
export async function createApp(config: Config, parts: Partial<Parts> = {}): Promise<UsersApp> {
  const jurisdictions = openJurisdictions(parts.jurisdictions)
  const wiring = wireSubgraph('users', config, parts, {
    instances: instancesOf(config),
    consumers,
    producerOf,
    counts: { counters, ofEvent: countsOfEvent },
    keys: () => localKeys(() => identity.publishedKeys()),
    readRevocations: ({ database }, sinceMs) => findRevocations(database.primary, new Date(sinceMs)),
    exchangeCredential: (_, credential) => services.enterExternal(credential),
  })
  const { clock, logger, metrics, lifecycle, database, cache, live, revocations } = wiring
  const stopListening = revocations.onNews(news => {
    // Sessions that another process or a trigger of the database has ended.
    const ended = news.flatMap(({ sessionId }) => (sessionId === null ? [] : [sessionId]))
    cache
      .invalidate('session', ended)
      .catch((error: unknown) => logger.warn({ err: error }, 'ended sessions stay cached'))
  })
  lifecycle.onClose('ended sessions', stopListening)
  const pool = database.primary
  const prisma = createPrisma(database)
  lifecycle.onClose('prisma', () => prisma.$disconnect())
  const prismaReads = createPrismaReads(database)
  lifecycle.onClose('prisma of the replica', () => prismaReads.$disconnect())

  const passwords = parts.passwords ?? createPasswords()
  const { BETTER_AUTH_SECRET: secret, TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience } = config
  const identity = createIdentity({ prisma, passwords, secret, issuer, audience, db: pool, clock })
  const external = await openExternal(config, wiring)
  const mailer = parts.mailer ?? openMailer(config)
  if (mailer !== null) lifecycle.onClose('mail', () => mailer.close())
  const channels = openChannels(config, { db: pool, clock, logger })
  const noticeLists = channels.flatMap(({ listNotices }) => listNotices ?? [])
  const isTest = config.PAYMENTS === 'test'
  const playMoney = playMoneySettings(config)
  if (config.NODE_ENV === 'production' && playMoney.length > 0)
    logger.warn({ settings: playMoney }, 'purchases may credit currency without taking money')
  const payments = parts.payments ?? (isTest ? createTestProvider({ prisma, clock, delay }) : joinChannels(channels))
  const steam = steamOf(config)
  const settings = {
    accessTokenLifetimeMs: config.ACCESS_TOKEN_LIFETIME_SECONDS * 1000,
    spendLimitCentsMonthly: config.SPEND_LIMIT_CENTS_MONTHLY,
    spendOrders: { DIAMOND: config.SPEND_ORDER_DIAMOND, GOLD: config.SPEND_ORDER_GOLD },
    signUpsPerAddressMax: config.SIGN_UPS_PER_ADDRESS_MAX,
    signInsPerAccountMax: config.SIGN_INS_PER_ACCOUNT_MAX,
    signInsPerNetworkMax: config.SIGN_INS_PER_NETWORK_MAX,
    sessionsPerUserMax: config.SESSIONS_PER_USER_MAX,
    declinedPurchasesDailyMax: config.DECLINED_PURCHASES_DAILY_MAX,
    guestsPerNetworkDailyMax: config.GUESTS_PER_NETWORK_DAILY_MAX,
    mailOrigin: { game: config.MAIL_FROM.name || 'the game', accountPageUrl: config.ACCOUNT_PAGE_URL ?? null },
    gameName: config.MAIL_FROM.name || 'Waystone',
    providers: config.OIDC_PROVIDERS,
    steam,
    demoPlayers: config.SEED_DEMO_ACCOUNTS ? demoPlayers : [],
    countryChangeDelayMs: config.COUNTRY_CHANGE_DELAY_SECONDS * 1000,
    accountDeletionDelayMs: config.ACCOUNT_DELETION_DELAY_SECONDS * 1000,
    isTwoFactorRequired: isTwoFactorRequired(config),
  }
  const reserveGrouped = groupCalls({
    run: (prices: Parameters<typeof reservePassing>[1]) => reservePassing(pool, prices, jurisdictions),
    key: price => price.userId,
    sizeMax: RESERVATIONS_PER_STATEMENT_MAX,
    runsMax: RESERVING_STATEMENTS_MAX,
    extraRunFrom: SECOND_STATEMENT_FROM,
  })
  const newestBalances = readTogether(async (userIds: readonly string[]) => {
    const found = await findBalances(pool, userIds)
    return userIds.map(id => found.get(id) ?? null)
  })
  const needs: Needs = {
    pool,
    prisma,
    prismaReads,
    clock,
    cache,
    logger,
    identity,
    external,
    passwords,
    newSecret,
    deviceTokens: createDeviceTokens(secret),
    secondFactors: createSecondFactors(secret),
    mailer,
    providers: new Map(config.OIDC_PROVIDERS.map(provider => [provider.name, createIdTokens(provider, { clock })])),
    steam: steam === null ? null : createSteamTickets(steam, { clock, logger }),
    payments,
    noticeLists,
    reserveGrouped,
    jurisdictions,
    live,
    newestBalances,
    revocations,
    auditParts: auditParts(wiring),
    settings,
  }
  const sight = createSight(needs)
  const services = createServices(needs, sight)
  const handle = withCheck(
    createEventHandler(needs),
    createRewardCheck({ kinds: ['CURRENCY'], services: wiring.services }),
  )

  const schema = createSubgraphSchema({ typeDefs, resolvers, metrics })
  const context: UsersApp['context'] = async request => {
    const asked = await wiring.requestContext(request)
    return {
      ...asked,
      services,
      loaders: createLoaders({ pool, cache, clock, reads: asked.reads, sight }),
      now: clock.now(),
    }
  }

  const deadLetters = wiring.deadLetterDesk(handle)

  return {
    name: 'users',
    schema,
    logger,
    metrics,
    services,
    keys: wiring.keys,
    context,
    internal: [
      answerCall(listDeadLetters.users, page => deadLetters.page(page)),
      answerCall(replayDeadLetters.users, asked => deadLetters.replay(asked)),
      answerCall(findEntities.users, async asked => ({ entities: await resolveEntities({ schema, context }, asked) })),
      ...answerPlayers(services),
      answerCall(findCountry, asked => services.findCountry(asked)),
      answerCall(reservePrice, price => services.reservePrice(price)),
      answerCall(releaseReservation, pull => services.releaseReservation(pull)),
      answerCall(reserveGuildGold, gold => services.reserveGuildGold(gold)),
      answerCall(releaseGuildGold, gold => services.releaseGuildGold(gold)),
      answerCall(exchangeCredential, async ({ credential }) => {
        const viewer = await services.enterExternal(credential)
        return { viewer: viewer === null ? null : { ...viewer, scopes: [...viewer.scopes] } }
      }),
      answerCall(listRevocations, async ({ sinceMs }) => [...(await findRevocations(pool, new Date(sinceMs)))]),
    ],
    routes: [keysRoute(identity), ...noticeRoutes(channels, services)],
    internalSecret: wiring.internalSecret,
    recordRefusal: wiring.recordRefusal,
    readiness: wiring.readiness,
    tracing: wiring.tracing,
    watchAccess: wiring.watchAccess,
    replayDeadLetters: request => wiring.replayDeadLetters(handle, request),
    start: async () => {
      await wiring.start(handle)
      if (mailer === null && config.AUTH_MODE === 'internal')
        logger[config.NODE_ENV === 'production' ? 'warn' : 'info'](
          'MAIL=off: no address is verified, no password reset, and sign-up tells taken addresses',
        )
      const jobs = [
        { job: 'recover purchases', intervalMs: RECOVERY_INTERVAL_MS, run: () => services.recoverPurchases() },
        { job: 'recover refunds', intervalMs: RECOVERY_INTERVAL_MS, run: () => services.recoverRefunds() },
        { job: 'collect what is owed', intervalMs: RECOVERY_INTERVAL_MS, run: () => services.collectOwed() },
        ...(noticeLists.length === 0
          ? []
          : [{ job: 'follow payments', intervalMs: NOTICES_INTERVAL_MS, run: () => services.takeListedNotices() }]),
        ...(mailer === null
          ? []
          : [{ job: 'send mail', intervalMs: MAIL_INTERVAL_MS, run: () => services.sendMails() }]),
        { job: 'erase deleted accounts', intervalMs: ERASE_INTERVAL_MS, run: () => services.eraseAccounts() },
        { job: 'prune', intervalMs: PRUNE_INTERVAL_MS, run: () => services.prune() },
        ...(external === null
          ? []
          : [{ job: 'follow the accounts', intervalMs: FOLLOW_INTERVAL_MS, run: () => services.followExternal() }]),
        ...(external === null
          ? []
          : [{ job: 'look for deleted accounts', intervalMs: SWEEP_INTERVAL_MS, run: () => services.sweepExternal() }]),
      ]
      startJobs(jobs, { lifecycle, logger })
    },
    close: () => lifecycle.close(),
  }
}

/** @throws ConfigError when the application's tables are not what the settings say. */
async function openExternal(
  config: Config,
  { lifecycle, logger, database }: Pick<SubgraphWiring, 'lifecycle' | 'logger' | 'database'>,
): Promise<ExternalAccounts | null> {
  const url = config.EXTERNAL_DATABASE_URL
  if (config.AUTH_MODE === 'internal' || url === undefined) return null
  const theirs = createDatabase({
    url,
    maxConnections: config.EXTERNAL_DB_MAX_CONNECTIONS,
    applicationName: 'waystone-users-reader',
    logger,
  })
  lifecycle.onClose('database of the accounts', () => theirs.close())
  try {
    return await connectExternal(config, { external: theirs.primary, own: database.primary })
  } catch (error) {
    await lifecycle.close()
    throw error
  }
}
