import { settings as charactersSettings } from '@waystone/characters/config'
import { settings as gachaSettings } from '@waystone/gacha/config'
import { settings as gatewaySettings } from '@waystone/gateway/config'
import { settings as notificationsSettings } from '@waystone/notifications/config'
import { settings as questsSettings } from '@waystone/quests/config'
import { settings as socialSettings } from '@waystone/social/config'
import { settings as usersSettings } from '@waystone/users/config'
import { databaseSettings, subgraphNames, type SubgraphName } from './databases.js'
import { logUserKey, seedEncryptionKeys, webPushKey } from './secrets.js'
import type { Servers } from './servers.js'

type Env = Readonly<Record<string, string | undefined>>
export type ServiceName = SubgraphName | 'gateway' | 'seed'

/** Variables that Node, OpenSSL and the libraries of C read by themselves. No secret is among these. */
const SYSTEM =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|NODE_V8_COVERAGE|SSL_CERT_(FILE|DIR))$/
/** OpenTelemetry's own variables, which the exporters of all processes read, but for the name of one of them. */
const TRACING = /^OTEL_(?!SERVICE_NAME$)\w+$/
/** They name what belongs to another service, or are decided below; one port is for one process. */
const DECIDED: ReadonlySet<string> = new Set(['DATABASE_URL', 'EVENTS_SIGNING_KEY', 'METRICS_PORT'])

const settingsOf: Readonly<Record<ServiceName, readonly string[]>> = {
  users: Object.keys(usersSettings),
  characters: Object.keys(charactersSettings),
  quests: Object.keys(questsSettings),
  gacha: Object.keys(gachaSettings),
  social: Object.keys(socialSettings),
  notifications: Object.keys(notificationsSettings),
  gateway: Object.keys(gatewaySettings),
  // It writes the catalog, the banners and the demo accounts by the services of three subgraphs; it reads no
  // other application's accounts, takes no payments, and sends no mail.
  seed: [usersSettings, questsSettings, gachaSettings].flatMap(settings =>
    Object.keys(settings).filter(name => !/^(EXTERNAL|PAYMENTS|STRIPE|APPLE|GOOGLE|MAIL|SMTP|OIDC|STEAM)/.test(name)),
  ),
}

/**
 * The environment of one process: of the given one only the settings that it knows, and of what was made here
 * only what is its own. So a gateway that is taken over knows no password of a database, no key that signs
 * events, and no secret of users.
 */
export function serviceEnvironment(
  name: ServiceName,
  options: {
    env: Env
    servers: Servers
    urlOf: (subgraph: SubgraphName) => string
    more: Readonly<Record<string, string>>
  },
): Record<string, string> {
  const { env, servers, urlOf, more } = options
  const { secrets, events } = servers
  const made: Env = {
    REDIS_URL: servers.redisUrl(name),
    INTERNAL_SECRETS_FILE: servers.secretsFile,
    BETTER_AUTH_SECRET: secrets.betterAuth,
    SEED_ENCRYPTION_KEYS: seedEncryptionKeys(secrets, env['SEED_ENCRYPTION_KEYS']),
    WEB_PUSH_PRIVATE_KEY: webPushKey(secrets, env['WEB_PUSH_PRIVATE_KEY']),
    LOG_USER_KEY: logUserKey(secrets, env['LOG_USER_KEY']),
    EVENTS_PUBLIC_KEYS: events.publicKeys,
    ...Object.fromEntries(subgraphNames.map(each => [`${each.toUpperCase()}_URLS`, urlOf(each)])),
  }
  const known = new Set(settingsOf[name].filter(setting => !DECIDED.has(setting)))
  const isPassedOn = (setting: string) => known.has(setting) || SYSTEM.test(setting) || TRACING.test(setting)
  const passedOn = Object.entries({ LOG_LEVEL: 'warn', ...given(env), ...made, ...replicaOf(name, env) })
  return {
    ...Object.fromEntries(
      passedOn.filter((entry): entry is [string, string] => entry[1] !== undefined && isPassedOn(entry[0])),
    ),
    ...databaseOf(name, servers),
    ...more,
  }
}

/** A setting that is given as an empty text is none. */
const given = (env: Env): Env => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))

/** `USERS_DATABASE_READ_URL` is users' DATABASE_READ_URL, as in docker-compose.yml. */
function replicaOf(name: ServiceName, env: Env): Env {
  const replica = env[`${name.toUpperCase()}_DATABASE_READ_URL`] ?? ''
  return replica === '' ? {} : { DATABASE_READ_URL: replica }
}

function databaseOf(name: ServiceName, { databaseUrl, events }: Servers): Record<string, string> {
  if (name === 'gateway') return {}
  if (name === 'seed') return databaseSettings(databaseUrl)
  return { DATABASE_URL: databaseUrl(name), EVENTS_SIGNING_KEY: events.signingKey(name) }
}
