import { rm } from 'node:fs/promises'
import path from 'node:path'
import * as characters from '@waystone/characters'
import { readConfig as readCharactersConfig } from '@waystone/characters/config'
import { consumers, listRevocations } from '@waystone/events'
import * as gacha from '@waystone/gacha'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { createGatewayApp } from '@waystone/gateway'
import { readConfig as readGatewayConfig } from '@waystone/gateway/config'
import { createRevocationList, followRevocations } from '@waystone/kit/auth'
import { systemClock } from '@waystone/kit/clock'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { createLocalExecutor } from '@waystone/kit/graphql'
import { createLifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { migrate } from '@waystone/kit/migrate'
import { createInProcessEventBus } from '@waystone/kit/outbox'
import { createInProcessServiceClient, type InternalHandler } from '@waystone/kit/service-client'
import { seed as seedGacha } from '@waystone/prisma/gacha/seed'
import { seed as seedQuests } from '@waystone/prisma/quests/seed'
import { seed as seedUsers } from '@waystone/prisma/users/seed'
import * as quests from '@waystone/quests'
import { readConfig as readQuestsConfig } from '@waystone/quests/config'
import * as users from '@waystone/users'
import { readConfig as readUsersConfig } from '@waystone/users/config'
import type { StartArguments } from './arguments.js'
import { databaseName, databaseSpecs, prismaDirectory, subgraphNames, type SubgraphName } from './databases.js'
import type { Progress } from './progress.js'
import { keepSecrets } from './secrets.js'

export interface Standalone {
  readonly url: string
  close(): Promise<void>
}

type Env = Readonly<Record<string, string | undefined>>

/** The whole supergraph in one process: embedded Postgres, four subgraphs, the gateway, and no network between them. */
export async function startStandalone(options: StartArguments & { env: Env; progress: Progress }): Promise<Standalone> {
  const { fresh, port, dataDirectory, env, progress } = options
  const logger = createLogger({ name: 'waystone', level: env['LOG_LEVEL'] ?? 'warn' })
  const lifecycle = createLifecycle(logger)
  try {
    if (fresh) await progress.step('Old data deleted', () => rm(dataDirectory, { recursive: true, force: true }))
    const secrets = await keepSecrets(dataDirectory)

    const postgres = await progress.step('Postgres runs', () =>
      startEmbeddedPostgres({
        directory: path.join(dataDirectory, 'postgres'),
        databases: databaseSpecs(secrets.internal),
        onUnexpectedEnd: reason => {
          logger.fatal({ reason }, 'Postgres ended')
          process.exit(1)
        },
      }),
    )
    lifecycle.onClose('postgres', () => postgres.stop())
    const databaseUrl = (name: SubgraphName) => postgres.url(databaseName(name))
    await progress.step('Databases are migrated', () =>
      Promise.all(subgraphNames.map(name => migrate({ url: databaseUrl(name), directory: prismaDirectory(name) }))),
    )

    const settings = (name: SubgraphName): Env => ({
      LOG_LEVEL: 'warn',
      DB_MAX_CONNECTIONS: '20',
      ...env,
      DATABASE_URL: databaseUrl(name),
      INTERNAL_SECRET: secrets.internal,
      BETTER_AUTH_SECRET: secrets.betterAuth,
    })
    const parts = sharedParts(name => handlers.get(name) ?? [], logger)
    lifecycle.onClose('services', () => parts.services.close())
    lifecycle.onClose('events', () => parts.events.close())

    const usersApp = await users.createApp(readUsersConfig(settings('users')), parts)
    lifecycle.onClose('users', () => usersApp.close())
    const trusting = { ...parts, keys: usersApp.keys }
    const charactersApp = await characters.createApp(readCharactersConfig(settings('characters')), trusting)
    lifecycle.onClose('characters', () => charactersApp.close())
    const questsApp = await quests.createApp(readQuestsConfig(settings('quests')), trusting)
    lifecycle.onClose('quests', () => questsApp.close())
    const gachaApp = await gacha.createApp(readGachaConfig(settings('gacha')), trusting)
    lifecycle.onClose('gacha', () => gachaApp.close())
    const apps = [usersApp, charactersApp, questsApp, gachaApp]
    const handlers = new Map<string, readonly InternalHandler[]>(apps.map(app => [app.name, app.internal]))

    const following = await followRevocations({
      list: parts.revocations,
      read: sinceMs => parts.services.call(listRevocations, { sinceMs }),
      logger,
    })
    lifecycle.onClose('revocations', () => following.stop())
    for (const app of apps) await app.start()

    await progress.step('Catalog, banners and demo accounts are there', async () => {
      await Promise.all([seedUsers(usersApp), seedGacha(gachaApp)])
      await seedQuests(questsApp)
    })

    const gateway = createGatewayApp(readGatewayConfig({ ...settings('users'), SERVICE_PORT: String(port) }), {
      ...trusting,
      localSubgraphs: {
        users: { execute: createLocalExecutor(usersApp) },
        characters: { execute: createLocalExecutor(charactersApp) },
        quests: { execute: createLocalExecutor(questsApp) },
        gacha: { execute: createLocalExecutor(gachaApp) },
      },
    })
    lifecycle.onClose('gateway', () => gateway.close())
    const { url } = await gateway.start()
    return { url, close: () => lifecycle.close() }
  } catch (error) {
    await lifecycle.close()
    throw error
  }
}

/** What the apps share instead of a network: one bus, direct calls, one list of revocations. */
function sharedParts(find: (service: string) => readonly InternalHandler[], logger: ReturnType<typeof createLogger>) {
  const metrics = createMetrics({ service: 'waystone', processMetrics: true })
  return {
    clock: systemClock,
    logger,
    metrics,
    events: createInProcessEventBus({ logger, metrics, consumers }),
    services: createInProcessServiceClient({ self: 'standalone', find }),
    revocations: createRevocationList(),
  }
}
