import * as z from 'zod'
import { readSecretsFile } from '../auth/internal-secret.js'
import { readInstancesFile } from '../discovery/index.js'
import { StartError } from '../errors/index.js'
import { parseRedisUrl, withRedisLogin } from '../redis/redis-url.js'
import { databaseUrlSetting, missingDatabaseParts, withDatabaseUrls } from './database-url.js'
import { encryptionKeysSetting, type EncryptionKey } from './encryption-keys.js'
import { eventKeyProblems, eventSettings } from './event-settings.js'
import { describeGiven } from './given.js'

export {
  databaseUrlSetting,
  encryptionKeysSetting,
  eventKeyProblems,
  eventSettings,
  withDatabaseUrls,
  withRedisLogin,
  type EncryptionKey,
}

/** Wrong settings, all of them at once; `main.ts` prints the message and exits with 1. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map(problem => `  - ${problem}`).join('\n')}`,
    )
    this.problems = problems
  }
}

const SECRET_LENGTH_MIN = 32

/** A secret with a default that works in development only: production refuses to start with it. */
export const secretSetting = (developmentDefault: string) =>
  z.string().min(SECRET_LENGTH_MIN).default(developmentDefault).meta({ developmentDefault })

/** A comma-separated list of URLs: the instances of one service. `dns+http://…` is one at each address of the name. */
export const urlListSetting = (...defaults: string[]) =>
  z
    .string()
    .transform(value =>
      value
        .split(',')
        .map(url => url.trim())
        .filter(url => url !== ''),
    )
    .pipe(z.array(z.url({ protocol: /^(dns\+http|https?)$/ })).min(1))
    .default(defaults)

/** 'true' or 'false', as environment variables say it. */
export const flagSetting = (defaultValue: boolean) =>
  z
    .enum(['true', 'false'])
    .default(defaultValue ? 'true' : 'false')
    .transform(value => value === 'true')

/** A text of JSON. */
export const jsonSetting = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' })
    return z.NEVER
  }
})

/** A file of instances that is watched; at the start it has to be sound. */
const instancesFileSetting = z.string().superRefine((path, problems) => {
  try {
    readInstancesFile(path)
  } catch (error) {
    problems.addIssue(error instanceof Error ? error.message : String(error))
  }
})

/** A file of secrets that is watched; at the start it has to be sound. */
const secretsFileSetting = z.string().superRefine((path, problems) => {
  try {
    readSecretsFile(path)
  } catch (error) {
    problems.addIssue(error instanceof Error ? error.message : String(error))
  }
})

const redisUrlSetting = z.string().superRefine((url, problems) => {
  try {
    parseRedisUrl(url)
  } catch (error) {
    problems.addIssue(error instanceof Error ? error.message : String(error))
  }
})

const PORT_MAX = 65_535
const portSettingWithoutDefault = z.coerce.number().int().min(0).max(PORT_MAX)

export const portSetting = (defaultPort: number) => portSettingWithoutDefault.default(defaultPort)

/** Settings that every process understands. */
export const processSettings = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LISTEN_ADDR: z.string().min(1).default('127.0.0.1'),
  REDIS_URL: redisUrlSetting.optional(),
  /** Beside a REDIS_URL without a login; see withRedisLogin. */
  REDIS_USER: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  INSTANCES_FILE: instancesFileSetting.optional(),
  /** Where /metrics listens; see metricsPortOf. */
  METRICS_PORT: portSettingWithoutDefault.optional(),
  /** Names users in log lines, by a hash that is the same in all processes; without it no line names one. */
  LOG_USER_KEY: z.string().min(SECRET_LENGTH_MIN).optional(),
  /** Base URL of a collector; without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
}

/** Production's default for METRICS_PORT is so far above SERVICE_PORT: processes of one machine have different ones. */
const METRICS_PORT_OFFSET = 100

/**
 * The port of /metrics where it has one of its own, as production always does; null where it is a path of the
 * service's port. 0 picks a free one.
 */
export function metricsPortOf(config: {
  readonly NODE_ENV: string
  readonly SERVICE_PORT: number
  readonly METRICS_PORT?: number | undefined
}): number | null {
  const { NODE_ENV, SERVICE_PORT, METRICS_PORT } = config
  if (METRICS_PORT !== undefined) return METRICS_PORT
  if (NODE_ENV !== 'production') return null
  if (SERVICE_PORT === 0) return 0
  const above = SERVICE_PORT + METRICS_PORT_OFFSET
  return above <= PORT_MAX ? above : SERVICE_PORT - METRICS_PORT_OFFSET
}

