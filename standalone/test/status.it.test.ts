import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { createPool, type Pool } from '@waystone/kit/postgres'
import { announceSystem } from '@waystone/kit/running-system'
import { createTestDatabase, startTestRedis, type TestDatabase, type TestRedis } from '@waystone/kit/testing'
import { freePort } from '@waystone/kit/process'
import { VERSION } from '@waystone/kit/version'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { subgraphNames, type SubgraphName } from '../src/databases.js'
import { waystone } from './operator.js'

interface Status {
  readonly ok: boolean
  readonly problems: readonly string[]
  readonly processes: readonly Readonly<Record<string, unknown>>[]
  readonly databases: readonly { readonly subgraph: string; readonly state: string; readonly deadLetters: number }[]
  readonly redis: Readonly<Record<string, unknown>>
}

const databases = new Map<SubgraphName, TestDatabase>()
const pools = new Map<SubgraphName, Pool>()
let redis: TestRedis
let directory: string
let settings: Record<string, string>
let isReady: boolean
const gateway = createServer((request, response) => {
  if (request.url === '/metrics')
    response.end(
      `waystone_build_info{version="${VERSION}",node="20.19.0",service="gateway"} 1\nwaystone_gateway_supergraph_info{id="abc",service="gateway"} 1\n`,
    )
  else {
    response.statusCode = isReady ? 200 : 503
    response.end(JSON.stringify({ status: 'said', checks: { users: isReady ? 'ok' : 'failing', quests: 'ok' } }))
  }
})

beforeAll(async () => {
  redis = await startTestRedis()
  for (const name of subgraphNames) {
    const database = await createTestDatabase({ migrations: name })
    databases.set(name, database)
    pools.set(name, createPool({ connectionString: database.url, max: 1 }))
  }
  await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve))
}, 120_000)
afterAll(async () => {
  await Promise.all([...pools.values()].map(pool => pool.end()))
  await Promise.all([...databases.values()].map(database => database.close()))
  await redis.close()
  gateway.close()
})
beforeEach(async () => {
  isReady = true
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-status-'))
  const { port } = gateway.address() as AddressInfo
  settings = {
    ...Object.fromEntries(
      subgraphNames.map(name => [`${name.toUpperCase()}_DATABASE_URL`, databases.get(name)?.url ?? '']),
    ),
    GATEWAY_URLS: `http://127.0.0.1:${port}`,
    REDIS_URL: redis.url,
  }
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Of the system that is announced in the directory. */
async function status(): Promise<Status & { code: number | null }> {
  await announceSystem({ directory, settings })
  const { code, stdout, stderr } = await waystone(['status', '--json', '--data', directory])
  expect(stderr).toBe('')
  return { code, ...(JSON.parse(stdout) as Status) }
}

test('a system that is well is shown with its versions, its migrations and nothing to look at', async () => {
  const found = await status()
  expect(found).toMatchObject({ code: 0, ok: true, problems: [], redis: { state: 'reachable' } })
  expect(found.processes).toEqual([
    expect.objectContaining({
      service: 'gateway',
      state: 'ready',
      version: VERSION,
      node: '20.19.0',
      supergraph: 'abc',
    }),
  ])
  expect(found.databases.map(({ subgraph, state }) => [subgraph, state])).toEqual(
    subgraphNames.map(name => [name, 'reachable']),
  )
  const { stdout } = await waystone(['status', '--data', directory])
  expect(stdout).toMatch(/^gateway +ready +\d+\.\d+\.\d+ +20\.19\.0 +abc +http:/m)
  expect(stdout).toMatch(/^quests +reachable \([\d.]+ ms\) +\d+ applied +0 +- +0 +0 +0 +\d+/m)
  expect(stdout).toContain('All is well.')
}, 60_000)

test('what is wrong is named, and the exit code is 1', async () => {
  isReady = false
  settings['USERS_URLS'] = `http://127.0.0.1:${await freePort()}`
  settings['GACHA_DATABASE_URL'] = `postgres://nobody:secret-word@127.0.0.1:${await freePort()}/none`
  settings['REDIS_URL'] = `redis://127.0.0.1:${await freePort()}`
  const quests = pools.get('quests')
  const event = randomUUID()
  await quests?.query(
    `INSERT INTO dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
     VALUES ($1, 'users', $1, 'user.signed_in', '{}', 'no', 5)`,
    [event],
  )
  await quests?.query(
    `INSERT INTO outbox (event_id, aggregate_id, type, version, data, occurred_at)
     VALUES ($1, $1, 'quest.completed', 1, '{}', now() - interval '2 minutes')`,
    [event],
  )
  try {
    const found = await status()
    expect(found).toMatchObject({ code: 1, ok: false })
    expect(found.problems).toEqual([
      `gateway at ${settings['GATEWAY_URLS']} is not ready: users`,
      `users at ${settings['USERS_URLS']} does not answer`,
      expect.stringMatching(/^The oldest event of quests waits for \d{3} s$/),
      'quests has 1 dead letter: waystone events dead --subgraph quests',
      expect.stringMatching(/^The database of gacha cannot be reached: /),
      expect.stringMatching(/^Redis cannot be reached: /),
    ])
    expect(JSON.stringify(found)).not.toContain('secret-word')
    const listed = await waystone(['events', 'list', '--subgraph', 'quests', '--json', '--data', directory])
    expect(JSON.parse(listed.stdout)).toMatchObject({ total: 1, events: [{ id: event, sent: false }] })
    const text = await waystone(['events', 'list', '--subgraph', 'quests', '--data', directory])
    expect(text.stdout).toContain('1 event of quests waits in its outbox')
    const dead = await waystone(['events', 'dead', '--subgraph', 'quests', '--json', '--data', directory])
    expect(JSON.parse(dead.stdout)).toMatchObject({ total: 1, deadLetters: [{ producer: 'users', attempts: 5 }] })
  } finally {
    await quests?.query('DELETE FROM outbox')
    await quests?.query('DELETE FROM dead_letter')
  }
}, 60_000)

test('a database that lacks a migration, or has one of another text, is not taken for current', async () => {
  const pool = pools.get('characters')
  if (pool === undefined) throw new Error('There is no database of characters')
  const { rows } = await pool.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM "_prisma_migrations" ORDER BY migration_name',
  )
  const [first, second] = rows
  await pool.query('UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = $1', [first?.name])
  await pool?.query(`UPDATE "_prisma_migrations" SET checksum = 'other' WHERE migration_name = $1`, [second?.name])
  try {
    const { code, problems } = await status()
    expect(code).toBe(1)
    expect(problems).toEqual([
      `characters lacks 1 migration: ${first?.name}`,
      `characters has migrations of another text: ${second?.name}`,
    ])
  } finally {
    await pool.query('UPDATE "_prisma_migrations" SET rolled_back_at = NULL')
    await pool.query('UPDATE "_prisma_migrations" SET checksum = $1 WHERE migration_name = $2', [
      second?.checksum,
      second?.name,
    ])
  }
}, 60_000)

test.each([
  ['nothing runs there', {}, /USERS_DATABASE_URL: is not set, and nothing runs on/],
  ['only a part of the databases is named', { USERS_DATABASE_URL: 'postgres://a@b/c' }, /it must name this, too/],
  ['a URL is none', { GATEWAY_URLS: 'gateway:4000' }, /GATEWAY_URLS/],
])('where %s, a sentence says so', async (_, env: Record<string, string>, message) => {
  const given = 'GATEWAY_URLS' in env ? { ...settings, ...env } : env
  const { code, stderr } = await waystone(['status', '--data', directory], { env: given })
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(code).toBe(1)
})
