import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { auditEconomy, openAuditedDatabases, type Finding } from '@waystone/audit'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { createLogger } from '@waystone/kit/logger'
import { connectClient } from '@waystone/kit/postgres'
import { connectRedis } from '@waystone/kit/redis'
import { startTestRedis, type TestRedis } from '@waystone/kit/testing'
import { readErasures } from '@waystone/tools/erasures'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { databaseName, databaseSetting, subgraphNames, type SubgraphName } from '../src/databases.js'
import { waystone } from './operator.js'
import { databases, internalSecret, startOverHttp, type OverHttp } from './over-http.js'

const PASSWORD = 'a long password'
const directory = mkdtempSync(path.join(tmpdir(), 'waystone-after-restore-'))
const list = path.join(directory, 'erasures.json')
let postgres: EmbeddedPostgres
let redis: TestRedis

beforeAll(async () => {
  redis = await startTestRedis()
  postgres = await startEmbeddedPostgres({ directory, databases, isDurable: false })
}, 120_000)
afterAll(async () => {
  await redis.close()
  await postgres.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** The processes alone: PostgreSQL and Redis stay when they end. */
const startProcesses = (): Promise<OverHttp> =>
  startOverHttp({
    postgres: { url: postgres.url, stop: async () => {} },
    redisUrl: redis.url,
    settings: { ACCOUNT_DELETION_DELAY_SECONDS: '0' },
  })

const rows = async (subgraph: SubgraphName, text: string, values: readonly unknown[] = []) => {
  const client = await connectClient({ connectionString: postgres.url(databaseName(subgraph)) })
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Copies all databases at one moment, as nothing runs; or has the copies take their places. */
async function allDatabases(statements: (name: string) => readonly string[]): Promise<void> {
  const client = await connectClient({ connectionString: postgres.superuserUrl() })
  try {
    for (const subgraph of subgraphNames)
      for (const statement of statements(databaseName(subgraph))) await client.query(statement)
  } finally {
    await client.end()
  }
}
const backUp = () => allDatabases(name => [`CREATE DATABASE copy_of_${name} TEMPLATE ${name}`])
const restore = () =>
  allDatabases(name => [`DROP DATABASE ${name}`, `ALTER DATABASE copy_of_${name} RENAME TO ${name}`])

const afterRestore = () =>
  waystone(['backup', 'after-restore', '--erasures', list, '--yes', '--json'], {
    env: {
      ...Object.fromEntries(subgraphNames.map(name => [databaseSetting(name), postgres.url(databaseName(name))])),
      REDIS_URL: redis.url,
      BETTER_AUTH_SECRET: internalSecret,
      INTERNAL_SECRET: internalSecret,
    },
  })

/** Runs the audit, with the invariants that hold while nothing is under way. */
async function violations(): Promise<readonly Finding[]> {
  const { sources, close } = openAuditedDatabases({
    urlOf: name => postgres.url(databaseName(name)),
    applicationName: 'audit',
  })
  const found: Finding[] = []
  await auditEconomy({ sources, settled: true, report: finding => found.push(finding) })
  await close()
  return found.filter(finding => finding.violations > 0)
}

const untilSettled = () =>
  vi.waitFor(
    async () => {
      for (const name of subgraphNames) expect(await rows(name, 'SELECT FROM outbox')).toEqual([])
    },
    { timeout: 30_000, interval: 100 },
  )
const buy =
  'mutation { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "1" }) { __typename } }'
const create = (name: string) =>
  `mutation { createCharacter(input: { name: "${name}", class: MAGE }) { __typename ... on Character { id } } }`
const isSignedIn = async (system: OverHttp, token: string) =>
  (await system.ask('{ me { id } }', { token })).data?.me?.id !== undefined

async function countRedisKeys(): Promise<number> {
  const connection = connectRedis({
    url: redis.url,
    logger: createLogger({ name: 'test', level: 'silent' }),
    role: 'blocking',
  })
  try {
    return 'dbsize' in connection ? await connection.dbsize() : 0
  } finally {
    connection.disconnect()
  }
}

test('a system that was restored to the past forgets the lost time, and a deleted account stays deleted', async () => {
  // Before the moment: two players, one with traces in several databases.
  let system = await startProcesses()
  const leaver = await system.aPlayer('Leaver')
  const stayer = await system.aPlayer('Stayer')
  await system.ask(create('Leaverhero'), { token: leaver })
  await system.ask(buy, { token: leaver })
  await untilSettled()
  await system.close()
  await backUp()

  // The time that is given up: an account is erased, a session is ended, a player is new, events have flowed.
  system = await startProcesses()
  const { data } = await system.ask(
    `mutation { requestAccountDeletion(input: { password: "${PASSWORD}" }) { __typename } }`,
    { token: leaver },
  )
  expect(data.requestAccountDeletion.__typename).toBe('AccountDeletion')
  const newcomer = await system.aPlayer('Newcomer')
  await system.ask(buy, { token: newcomer })
  await vi.waitFor(async () => expect(await rows('characters', 'SELECT FROM characters')).toEqual([]), 30_000)
  await untilSettled()
  writeFileSync(list, JSON.stringify(await readErasures(postgres.url(databaseName('users')), new Date())))

  const refused = await afterRestore()
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/stop all processes of Waystone first: .*Nothing was changed/)
  expect(await isSignedIn(system, newcomer)).toBe(true)

  await system.close()
  await restore()
  expect(await rows('characters', 'SELECT name FROM characters')).toEqual([{ name: 'Leaverhero' }])
  const epochs = await rows('characters', 'SELECT map_id, epoch FROM map_lease ORDER BY map_id')
  expect(await countRedisKeys()).toBeGreaterThan(0)

  const done = await afterRestore()
  expect(done.stderr).toBe('')
  expect(JSON.parse(done.stdout)).toMatchObject({
    mapsWithNewEpoch: epochs.length,
    sessionsEnded: 2,
    erasedAgain: 1,
    requestedAgain: 0,
    canceledAgain: 0,
    waiting: 0,
  })
  expect(await countRedisKeys()).toBe(0)
  const raised = await rows('characters', 'SELECT map_id, epoch FROM map_lease ORDER BY map_id')
  expect(raised).toEqual(epochs.map(({ map_id, epoch }) => ({ map_id, epoch: String(Number(epoch) + 1_000_000) })))

  // The owner cannot come back, whatever is tried first.
  system = await startProcesses()
  const signIn = (name: string) =>
    system.ask(`mutation { signIn(input: { usernameOrEmail: "${name}", password: "${PASSWORD}" }) {
      __typename ... on AuthSession { accessToken } } }`)
  expect((await signIn('Leaver')).data.signIn.__typename).toBe('InvalidCredentials')
  await vi.waitFor(async () => expect(await rows('characters', 'SELECT FROM characters')).toEqual([]), 30_000)
  // Tokens of the lost time, and of before, are of no session any more.
  for (const token of [leaver, stayer, newcomer]) expect(await isSignedIn(system, token)).toBe(false)
  // All goes on, events too.
  const { accessToken: again } = (await signIn('Stayer')).data.signIn
  await system.ask(buy, { token: again })
  await vi.waitFor(async () => {
    const { data: wallet } = await system.ask('{ me { wallet { diamonds } } }', { token: again })
    expect(wallet.me.wallet.diamonds).toBeGreaterThan(0)
  }, 30_000)
  await untilSettled()
  await system.close()
  expect(await violations()).toEqual([])
}, 480_000)
