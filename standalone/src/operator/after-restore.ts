import { raiseEpochs } from '@waystone/characters/restored-maps'
import { confirm, createCommand, print, printJson } from '@waystone/kit/command'
import { parseConfig, processSettings } from '@waystone/kit/config'
import { StartError } from '@waystone/kit/errors'
import { runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { readErasuresFile, type ErasureList } from '@waystone/tools/erasures'
import { createApp } from '@waystone/users'
import { readConfig } from '@waystone/users/config'
import { databaseUrls } from './database-urls.js'
import { emptyRedis } from './after-restore/empty-redis.js'
import { connectedProcesses } from './after-restore/connected-processes.js'

type Env = Readonly<Record<string, string | undefined>>

interface Options {
  /** Null where none is left. */
  readonly erasures: string | null
  readonly yes: boolean
  readonly json: boolean
  readonly data: string
}

const program = createCommand('waystone backup after-restore')
  .description(
    'Brings restored databases in line with what they have forgotten. PostgreSQL runs, and no process of Waystone does.',
  )
  .option('--erasures <file>', 'what "waystone backup erasures" has written')
  .option('--no-erasures', 'there is no list: accounts that were deleted since are back')
  .option('--yes', 'agree beforehand, for scripts', false)
  .option('--json', 'print one JSON value', false)
  .option('--data <dir>', 'data directory of the running system', '.data')
  .addHelpText(
    'after',
    `
Empties Redis, whose streams and caches are of the time that is given up; ends all sessions, and voids all access tokens, since
sessions that were ended are back; erases the accounts again that were erased; raises the epochs of all maps. It may run again
until the system has started; afterwards "waystone audit --settled" looks at the whole.
The databases are ${Object.keys(databaseUrls).join(', ')} of the environment;
BETTER_AUTH_SECRET is needed, and REDIS_URL with a login that may FLUSHALL where the system has a Redis.
Exit code: 0 when done, 1 when it is refused or failed, 2 for wrong usage.`,
  )

runMain(async () => {
  const options = readOptions()
  const list = options.erasures === null ? null : readErasuresFile(options.erasures)
  const env = await settingsOfSystem({
    env: process.env,
    required: Object.keys(databaseUrls),
    directory: options.data,
    below: ['distributed'],
  })
  const config = parseConfig({ ...processSettings, ...databaseUrls }, env)
  const logger = createLogger({ name: 'after restore', level: 'error' })
  const open = (url: string) => createDatabase({ url, maxConnections: 1, applicationName: 'after-restore', logger })
  const databases = Object.entries(databaseUrls).map(([setting]) => open(urlIn(config, setting)))
  const characters = open(config.CHARACTERS_DATABASE_URL)
  try {
    await refuseWhileServing(databases)
    if (!(await confirm(program, questionOf(list), options))) return print('Nothing is changed.')
    const redis = config.REDIS_URL === undefined ? null : await emptyRedis(config.REDIS_URL, logger)
    const maps = await raiseEpochs(characters.primary)
    const users = await followInUsers(env, list)
    const done = { redisKeysDeleted: redis, mapsWithNewEpoch: maps, ...users }
    if (options.json) printJson(done)
    else tell(done)
  } finally {
    await Promise.all([characters, ...databases].map(database => database.close()))
  }
})

function readOptions(): Options {
  const { erasures, ...options } = program.parse().opts<Omit<Options, 'erasures'> & { erasures?: string | false }>()
  if (erasures === undefined)
    return program.error('error: --erasures <file> says who was deleted meanwhile; --no-erasures gives that up')
  return { ...options, erasures: erasures === false ? null : erasures }
}

const urlIn = (config: Readonly<Record<string, unknown>>, setting: string): string => String(config[setting])

/** A process that serves has caches, keys and maps in its memory that are of the time that is given up. */
async function refuseWhileServing(databases: readonly Database[]): Promise<void> {
  const serving = new Set<string>()
  for (const { primary } of databases) for (const name of await connectedProcesses(primary)) serving.add(name)
  if (serving.size > 0)
    throw new StartError(
      `after-restore: stop all processes of Waystone first: ${[...serving].join(', ')} are connected. Nothing was changed.`,
    )
}

function questionOf(list: ErasureList | null): string {
  const known = list === null ? 'no list of deletions' : `${list.accounts.length} deletions as of ${list.asOf}`
  return `This ends all sessions and empties Redis, with ${known}. Go on?`
}

async function followInUsers(env: Env, list: ErasureList | null) {
  const config = readConfig(
    {
      ...env,
      LOG_LEVEL: 'fatal',
      // Production wants a provider, of which a command makes no use.
      PAYMENTS: 'off',
      DATABASE_URL: env['USERS_DATABASE_URL'],
      DATABASE_READ_URL: undefined,
      // It is empty, and stays so.
      REDIS_URL: undefined,
      DB_MAX_CONNECTIONS: '2',
    },
    { signs: false },
  )
  const app = await createApp(config)
  try {
    // It is not started: it relays and consumes nothing, only its services are used.
    return await app.services.followRestore({ deletions: list === null ? null : list.accounts.map(deletionOf) })
  } finally {
    await app.close()
  }
}

const deletionOf = ({ userId, requestedAt, dueAt, erasedAt }: ErasureList['accounts'][number]) => ({
  userId,
  requestedAt: new Date(requestedAt),
  dueAt: new Date(dueAt),
  erasedAt: erasedAt === null ? null : new Date(erasedAt),
})

function tell(done: {
  redisKeysDeleted: number | null
  mapsWithNewEpoch: number
  sessionsEnded: number
  erasedAgain: number
  requestedAgain: number
  canceledAgain: number
  waiting: number
}): void {
  print(
    done.redisKeysDeleted === null
      ? 'REDIS_URL is not set: where the system has a Redis, empty it before you start the processes.'
      : `Redis is empty: ${done.redisKeysDeleted} keys are gone.`,
  )
  print(`${done.sessionsEnded} sessions are ended, and no access token from before counts.`)
  print(`${done.mapsWithNewEpoch} maps have a new epoch.`)
  print(
    `${done.erasedAgain} accounts are erased again, ${done.requestedAgain} are to be deleted again, ${done.canceledAgain} deletions are taken back again.`,
  )
  if (done.waiting > 0)
    print(`${done.waiting} accounts to be erased wait for money on its way, and follow by themselves.`)
  print('Now start the processes, and then: waystone audit --settled; waystone backup run')
}
