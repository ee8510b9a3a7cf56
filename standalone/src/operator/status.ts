import { createCommand, print, printJson } from '@waystone/kit/command'
import { parseConfig, urlListSetting, withRedisLogin } from '@waystone/kit/config'
import { readInstancesFile, resolveUrls, systemLookup } from '@waystone/kit/discovery'
import { runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import * as z from 'zod'
import { databaseSetting, prismaDirectory, subgraphNames, type SubgraphName } from '../databases.js'
import { databaseUrls } from './database-urls.js'
import { readDatabaseStatus, type DatabaseStatus } from './status/database-status.js'
import { problemsOf } from './status/problems.js'
import { readProcessStatus, type ProcessStatus } from './status/process-status.js'
import { readRedisStatus } from './status/redis-status.js'
import { textOfStatus } from './status/text.js'

const services = ['gateway', ...subgraphNames] as const
const urlsSetting = (service: (typeof services)[number]) =>
  `${service.toUpperCase() as Uppercase<typeof service>}_URLS` as const

const settings = {
  ...databaseUrls,
  GATEWAY_URLS: urlListSetting(),
  USERS_URLS: urlListSetting(),
  CHARACTERS_URLS: urlListSetting(),
  QUESTS_URLS: urlListSetting(),
  GACHA_URLS: urlListSetting(),
  SOCIAL_URLS: urlListSetting(),
  NOTIFICATIONS_URLS: urlListSetting(),
  REDIS_URL: z.string().optional(),
  INSTANCES_FILE: z.string().optional(),
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
}

const program = createCommand('waystone status')
  .description('Shows processes, databases, migrations, waiting events and dead letters. Reads only.')
  .option('--json', 'print one JSON value', false)
  .option('--data <dir>', 'data directory of the running system', '.data')
  .addHelpText(
    'after',
    `
The system is the one that runs on the data directory, or that of the environment: ${subgraphNames.map(databaseSetting).join(', ')},
and ${services.map(urlsSetting).join(', ')} or INSTANCES_FILE for its processes, REDIS_URL.
Versions are read from /metrics, which in production has a port of its own (METRICS_PORT).
Exit code: 0 when all is well, 1 when there is something to look at, 2 for wrong usage.`,
  )

runMain(async () => {
  const { json, data } = program.parse().opts<{ json: boolean; data: string }>()
  const env = await settingsOfSystem({
    env: withRedisLogin(process.env),
    required: subgraphNames.map(databaseSetting),
    directory: data,
    below: ['distributed'],
  })
  const config = parseConfig(settings, env)
  const logger = createLogger({ name: 'status', level: 'silent' })
  const [processes, databases, redis] = await Promise.all([
    readProcesses(config),
    Promise.all(subgraphNames.map(name => readDatabase(name, config[databaseSetting(name)], logger))),
    readRedisStatus(config.REDIS_URL, logger),
  ])
  const status = { processes, databases, redis }
  const problems = problemsOf(status)
  if (json) printJson({ ok: problems.length === 0, problems, ...status })
  else print(textOfStatus(status, problems))
  process.exitCode = problems.length === 0 ? 0 : 1
})

type Config = ReturnType<typeof parseConfig<typeof settings>>

/**
 * One line an instance; a service whose instances are not known is left out: in one process only the gateway
 * listens.
 */
async function readProcesses(config: Config): Promise<readonly ProcessStatus[]> {
  const { INSTANCES_FILE: file, METRICS_PORT: metricsPort } = config
  const listed = file === undefined ? {} : readInstancesFile(file)
  const asked = services.map(async service => {
    const urls = listed[service] ?? config[urlsSetting(service)]
    // A name that resolves to nothing is shown as it stands, and does not answer.
    const instances = await resolveUrls(urls, systemLookup).catch(() => urls)
    return await Promise.all(instances.map(url => readProcessStatus(service, url, metricsPort)))
  })
  return (await Promise.all(asked)).flat()
}

async function readDatabase(
  subgraph: SubgraphName,
  url: string,
  logger: ReturnType<typeof createLogger>,
): Promise<DatabaseStatus> {
  const database = createDatabase({ url, maxConnections: 1, applicationName: 'status', logger })
  try {
    return await readDatabaseStatus({ subgraph, pool: database.primary, directory: prismaDirectory(subgraph) })
  } finally {
    await database.close()
  }
}
