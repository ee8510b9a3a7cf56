import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
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

/** What a parser of the Compose specification says of a file: its exit code. */
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
      Object.entries(service.environment ?? {}).filter(([name]) => /SECRET|PASSWORD/.test(name)),
    )
    expect(secrets.length).toBeGreaterThan(5)
    for (const [name, value] of secrets) expect(String(value), name).toMatch(/^\$\{\w+(:\?.+|:-)?\}$/)
    expect(source).not.toMatch(/postgres:\/\/\w+:[^$]/)
  })

  it('gives each subgraph a database and a role of its own', () => {
    const urls = ['users', 'characters', 'quests', 'gacha'].map(name =>
      String(services[name]?.environment?.['DATABASE_URL']),
    )
    expect(new Set(urls.map(url => new URL(url.replace(/\$\{\w+\}/, 'x')).username)).size).toBe(4)
    expect(new Set(urls.map(url => new URL(url.replace(/\$\{\w+\}/, 'x')).pathname)).size).toBe(4)
  })
})
