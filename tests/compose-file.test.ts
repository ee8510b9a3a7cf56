import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig as readCharactersConfig, settings as charactersSettings } from '@waystone/characters/config'
import { readConfig as readGachaConfig, settings as gachaSettings } from '@waystone/gacha/config'
import { readConfig as readGatewayConfig, settings as gatewaySettings } from '@waystone/gateway/config'
import { withDatabaseUrls } from '@waystone/kit/config'
import { newEventKeyPair } from '@waystone/kit/outbox'
import {
  readConfig as readNotificationsConfig,
  settings as notificationsSettings,
} from '@waystone/notifications/config'
import { readConfig as readQuestsConfig, settings as questsSettings } from '@waystone/quests/config'
import { readConfig as readSocialConfig, settings as socialSettings } from '@waystone/social/config'
import { readConfig as readUsersConfig, settings as usersSettings } from '@waystone/users/config'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface Service {
  image?: string
  command?: string[]
  environment?: Record<string, unknown>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: object
  user?: string
  networks?: string[]
  ports?: string[]
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  privileged?: boolean
  cap_add?: string[]
}

const source = readFileSync('docker-compose.yml', 'utf8')
const { services, networks } = parse(source, { merge: true }) as {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean } | null>
}
const directory = mkdtempSync(path.join(tmpdir(), 'waystone-compose-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** The processes that serve: how each parses its environment, and the settings that it knows. */
const processes = {
  users: { read: readUsersConfig, known: Object.keys(usersSettings) },
  characters: { read: readCharactersConfig, known: Object.keys(charactersSettings) },
  quests: { read: readQuestsConfig, known: Object.keys(questsSettings) },
  gacha: { read: readGachaConfig, known: Object.keys(gachaSettings) },
  social: { read: readSocialConfig, known: Object.keys(socialSettings) },
  notifications: { read: readNotificationsConfig, known: Object.keys(notificationsSettings) },
  gateway: { read: readGatewayConfig, known: Object.keys(gatewaySettings) },
}
const subgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const
const DATABASE_PARTS = ['DATABASE_HOST', 'DATABASE_PORT', 'DATABASE_NAME', 'DATABASE_USER', 'DATABASE_PASSWORD']
/** Settings that docker-compose.yml decides, since they name its own containers. */
const DECIDED =
  /^(NODE_ENV|LISTEN_ADDR|SERVICE_PORT|REDIS_URL|REDIS_USER|(USERS|CHARACTERS|QUESTS|GACHA|SOCIAL|NOTIFICATIONS|GATEWAY)_URLS|DATABASE_(HOST|NAME|USER))$/

/** Settings that only the process that needs them may know. */
const SECRET = /SECRET|PASSWORD|SIGNING_KEY|PRIVATE_KEY|ENCRYPTION_KEY/
/** Must be given: secrets, and the keys that events are checked by. */
const REQUIRED = /SECRET|PASSWORD|ENCRYPTION_KEY|EVENTS_/

/** The environment of a container, as Compose interpolates it: `${NAME}`, `${NAME:-default}` and `${NAME:?message}`. */
function environmentOf(name: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const interpolate = (value: unknown) =>
    String(value).replaceAll(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g, (_, of: string, byDefault?: string) =>
      (given[of] ?? '') === '' ? (byDefault ?? '') : (given[of] ?? ''),
    )
  const entries = Object.entries(services[name]?.environment ?? {})
  return Object.fromEntries(entries.map(([setting, value]) => [setting, interpolate(value)]))
}

/** The settings in the first column of the tables of a page. */
function documentedSettings(page: string): string[] {
  const tables = readFileSync(page, 'utf8').matchAll(/^ *\| setting \|.*\n((?: *\|.*\n)+)/gm)
  const rows = [...tables].flatMap(([, body = '']) => body.split('\n'))
  return rows.flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name))
}

const keys = Object.fromEntries(subgraphs.map(name => [name, newEventKeyPair()]))
const required = {
  PAYMENTS: 'off',
  EVENTS_PUBLIC_KEYS: subgraphs.map(name => `${name}=${keys[name]?.publicKey}`).join(','),
  ...Object.fromEntries(
    subgraphs.map(name => [`${name.toUpperCase()}_EVENTS_SIGNING_KEY`, keys[name]?.signingKey ?? '']),
  ),
  ...Object.fromEntries(
    [...subgraphs, 'gateway', 'seed'].map(name => [`${name.toUpperCase()}_REDIS_PASSWORD`, `${name} of redis/@#?:%41`]),
  ),
  INTERNAL_SECRET: 'i'.repeat(32),
  BETTER_AUTH_SECRET: 'b'.repeat(32),
  PROXIES: '0',
  SEED_ENCRYPTION_KEYS: `k1:${'k'.repeat(43)}`,
  WEB_PUSH_PRIVATE_KEY: 'w'.repeat(43),
  ...Object.fromEntries(subgraphs.map(name => [`${name.toUpperCase()}_DB_PASSWORD`, `${name}/@#?:%41`])),
}

