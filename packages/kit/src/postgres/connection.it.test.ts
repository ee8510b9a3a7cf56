import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { openSession } from '../outbox/session.js'
import { createTestDatabase, setTimeZone, type TestDatabase } from '../testing/index.js'
import { connectClient, createDatabase, createPool, prismaAdapter } from './index.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const SHOW = `SELECT current_setting('TimeZone') AS zone`
const MOMENT = '2026-11-29T03:30:00.123Z'
let server: TestDatabase

beforeAll(async () => {
  server = await createTestDatabase({ migrations: null })
  await setTimeZone(server, 'America/Santiago')
})
afterAll(async () => await server.close())

test('each connection counts time in UTC, whatever the database, its role or its URL says', async () => {
  const url = new URL(server.url)
  url.searchParams.set('options', '-c TimeZone=Asia/Kathmandu')
  for (const connectionString of [server.url, url.href]) {
    const database = createDatabase({ url: connectionString, maxConnections: 3, applicationName: 'test', logger })
    const zones = await Promise.all(
      Array.from({ length: 3 }, async () => (await database.primary.query<{ zone: string }>(SHOW)).rows[0]?.zone),
    )
    const session = await openSession(database.primary, { applicationName: 'session' })
    const client = await connectClient({ connectionString })
    for (const lone of [session.client, client]) zones.push((await lone.query<{ zone: string }>(SHOW)).rows[0]?.zone)
    expect(zones).toEqual(['UTC', 'UTC', 'UTC', 'UTC', 'UTC'])
    await Promise.all([session.end(), client.end(), database.close()])
  }
})

test('a moment that Prisma writes is the moment that is read, by Prisma and by SQL', async () => {
  const pool = createPool({ connectionString: server.url, max: 1 })
  const adapter = await prismaAdapter(pool).connect()
  await pool.query('CREATE TABLE moment (at timestamptz(3), bare timestamp(3))')
  await adapter.executeRaw({
    sql: 'INSERT INTO moment VALUES ($1, $2)',
    args: [MOMENT, MOMENT],
    argTypes: [
      { scalarType: 'datetime', arity: 'scalar' },
      { scalarType: 'datetime', arity: 'scalar' },
    ],
  })
  const { rows } = await adapter.queryRaw({ sql: 'SELECT at, bare FROM moment', args: [], argTypes: [] })
  expect(rows[0]?.map(value => new Date(String(value)).toISOString())).toEqual([MOMENT, MOMENT])
  const read = await pool.query<{ at: Date }>('SELECT at FROM moment')
  expect(read.rows[0]?.at.toISOString()).toBe(MOMENT)
  await pool.end()
})