/**
 * Where the metrics of the process at a URL may be: at a port of their own, as in production, and at a path of
 * the service's port, as in development. Where METRICS_PORT is set for one process of a machine only, that port
 * is the one of another process: the label `service` tells.
 * @param metricsPort METRICS_PORT, where it may be set for that process.
 */
export function metricsUrlsOf(url: string, metricsPort: number | undefined): readonly URL[] {
  const shared = new URL('/metrics', url)
  const SERVICE_PORT = Number(shared.port || (shared.protocol === 'https:' ? 443 : 80))
  const above = metricsPortOf({ NODE_ENV: 'production', SERVICE_PORT })
  const own = [metricsPort, above].filter(port => port !== undefined && port !== null)
  return [...own.map(port => withPort(shared, port)), shared]
}

function withPort(url: URL, port: number): URL {
  const other = new URL(url)
  other.port = String(port)
  return other
}

/** How far behind a read replica may be, by default. */
export const READ_LAG_MAX_MS = 1_000
/** Less than this is the watch's own grain; more than the longest is no read replica, but an archive. */
const READ_LAG_SHORTEST_MS = 500
const READ_LAG_LONGEST_MS = 60_000

/** Settings of a process that owns a database. */
export const databaseSettings = {
  /** Or its parts: see withDatabaseUrls. */
  DATABASE_URL: databaseUrlSetting,
  DATABASE_READ_URL: databaseUrlSetting.optional(),
  DATABASE_READ_LAG_MAX_MS: z.coerce
    .number()
    .int()
    .min(READ_LAG_SHORTEST_MS)
    .max(READ_LAG_LONGEST_MS)
    .default(READ_LAG_MAX_MS),
  DB_MAX_CONNECTIONS: z.coerce.number().int().min(1).max(500).default(20),
}

/** Settings of a process that checks access tokens and answers calls of its fellow services. */
export const trustSettings = {
  /** The maker of accounts: Waystone itself, or another better-auth application, whose credentials are then taken. */
  AUTH_MODE: z.enum(['internal', 'external']).default('internal'),
  /** The session cookie of that application; its form with `__Secure-` in front is accepted, too. */
  EXTERNAL_COOKIE: z.string().min(1).default('better-auth.session_token'),
  TOKEN_ISSUER: z.string().min(1).default('waystone'),
  TOKEN_AUDIENCE: z.string().min(1).default('waystone'),
  INTERNAL_SECRET: secretSetting('development-internal-secret-do-not-use-in-production').meta({
    replacedBy: 'INTERNAL_SECRETS_FILE',
  }),
  /**
   * A schedule of secrets, which `npx waystone keys` rotates while processes run; it takes the place of
   * INTERNAL_SECRET.
   */
  INTERNAL_SECRETS_FILE: secretsFileSetting.optional(),
}

/**
 * Parses the environment once.
 * @param required the settings that are missing although others need them, given which are set
 * @throws ConfigError naming every problem, with what was given unless that is a secret.
 */
export function parseConfig<S extends z.ZodRawShape>(
  shape: S,
  env: Readonly<Record<string, string | undefined>>,
  required: (present: Readonly<Record<string, string>>) => readonly string[] = () => [],
): z.output<z.ZodObject<S>> {
  const present = Object.fromEntries(
    Object.entries(withRedisLogin(withDatabaseUrls(env))).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  )
  const result = z.object(shape).safeParse(present)
  const problems = result.success ? [] : result.error.issues.map(issue => problemOf(issue, present))
  if ('DATABASE_URL' in shape) problems.push(...missingDatabaseParts(env))
  problems.push(...required(present))
  if (env['NODE_ENV'] === 'production') problems.push(...defaultSecrets(shape, present))
  if (!result.success || problems.length > 0) throw new ConfigError(problems)
  return result.data
}

function problemOf({ path, message }: z.core.$ZodIssue, given: Readonly<Record<string, string | undefined>>): string {
  const name = String(path[0])
  return `${path.join('.')}: ${message} (${describeGiven(name, given[name])})`
}

function defaultSecrets(shape: z.ZodRawShape, env: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const { developmentDefault, howToMake, replacedBy } = z.globalRegistry.get(schema) ?? {}
    if (typeof replacedBy === 'string' && env[replacedBy] !== undefined) return []
    if (developmentDefault === undefined || (env[name] !== undefined && env[name] !== developmentDefault)) return []
    const hint = typeof howToMake === 'string' ? `; ${howToMake} prints a new one` : ''
    return [`${name}: production needs a secret of its own, not the development default${hint}`]
  })
}
