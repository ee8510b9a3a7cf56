import { readFileSync } from 'node:fs'
import * as characters from '@waystone/characters'
import { readConfig as readCharactersConfig } from '@waystone/characters/config'
import { consumers, listRevocations } from '@waystone/events'
import * as gacha from '@waystone/gacha'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { createGatewayApp, WEB_DIRECTORY } from '@waystone/gateway'
import { readConfig as readGatewayConfig } from '@waystone/gateway/config'
import { createRevocationList, followRevocations } from '@waystone/kit/auth'
import { systemClock } from '@waystone/kit/clock'
import { withDatabaseUrls } from '@waystone/kit/config'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import type { SubgraphApp } from '@waystone/kit/graphql'
import { createLifecycle, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger, type Logger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { migrate } from '@waystone/kit/migrate'
import { createInProcessEventBus } from '@waystone/kit/outbox'
import { announceSystem } from '@waystone/kit/running-system'
import { createInProcessServiceClient, type InternalHandler } from '@waystone/kit/service-client'
import { seed as seedGacha } from '@waystone/prisma/gacha/seed'
import { seed as seedQuests } from '@waystone/prisma/quests/seed'
import { seed as seedUsers } from '@waystone/prisma/users/seed'
import * as notifications from '@waystone/notifications'
import { readConfig as readNotificationsConfig } from '@waystone/notifications/config'
import * as quests from '@waystone/quests'
import { readConfig as readQuestsConfig } from '@waystone/quests/config'
import * as social from '@waystone/social'
import { readConfig as readSocialConfig } from '@waystone/social/config'
import * as users from '@waystone/users'
import { readConfig as readUsersConfig } from '@waystone/users/config'
import { localUrl } from './addresses.js'
import type { StartArguments } from './arguments.js'
import { checkSettings } from './check-settings.js'
import { openDataDirectory } from './data-directory.js'
import { postgresDirectory } from './data-entries.js'
import {
  databaseName,
  databaseSettings,
  databaseSpecs,
  prismaDirectory,
  subgraphNames,
  type SubgraphName,
} from './databases.js'
import { hasDemoAccounts } from './demo-accounts.js'
import { explorerSettings } from './explorer-settings.js'
import { developmentSettings, localSubgraphs, type Apps, type Development } from './local-subgraphs.js'
import type { Progress } from './progress.js'
import { createSchemasInUse } from './schemas-in-use.js'
import {
  eventSettingsOf,
  keepInternalSecrets,
  keepSecrets,
  logUserKey,
  secretSettings,
  seedEncryptionKeys,
  webPushKey,
  type Secrets,
} from './secrets.js'

export interface Standalone {
  readonly url: string
  close(): Promise<void>
}

type Env = Readonly<Record<string, string | undefined>>
type Settings = (name: SubgraphName) => Env

/** The whole supergraph in one process: embedded Postgres, all subgraphs, the gateway, and no network between them. */
export async function startStandalone(
  options: Pick<StartArguments, 'port' | 'dataDirectory'> & {
    env: Env
    progress: Progress
    /**
     * Composes what the subgraphs' schema files say, whenever they change, instead of reading the committed
     * supergraph.
     */
    dev?: Development | undefined
    /** The folder of the built pages; default: that of this checkout. */
    webDirectory?: string
    /** Given by a caller who may close before the start is complete. */
    lifecycle?: Lifecycle
  },
): Promise<Standalone> {
  const { port, dataDirectory, env, progress } = options
  checkSettings(env)
  const logger = createLogger({ name: 'waystone', level: env['LOG_LEVEL'] || 'warn' })
  const lifecycle = options.lifecycle ?? createLifecycle(logger)
  try {
    openDataDirectory(dataDirectory)
    const secrets = await keepSecrets(dataDirectory)
    const secretsFile = await keepInternalSecrets(dataDirectory, secrets, systemClock.now())
    const databaseUrl = await openDatabases({
      dataDirectory,
      port,
      secrets,
      secretsFile,
      env,
      lifecycle,
      progress,
      logger,
    })
    const events = eventSettingsOf(secrets)
    const settings: Settings = name => ({
      LOG_LEVEL: 'warn',
      ...env,
      DATABASE_URL: databaseUrl(name),
      INTERNAL_SECRET: secrets.internal,
      INTERNAL_SECRETS_FILE: secretsFile,
      BETTER_AUTH_SECRET: secrets.betterAuth,
      EVENTS_SIGNING_KEY: events.signingKey(name),
      EVENTS_PUBLIC_KEYS: events.publicKeys,
      SEED_ENCRYPTION_KEYS: seedEncryptionKeys(secrets, env['SEED_ENCRYPTION_KEYS']),
      WEB_PUSH_PRIVATE_KEY: webPushKey(secrets, env['WEB_PUSH_PRIVATE_KEY']),
      LOG_USER_KEY: logUserKey(secrets, env['LOG_USER_KEY']),
      SEED_DEMO_ACCOUNTS: String(hasDemoAccounts(env)),
    })
    const { parts, apps } = await createApps({ settings, lifecycle, logger })
    await progress.step('Catalog, banners and demo accounts are there', () => seedAll(apps, env))

    const dev = options.dev && { ...options.dev, schemas: followedSchemas(options.dev, progress) }
    const gatewaySettings = {
      ...(dev && developmentSettings),
      ...settings('users'),
      ...explorerSettings(env),
      SERVICE_PORT: String(port),
    }
    const gateway = createGatewayApp(readGatewayConfig(gatewaySettings), {
      ...parts,
      webDirectory: options.webDirectory ?? WEB_DIRECTORY,
      localSubgraphs: localSubgraphs(apps, { dev, lifecycle }),
      localReadiness: Object.fromEntries(Object.entries(apps).map(([name, { readiness }]) => [name, readiness])),
      routes: apps.users.routes.filter(({ path }) => path.startsWith('/payments/')),
    })
    lifecycle.onClose('gateway', () => gateway.close())
    const { url } = await gateway.start()
    if (dev !== undefined)
      lifecycle.onClose(
        'schemas in use',
        gateway.epochs.onEpoch(() => dev.schemas.served()),
      )
    return { url, close: () => lifecycle.close() }
  } catch (error) {
    await lifecycle.close()
    throw error
  }
}

const followedSchemas = ({ schemaFile }: Development, progress: Progress) =>
  createSchemasInUse(
    Object.fromEntries(subgraphNames.map(name => [name, readFileSync(schemaFile(name), 'utf8')])),
    progress.say,
  )

interface Opening {
  readonly dataDirectory: string
  readonly port: number
  readonly secrets: Secrets
  readonly secretsFile: string
  readonly env: Env
  readonly lifecycle: Lifecycle
  readonly progress: Progress
  readonly logger: Logger
}

/**
 * The databases of all subgraphs, migrated: those that the environment names, all or none, or our own.
 * @returns each subgraph's URL.
 */
async function openDatabases(options: Opening): Promise<(name: SubgraphName) => string> {
  const { progress, dataDirectory, lifecycle } = options
  const env = withDatabaseUrls(options.env)
  const given = Object.fromEntries(subgraphNames.map(name => [name, env[`${name.toUpperCase()}_DATABASE_URL`]]))
  const own = subgraphNames.some(name => (given[name] ?? '') === '') ? await startOwnPostgres(options) : null
  const url = (name: SubgraphName) => (own === null ? (given[name] ?? '') : own(name))
  await progress.step('Databases are migrated', () =>
    Promise.all(subgraphNames.map(name => migrate({ url: url(name), directory: prismaDirectory(name) }))),
  )
  const announced = await announceSystem({
    directory: dataDirectory,
    settings: {
      ...databaseSettings(url),
      ...secretSettings(options),
      // Not known before it listens where any free port will do, which is so in tests only.
      ...(options.port !== 0 && { GATEWAY_URLS: localUrl({ host: options.env['LISTEN_ADDR'], port: options.port }) }),
    },
  })
  lifecycle.onClose('announcement', () => announced.withdraw())
  return url
}

/** @returns each subgraph's URL, with its own role in it. */
async function startOwnPostgres(options: Opening): Promise<(name: SubgraphName) => string> {
  const { dataDirectory, secrets, lifecycle, progress, logger } = options
  const postgres = await progress.step('Postgres runs', () =>
    startEmbeddedPostgres({
      directory: postgresDirectory(dataDirectory),
      databases: databaseSpecs(secrets.root),
      onUnexpectedEnd: reason => {
        logger.fatal({ reason }, 'Postgres ended')
        process.exit(1)
      },
    }),
  )
  lifecycle.onClose('postgres', () => postgres.stop())
  return name => postgres.url(databaseName(name))
}

/** The subgraphs, started, sharing what would be a network: one bus, direct calls, one list of revocations. */
async function createApps(options: { settings: Settings; lifecycle: Lifecycle; logger: Logger }) {
  const { settings, lifecycle, logger } = options
  const handlers = new Map<string, readonly InternalHandler[]>()
  const metrics = createMetrics({ service: 'waystone', processMetrics: true })
  const servicesOf = (self: string) => createInProcessServiceClient({ self, find: name => handlers.get(name) ?? [] })
  const events = createInProcessEventBus({ logger, metrics, consumers })
  lifecycle.onClose('events', () => events.close())
  const shared = { clock: systemClock, logger, metrics, events, revocations: createRevocationList() }
  const opened = <App extends Pick<SubgraphApp, 'name' | 'internal' | 'close'>>(app: App): App => {
    lifecycle.onClose(app.name, () => app.close())
    handlers.set(app.name, app.internal)
    return app
  }

  const usersApp = opened(
    await users.createApp(readUsersConfig(settings('users')), { ...shared, services: servicesOf('users') }),
  )
  const parts = { ...shared, keys: usersApp.keys }
  const apps = {
    users: usersApp,
    characters: opened(
      await characters.createApp(readCharactersConfig(settings('characters')), {
        ...parts,
        services: servicesOf('characters'),
      }),
    ),
    quests: opened(
      await quests.createApp(readQuestsConfig(settings('quests')), { ...parts, services: servicesOf('quests') }),
    ),
    gacha: opened(
      await gacha.createApp(readGachaConfig(settings('gacha')), { ...parts, services: servicesOf('gacha') }),
    ),
    social: opened(
      await social.createApp(readSocialConfig(settings('social')), { ...parts, services: servicesOf('social') }),
    ),
    notifications: opened(
      await notifications.createApp(readNotificationsConfig(settings('notifications')), {
        ...parts,
        services: servicesOf('notifications'),
      }),
    ),
  }
  const gatewayServices = servicesOf('gateway')
  const following = await followRevocations({
    list: shared.revocations,
    read: sinceMs => gatewayServices.call(listRevocations, { sinceMs }),
    logger,
  })
  lifecycle.onClose('revocations', () => following.stop())
  for (const app of Object.values(apps)) await app.start()
  return { parts: { ...parts, services: gatewayServices }, apps }
}

async function seedAll(apps: Pick<Apps, 'users' | 'quests' | 'gacha'>, env: Env): Promise<void> {
  const accounts = hasDemoAccounts(env) ? seedUsers(apps.users, 'development') : undefined
  await Promise.all([accounts, seedGacha(apps.gacha)])
  // Rewards name items, so those come first.
  await seedQuests(apps.quests)
}
