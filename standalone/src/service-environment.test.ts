import { expect, test } from 'vitest'
import { serviceEnvironment, type ServiceName } from './service-environment.js'
import { eventSettingsOf, logUserKey } from './secrets.js'
import type { Servers } from './servers.js'

const secrets = { betterAuth: 'b'.repeat(32), internal: 'i'.repeat(32), root: 'r'.repeat(32), seeds: 's'.repeat(43) }
const servers: Servers = {
  databaseUrl: name => `postgres://${name}:password@127.0.0.1/${name}`,
  redisUrl: user => `redis://${user}:password@127.0.0.1`,
  secrets,
  secretsFile: '/data/internal-secrets.json',
  events: eventSettingsOf(secrets),
}
/** As a shell has it in which much else is done. */
const env = {
  PATH: '/bin',
  AWS_SECRET_ACCESS_KEY: 'of something else',
  GITHUB_TOKEN: 'of something else',
  USERS_DATABASE_URL: 'postgres://users',
  QUESTS_DATABASE_READ_URL: 'postgres://replica-of-quests',
  EXTERNAL_AUTH_SECRET: 'of users',
  STRIPE_SECRET_KEY: 'of users',
  STRIPE_WEBHOOK_SECRET: 'of users',
  STEAM_WEB_API_KEY: 'of users',
  EVENTS_SIGNING_KEY: 'of whoever set it',
  PULL_LIMIT_DAILY: '7',
  LIMIT_DEPTH: '9',
  LOG_LEVEL: '',
  OTEL_EXPORTER_OTLP_HEADERS: 'of all',
  OTEL_SERVICE_NAME: 'of the gateway',
}
const of = (name: ServiceName) =>
  serviceEnvironment(name, { env, servers, urlOf: each => `http://127.0.0.1/${each}`, more: {} })
const services = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications', 'gateway', 'seed'] as const

test('a process knows of what is secret only what is its own', () => {
  const common = ['INTERNAL_SECRETS_FILE', 'OTEL_EXPORTER_OTLP_HEADERS', 'REDIS_URL']
  const own: Readonly<Record<ServiceName, readonly string[]>> = {
    users: [
      'BETTER_AUTH_SECRET',
      'DATABASE_URL',
      'EVENTS_SIGNING_KEY',
      'EXTERNAL_AUTH_SECRET',
      'STEAM_WEB_API_KEY',
      'STRIPE_SECRET_KEY',
      'STRIPE_WEBHOOK_SECRET',
    ],
    characters: ['DATABASE_URL', 'EVENTS_SIGNING_KEY'],
    quests: ['DATABASE_READ_URL', 'DATABASE_URL', 'EVENTS_SIGNING_KEY'],
    gacha: ['DATABASE_URL', 'EVENTS_SIGNING_KEY', 'SEED_ENCRYPTION_KEYS'],
    social: ['DATABASE_URL', 'EVENTS_SIGNING_KEY'],
    notifications: ['DATABASE_URL', 'EVENTS_SIGNING_KEY', 'WEB_PUSH_PRIVATE_KEY'],
    gateway: [],
    seed: [
      'BETTER_AUTH_SECRET',
      'SEED_ENCRYPTION_KEYS',
      ...['CHARACTERS', 'GACHA', 'NOTIFICATIONS', 'QUESTS', 'SOCIAL', 'USERS'].map(name => `${name}_DATABASE_URL`),
    ],
  }
  for (const name of services) {
    const secret = Object.keys(of(name)).filter(setting =>
      /SECRET|TOKEN|API_KEY|SIGNING_KEY|PRIVATE_KEY|ENCRYPTION|DATABASE_(READ_)?URL|REDIS_URL|OTLP/.test(setting),
    )
    expect({ name, secret: secret.toSorted() }).toEqual({ name, secret: [...common, ...own[name]].toSorted() })
  }
})

test('each has its own login, database and signing key, whatever the shell says', () => {
  for (const name of services) expect(of(name)['REDIS_URL']).toContain(`redis://${name}:`)
  expect(of('users')['DATABASE_URL']).toBe('postgres://users:password@127.0.0.1/users')
  expect(of('quests')['DATABASE_READ_URL']).toBe('postgres://replica-of-quests')
  const keys = (['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const).map(
    name => of(name)['EVENTS_SIGNING_KEY'],
  )
  expect(new Set(keys).size).toBe(6)
  expect(keys).not.toContain(env.EVENTS_SIGNING_KEY)
})

test('settings reach the processes that know them', () => {
  expect(services.filter(name => of(name)['PULL_LIMIT_DAILY'] === '7')).toEqual(['gacha', 'seed'])
  expect(services.filter(name => of(name)['LIMIT_DEPTH'] === '9')).toEqual(['gateway'])
  expect(services.filter(name => of(name)['OTEL_SERVICE_NAME'] !== undefined)).toEqual(['gateway'])
  expect(services.every(name => of(name)['PATH'] === '/bin' && of(name)['LOG_LEVEL'] === 'warn')).toBe(true)
})

test('all processes name users in their logs alike, by a key that belongs to the data directory', () => {
  expect(new Set(services.map(name => of(name)['LOG_USER_KEY']))).toEqual(new Set([logUserKey(secrets)]))
  expect(logUserKey(secrets)).not.toBe(logUserKey({ root: 'another' }))
  expect(logUserKey(secrets, 'given')).toBe('given')
})
