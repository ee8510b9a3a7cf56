import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as characters from '@waystone/characters'
import { readConfig as readCharactersConfig } from '@waystone/characters/config'
import { consumers } from '@waystone/events'
import * as gacha from '@waystone/gacha'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { createGatewayApp } from '@waystone/gateway'
import { readConfig as readGatewayConfig } from '@waystone/gateway/config'
import { serveSubgraph, type RequestContext, type SubgraphApp } from '@waystone/kit/graphql'
import { createLogger, type Logger } from '@waystone/kit/logger'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { migrate } from '@waystone/kit/migrate'
import { createInProcessEventBus } from '@waystone/kit/outbox'
import { freePort } from '@waystone/kit/process'
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
import { databaseName, databaseSpecs, prismaDirectory, subgraphNames, type SubgraphName } from '../src/databases.js'

export interface GraphqlError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}
export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- what was selected is known where it was asked
  readonly data: any
  readonly errors?: readonly GraphqlError[]
}

interface AskOptions {
  readonly token?: string | undefined
  readonly variables?: object
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Gateway and subgraphs that ask each other over HTTP as in production, in this process, on a PostgreSQL that
 * is given or their own.
 */
export interface OverHttp {
  readonly url: string
  ask(source: string, options?: AskOptions): Promise<Answer>
  /** A player who has just signed up; the access token. */
  aPlayer(name?: string): Promise<string>
  subgraphUrl(name: SubgraphName): string
  databaseUrl(name: SubgraphName): string
  /** As if the subgraph's process had ended. */
  stopSubgraph(name: SubgraphName): Promise<void>
  stopPostgres(): Promise<void>
  close(): Promise<void>
}

export const internalSecret = 'a secret of this test that is long enough'

export const databases = databaseSpecs(internalSecret)

interface PostgresServer {
  url(database: string): string
  /** Where there is a replica. */
  readUrl?(database: string): string
  stop(): Promise<void>
}

async function startOwnPostgres(): Promise<PostgresServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-over-http-'))
  const { url, stop } = await startEmbeddedPostgres({ directory, databases, isDurable: false })
  return {
    url,
    stop: async () => {
      await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * @param options.postgres a server that holds `databases`; stopped with the rest
 * @param options.loggerOf the logger of each process; silent by default
 * @param options.redisUrl carries the events, signed by the keys of development; without, they stay in the process
 */
export async function startOverHttp(
  options: {
    postgres?: PostgresServer
    redisUrl?: string
    settings?: Readonly<Record<string, string>>
    loggerOf?: (process: string) => Logger
  } = {},
): Promise<OverHttp> {
  const postgres = options.postgres ?? (await startOwnPostgres())
  const databaseUrl = (name: SubgraphName) => postgres.url(databaseName(name))
  await Promise.all(subgraphNames.map(name => migrate({ url: databaseUrl(name), directory: prismaDirectory(name) })))
  const logger = createLogger({ name: 'test', level: 'silent' })
  const { loggerOf = () => logger } = options
  const events = createInProcessEventBus({ logger, consumers })
  // Ports are chosen before any subgraph starts: the subgraphs call each other in a circle.
  const ports: (readonly [string, number])[] = []
  for (const name of subgraphNames) ports.push([name, await freePort()])
  const portOf: ReadonlyMap<string, number> = new Map(ports)
  const served = new Map<string, { url: string; close(): Promise<void> }>()
  const settings = (name: SubgraphName) => ({
    LOG_LEVEL: 'silent',
    INTERNAL_SECRET: internalSecret,
    BETTER_AUTH_SECRET: internalSecret,
    DATABASE_URL: databaseUrl(name),
    DATABASE_READ_URL: postgres.readUrl?.(databaseName(name)),
    REDIS_URL: options.redisUrl,
    ...options.settings,
    ...Object.fromEntries(ports.map(([known, port]) => [`${known.toUpperCase()}_URLS`, `http://127.0.0.1:${port}`])),
  })
  const serve = async <TContext extends RequestContext, App extends SubgraphApp<TContext>>(app: App): Promise<App> => {
    const at = {
      host: '127.0.0.1',
      port: portOf.get(app.name) ?? 0,
      internalSecret: app.internalSecret,
      introspection: false,
    }
    served.set(app.name, await serveSubgraph<TContext>(app, at))
    return app
  }
  const partsOf = (name: SubgraphName) => ({
    logger: loggerOf(name),
    ...(options.redisUrl === undefined && { events }),
  })
  const usersApp = await serve(await users.createApp(readUsersConfig(settings('users')), partsOf('users')))
  const gachaApp = await serve(await gacha.createApp(readGachaConfig(settings('gacha')), partsOf('gacha')))
  await serve(await characters.createApp(readCharactersConfig(settings('characters')), partsOf('characters')))
  const questsApp = await serve(await quests.createApp(readQuestsConfig(settings('quests')), partsOf('quests')))
  await serve(await social.createApp(readSocialConfig(settings('social')), partsOf('social')))
  await serve(
    await notifications.createApp(readNotificationsConfig(settings('notifications')), partsOf('notifications')),
  )
  await Promise.all([seedUsers(usersApp, 'test'), seedGacha(gachaApp)])
  await seedQuests(questsApp)
  const gateway = createGatewayApp(readGatewayConfig({ ...settings('users'), SERVICE_PORT: '0' }), {
    logger: loggerOf('gateway'),
  })
  const { url } = await gateway.start()

  const ask: OverHttp['ask'] = async (source, { token, variables, headers } = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query: source, variables }),
    })
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) }
  }
  const stopSubgraph = async (name: string) => {
    await served.get(name)?.close()
    served.delete(name)
  }
  return {
    url,
    ask,
    aPlayer: async (name = `p${randomUUID().replaceAll('-', '').slice(0, 20)}`) => {
      const input = `{ username: "${name}", email: "${name}@example.com", password: "a long password" }`
      const { data } = await ask(`mutation { signUp(input: ${input}) { ... on AuthSession { accessToken } } }`)
      return (data as { signUp: { accessToken: string } }).signUp.accessToken
    },
    subgraphUrl: name => served.get(name)?.url ?? '',
    databaseUrl,
    stopSubgraph,
    stopPostgres: () => postgres.stop(),
    close: async () => {
      await gateway.close()
      for (const name of [...served.keys()].toReversed()) await stopSubgraph(name)
      await events.close()
      await postgres.stop()
    },
  }
}
