import { accessSync, constants } from 'node:fs'
import { readConfig as readCharactersConfig } from '@waystone/characters/config'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { readConfig as readGatewayConfig } from '@waystone/gateway/config'
import { producers } from '@waystone/events'
import { ConfigError, withDatabaseUrls } from '@waystone/kit/config'
import { newEventKeyPair } from '@waystone/kit/outbox'
import { readConfig as readNotificationsConfig } from '@waystone/notifications/config'
import { readConfig as readQuestsConfig } from '@waystone/quests/config'
import { readConfig as readSocialConfig } from '@waystone/social/config'
import { readConfig as readUsersConfig } from '@waystone/users/config'
import { subgraphNames, type SubgraphName } from './databases.js'

type Env = Readonly<Record<string, string | undefined>>

/** Settings that the start creates itself, so that the operator need not set them. */
const MADE_HERE = {
  DATABASE_URL: 'postgres://made-here@127.0.0.1/made-here',
  INTERNAL_SECRET: 'made here, and kept in the data directory',
  BETTER_AUTH_SECRET: 'made here, and kept in the data directory',
  EVENTS_SIGNING_KEY: undefined,
  EVENTS_PUBLIC_KEYS: producers.map(name => `${name}=${newEventKeyPair().publicKey}`).join(','),
}

/** With NODE_ENV=production the defaults would be refused; keys from the environment are checked as they are. */
const MADE_SEED_KEY = `data:${'A'.repeat(43)}`
const MADE_PUSH_KEY = 'M'.repeat(43)

const readers = {
  users: readUsersConfig,
  characters: readCharactersConfig,
  quests: readQuestsConfig,
  gacha: readGachaConfig,
  social: readSocialConfig,
  notifications: readNotificationsConfig,
} as const satisfies Record<SubgraphName, (env: Env, options: { signs: boolean }) => unknown>

const databaseSetting = (name: SubgraphName) => `${name.toUpperCase()}_DATABASE_URL`

/**
 * Checks the settings of all parts.
 * @param options.mixesDatabases whether the start makes a database for each subgraph that the environment
 * names none for.
 * @throws ConfigError with what any of the parts would refuse, all of it, before anything is started.
 */
export function checkSettings(given: Env, { mixesDatabases = false } = {}): void {
  const env = withDatabaseUrls({
    ...given,
    SEED_ENCRYPTION_KEYS: given['SEED_ENCRYPTION_KEYS'] || MADE_SEED_KEY,
    WEB_PUSH_PRIVATE_KEY: given['WEB_PUSH_PRIVATE_KEY'] || MADE_PUSH_KEY,
  })
  const problems = new Set([
    ...subgraphNames.flatMap(name => problemsOfDatabase(env, name)),
    ...(mixesDatabases ? [] : problemsOfMix(env)),
    ...subgraphNames.flatMap(name => problemsOf(() => readers[name]({ ...env, ...MADE_HERE }, { signs: false }))),
    ...problemsOf(() => readGatewayConfig({ ...env, ...MADE_HERE })),
    ...problemsOfFiles(env),
  ])
  if (problems.size > 0) throw new ConfigError([...problems])
}

/** With the name that the start knows the setting by. */
function problemsOfDatabase(env: Env, name: SubgraphName): readonly string[] {
  const setting = databaseSetting(name)
  if ((env[setting] ?? '') === '') return []
  return problemsOf(() => readers[name]({ ...MADE_HERE, DATABASE_URL: env[setting] }, { signs: false })).map(problem =>
    problem.replace('DATABASE_URL', setting),
  )
}

function problemsOfMix(env: Env): readonly string[] {
  const missing = subgraphNames.map(databaseSetting).filter(setting => (env[setting] ?? '') === '')
  if (missing.length === 0 || missing.length === subgraphNames.length) return []
  return missing.map(setting => `${setting}: the environment names other databases, so it must name this one, too`)
}

/** Files that the gateway reads only when it starts. */
function problemsOfFiles({ SUPERGRAPH = '', TRUSTED_DOCUMENTS = '' }: Env): readonly string[] {
  const files = { SUPERGRAPH: SUPERGRAPH === 'introspect' ? '' : SUPERGRAPH, TRUSTED_DOCUMENTS }
  return Object.entries(files).flatMap(([setting, file]) => {
    if (file === '') return []
    try {
      accessSync(file, constants.R_OK)
      return []
    } catch (error) {
      return [`${setting}: expected a file that can be read: ${error instanceof Error ? error.message : String(error)}`]
    }
  })
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