/** The exit code of a parser of the Compose specification. */
function lint(text: string): number | null {
  const file = path.join(directory, 'docker-compose.yml')
  writeFileSync(file, text)
  const dclint = path.join(
    path.dirname(createRequire(import.meta.url).resolve('dclint/package.json')),
    'bin/dclint.cjs',
  )
  return spawnSync(process.execPath, [dclint, '--quiet', file], { encoding: 'utf8' }).status
}

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows', () => {
    expect(lint(source)).toBe(0)
    expect(lint(source.replace('    restart: unless-stopped', '    restrat: unless-stopped'))).not.toBe(0)
    expect(lint(`${source}\n  - broken`)).not.toBe(0)
  })

  it('starts each process by the command that the distributed set-up and its tests run', () => {
    const commands = JSON.parse(readFileSync('standalone/commands.json', 'utf8')) as Record<string, string[]>
    const ours = Object.entries(services).filter(([, service]) => service.image === 'waystone:local')
    expect(Object.fromEntries(ours.map(([name, service]) => [name, service.command]))).toEqual(commands)
    expect(readFileSync('Dockerfile', 'utf8')).toContain(
      `CMD ${JSON.stringify(commands['gateway']).replaceAll(',', ', ')}`,
    )
  })

  it('runs our processes on the Node version that .nvmrc names', () => {
    const images = [...readFileSync('Dockerfile', 'utf8').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
    const expected = `node:${readFileSync('.nvmrc', 'utf8').trim()}-bookworm-slim`
    expect(images).toEqual([expected, expected])
  })

  it('waits for what is healthy, and everything that serves has a health check', () => {
    for (const service of Object.values(services)) {
      for (const { condition } of Object.values(service.depends_on ?? {})) expect(condition).toBe('service_healthy')
    }
    const unchecked = Object.keys(services).filter(name => services[name]?.healthcheck === undefined)
    expect(unchecked).toEqual(['seed'])
  })

  it('has no secret baked in: each comes from the environment, and must', () => {
    const secrets = Object.values(services).flatMap(service =>
      Object.entries(service.environment ?? {}).filter(([name]) => REQUIRED.test(name)),
    )
    expect(secrets.length).toBeGreaterThan(5)
    for (const [name, value] of secrets) expect(String(value), name).toMatch(/^\$\{\w+(:\?.+|:-)?\}$/)
    expect(source).not.toMatch(/postgres:\/\/\w+:[^$]/)
  })

  it('gives each container its own secrets and no other', () => {
    const knownOf = (name: string) =>
      Object.entries(services[name]?.environment ?? {})
        .filter(([setting]) => SECRET.test(setting))
        .map(([setting, value]) => `${setting}=${/\$\{(\w+)/.exec(String(value))?.[1]}`)
        .toSorted()
    const internal = ['INTERNAL_SECRET=INTERNAL_SECRET', 'INTERNAL_SECRETS_FILE=INTERNAL_SECRETS_FILE']
    for (const name of subgraphs) {
      const own = name.toUpperCase()
      expect(knownOf(name)).toEqual(
        [
          ...(name === 'users'
            ? [
                'BETTER_AUTH_SECRET',
                'EXTERNAL_AUTH_SECRET',
                'SMTP_PASSWORD',
                'STRIPE_SECRET_KEY',
                'STRIPE_WEBHOOK_SECRET',
              ].map(setting => `${setting}=${setting}`)
            : []),
          `DATABASE_PASSWORD=${own}_DB_PASSWORD`,
          `EVENTS_SIGNING_KEY=${own}_EVENTS_SIGNING_KEY`,
          ...internal,
          ...(name === 'gacha' ? ['SEED_ENCRYPTION_KEYS=SEED_ENCRYPTION_KEYS'] : []),
          `REDIS_PASSWORD=${own}_REDIS_PASSWORD`,
          ...(name === 'notifications' ? ['WEB_PUSH_PRIVATE_KEY=WEB_PUSH_PRIVATE_KEY'] : []),
        ].toSorted(),
      )
    }
    expect(knownOf('gateway')).toEqual([...internal, 'REDIS_PASSWORD=GATEWAY_REDIS_PASSWORD'])
    expect(knownOf('seed').filter(setting => setting.startsWith('EVENTS_'))).toEqual([])
  })

  it('gives each process its own login in Redis', () => {
    for (const [name, { read }] of Object.entries(processes)) {
      const { username, password, host } = new URL(read(environmentOf(name, required)).REDIS_URL ?? '')
      const login = { username, password: decodeURIComponent(password), host }
      expect(login).toEqual({ username: name, password: `${name} of redis/@#?:%41`, host: 'redis:6379' })
    }
    expect(environmentOf('seed', required)).toMatchObject({ REDIS_USER: 'seed' })
  })

  it('lets the gateway reach no database, and databases and Redis reach nothing', () => {
    const names = Object.keys(services)
    expect(names.filter(name => services[name]?.networks === undefined)).toEqual([])
    const reaches = (from: string, to: string) =>
      services[from]?.networks?.some(network => services[to]?.networks?.includes(network))
    expect(names.filter(name => reaches('gateway', name))).not.toContain('postgres')
    for (const server of ['postgres', 'redis']) {
      const outward = services[server]?.networks?.filter(network => networks[network]?.internal !== true)
      expect(outward).toEqual([])
      expect(services[server]?.ports).toBeUndefined()
    }
    expect(reaches('postgres', 'redis')).toBe(false)
    // A process reaches those that it waits for.
    for (const name of names)
      for (const needed of Object.keys(services[name]?.depends_on ?? {})) expect(reaches(name, needed)).toBe(true)
  })

  it('runs every container without a writable root, without capabilities and without a way to new ones', () => {
    for (const [name, service] of Object.entries(services)) {
      const { read_only, cap_drop, security_opt, privileged, cap_add } = service
      expect({ name, read_only, cap_drop, security_opt, privileged, cap_add }).toEqual({
        name,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        privileged: undefined,
        cap_add: undefined,
      })
    }
    // The image of our own has its user in the Dockerfile.
    const others = Object.entries(services).filter(([, { image }]) => image !== 'waystone:local')
    expect(Object.fromEntries(others.map(([name, { user }]) => [name, user]))).toEqual({
      postgres: 'postgres',
      redis: 'redis',
    })
  })

  it('gives each subgraph a database and a role of its own, and the seed the same', () => {
    const urls = subgraphs.map(name => processes[name].read(environmentOf(name, required)).DATABASE_URL)
    for (const [index, name] of subgraphs.entries()) {
      const { username, password, host, pathname } = new URL(urls[index] ?? '')
      expect({ username, password: decodeURIComponent(password), host, pathname }).toEqual({
        username: `waystone_${name}`,
        password: `${name}/@#?:%41`,
        host: 'postgres:5432',
        pathname: `/waystone_${name}`,
      })
    }
    const seed = withDatabaseUrls(environmentOf('seed', required))
    expect(subgraphs.map(name => seed[`${name.toUpperCase()}_DATABASE_URL`])).toEqual(urls)
  })

  it.each(Object.entries(processes))('passes every setting that %s knows on to it, and no other', (name, { known }) => {
    const isPassedOn = (setting: string) => !DECIDED.test(setting) && !REQUIRED.test(setting)
    const passedOn = Object.entries(services[name]?.environment ?? {}).filter(([setting]) => isPassedOn(setting))
    // Each subgraph has a replica of its own, so its address goes by the subgraph's name.
    const variableOf = (setting: string) =>
      setting === 'DATABASE_READ_URL' ? `${name.toUpperCase()}_${setting}` : setting
    const expected = known.filter(setting => isPassedOn(setting) && setting !== 'DATABASE_URL')
    // Compose, too, asks for the settings that production refuses to start without.
    const optional = passedOn.map(([setting, value]) => [
      setting,
      String(value).replace(/^(\$\{\w+):\?[^}]+\}$/, '$1:-}'),
    ])
    expect(Object.fromEntries(optional)).toEqual(
      Object.fromEntries(expected.map(setting => [setting, `\${${variableOf(setting)}:-}`])),
    )
  })

  it.each(Object.entries(processes))('leaves %s its defaults where a setting is not given', (name, { read, known }) => {
    const environment = environmentOf(name, required)
    const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
    expect(Object.keys(given).length).toBeLessThan(known.length)
    expect(read(environment)).toEqual(read(given))
  })

  it('passes on what the documentation names, and the documentation names every setting', () => {
    const known = new Set(Object.values(processes).flatMap(process => process.known))
    const pages = [
      'docs/operating.md',
      'docs/gateway.md',
      'docs/external-accounts.md',
      'docs/payments.md',
      'docs/accounts.md',
    ]
    const documented = new Set(pages.flatMap(documentedSettings))
    expect([...documented].filter(setting => !DATABASE_PARTS.includes(setting)).toSorted()).toEqual(
      [...known].toSorted(),
    )
    expect(DATABASE_PARTS.filter(part => !documented.has(part))).toEqual([])
  })
})
