import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig as readCharactersConfig, settings as charactersSettings } from '@waystone/characters/config'
import { readConfig as readGachaConfig, settings as gachaSettings } from '@waystone/gacha/config'
import { readConfig as readGatewayConfig, settings as gatewaySettings } from '@waystone/gateway/config'
import { withDatabaseUrls } from '@waystone/kit/config'
import { readConfig as readQuestsConfig, settings as questsSettings } from '@waystone/quests/config'
import { readConfig as readUsersConfig, settings as usersSettings } from '@waystone/users/config'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface Service {
  image?: string
  command?: string[]
  environment?: Record<string, unknown>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: object
}

const source = readFileSync('docker-compose.yml', 'utf8')
const { services } = parse(source, { merge: true }) as { services: Record<string, Service> }
const directory = mkdtempSync(path.join(tmpdir(), 'waystone-compose-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** The processes that serve: how each parses its environment, and the settings that it knows. */
const processes = {
  users: { read: readUsersConfig, known: Object.keys(usersSettings) },
  characters: { read: readCharactersConfig, known: Object.keys(charactersSettings) },
  quests: { read: readQuestsConfig, known: Object.keys(questsSettings) },
  gacha: { read: readGachaConfig, known: Object.keys(gachaSettings) },
  gateway: { read: readGatewayConfig, known: Object.keys(gatewaySettings) },
}
const subgraphs = ['users', 'characters', 'quests', 'gacha'] as const
const SECRET = /SECRET|PASSWORD|ENCRYPTION_KEY/
const DATABASE_PARTS = ['DATABASE_HOST', 'DATABASE_PORT', 'DATABASE_NAME', 'DATABASE_USER', 'DATABASE_PASSWORD']
/** Settings that docker-compose.yml decides, since they name its own containers. */
const DECIDED =
  /^(NODE_ENV|LISTEN_ADDR|SERVICE_PORT|REDIS_URL|(USERS|CHARACTERS|QUESTS|GACHA)_URLS|DATABASE_(HOST|NAME|USER))$/

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

const required = {
  PAYMENTS: 'off',
  INTERNAL_SECRET: 'i'.repeat(32),
  BETTER_AUTH_SECRET: 'b'.repeat(32),
  SEED_ENCRYPTION_KEYS: `k1:${'k'.repeat(43)}`,
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

  it('waits for what is healthy, and everything that serves has a health check', () => {
    for (const service of Object.values(services)) {
      for (const { condition } of Object.values(service.depends_on ?? {})) expect(condition).toBe('service_healthy')
    }
    const unchecked = Object.keys(services).filter(name => services[name]?.healthcheck === undefined)
    expect(unchecked).toEqual(['seed'])
  })

  it('has no secret baked in: each comes from the environment, and must', () => {
    const secrets = Object.values(services).flatMap(service =>
      Object.entries(service.environment ?? {}).filter(([name]) => SECRET.test(name)),
    )
    expect(secrets.length).toBeGreaterThan(5)
    for (const [name, value] of secrets) expect(String(value), name).toMatch(/^\$\{\w+(:\?.+|:-)?\}$/)
    expect(source).not.toMatch(/postgres:\/\/\w+:[^$]/)
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
    const isPassedOn = (setting: string) => !DECIDED.test(setting) && !SECRET.test(setting)
    const passedOn = Object.entries(services[name]?.environment ?? {}).filter(([setting]) => isPassedOn(setting))
    // Each subgraph has a replica of its own, so its address goes by the subgraph's name.
    const variableOf = (setting: string) =>
      setting === 'DATABASE_READ_URL' ? `${name.toUpperCase()}_${setting}` : setting
    const expected = known.filter(setting => isPassedOn(setting) && setting !== 'DATABASE_URL')
    // What production refuses to start without is asked for by Compose, too.
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
    const pages = ['README.md', 'docs/gateway.md', 'docs/external-accounts.md', 'docs/payments.md']
    const documented = new Set(pages.flatMap(documentedSettings))
    expect([...documented].filter(setting => !DATABASE_PARTS.includes(setting)).toSorted()).toEqual(
      [...known].toSorted(),
    )
    expect(DATABASE_PARTS.filter(part => !documented.has(part))).toEqual([])
  })
})
