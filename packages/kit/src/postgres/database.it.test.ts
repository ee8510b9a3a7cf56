import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trace } from '@opentelemetry/api'
import { createTestDatabase, type TestDatabase } from '../testing/index.js'
import { activeTraceId, withActiveSpan } from '../tracing/active-span.js'
import type { Tracing } from '../tracing/index.js'
import { createDatabase } from './database.js'

let server: TestDatabase
let logged = ''
const logger = pino(
  new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk)
      done()
    },
  }),
)

beforeAll(async () => {
  server = await createTestDatabase({ migrations: null })
})
afterAll(async () => await server.close())

const open = (options: { readUrl?: string; maxConnections?: number; tracing?: Tracing } = {}) =>
  createDatabase({ url: server.url, maxConnections: 4, applicationName: 'quests', logger, ...options })

test('without a replica, reads go to the primary; closing twice is closing once', async () => {
  const database = open()
  expect(database.reads.state()).toBeNull()
  const text = `SELECT current_setting('application_name') AS name`
  expect((await database.reads.query<{ name: string }>({ text })).rows).toEqual([{ name: 'quests' }])
  await database.close()
  await database.close()
})

test('a server that is no replica is not read, whatever the setting calls it', async () => {
  const database = open({ readUrl: server.url })
  await expect.poll(() => database.reads.state()?.fault).toBe('not a replica')
  const text = `SELECT current_setting('application_name') AS name`
  expect((await database.reads.query<{ name: string }>({ text })).rows).toEqual([{ name: 'quests' }])
  expect(database.reads.counts()).toEqual({ replica: 0, primary: 1, failedOver: 0 })
  await database.close()
})

test('never more connections than allowed: who comes later waits', async () => {
  const database = open({ maxConnections: 2 })
  const { rows } = await database.primary.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const pids = await Promise.all(
    Array.from(
      { length: 20 },
      async () => await database.primary.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'),
    ),
  )
  expect(new Set([...rows, ...pids.flatMap(result => result.rows)].map(row => row.pid)).size).toBeLessThanOrEqual(2)
  await database.close()
})

test('an idle connection that breaks is logged without the password, and the pool goes on', async () => {
  const database = open({ maxConnections: 2 })
  const { rows } = await database.primary.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const removed = new Promise<void>(resolve => database.primary.once('remove', () => resolve()))
  const killer = open()
  await killer.primary.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  await removed
  expect(logged).toContain('an idle database connection broke')
  expect(logged).not.toContain('"password"')
  expect((await database.primary.query('SELECT 1')).rowCount).toBe(1)
  await Promise.all([database.close(), killer.close()])
})

test('a lent connection that breaks ends nothing but itself, though its borrower does not listen', async () => {
  const database = open({ maxConnections: 1 })
  const client = await database.primary.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const ended = new Promise<void>(resolve => client.once('end', () => resolve()))
  const killer = open()
  await killer.primary.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  await ended
  await expect(client.query('SELECT 1')).rejects.toThrow('not queryable')
  client.release()
  expect((await database.primary.query('SELECT 1')).rowCount).toBe(1)
  await Promise.all([database.close(), killer.close()])
})

interface SeenStatement {
  readonly traceId: string
  readonly name: string
  readonly text: unknown
  readonly attributes: Record<string, unknown>
  isEnded: boolean
}

/** Keeps the statements that a pool traces, each with the trace that it is of. */
function recordStatements(): { tracing: Tracing; seen: readonly SeenStatement[] } {
  const seen: SeenStatement[] = []
  const tracing: Tracing = {
    start: () => Promise.reject(new Error('not started here')),
    close: async () => {},
    serve: async (_, work) => await work(),
    begin: (name, given) => {
      const traceId = activeTraceId()
      if (traceId === undefined) return undefined
      const statement: SeenStatement = { traceId, name, text: given['db.query.text'], attributes: {}, isEnded: false }
      seen.push(statement)
      const span = trace.wrapSpanContext({ traceId, spanId: '1'.repeat(16), traceFlags: 1 })
      span.setAttribute = (key, value) => {
        statement.attributes[key] = value
        return span
      }
      span.end = () => void (statement.isEnded = true)
      return span
    },
  }
  return { tracing, seen }
}

const inTrace = <T>(digit: string, work: () => T): T =>
  withActiveSpan(trace.wrapSpanContext({ traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags: 1 }), work)

test('statements are spans of the request that runs them, also of one that has waited for a connection', async () => {
  const { tracing, seen } = recordStatements()
  const database = open({ maxConnections: 1, tracing })
  const { primary } = database
  const one = inTrace('a', async () => {
    const client = await primary.connect()
    const waiting = inTrace('b', () => [
      primary.query({ name: 'named', text: 'SELECT $1::text', values: ['hunter2'] }),
      primary.query(`SELECT 'it''s hunter2' AS found`),
    ])
    await client.query('SELECT 1 AS one')
    client.release()
    return waiting
  })
  await Promise.all(await one)
  await expect(inTrace('c', () => primary.query('SELECT 1/0'))).rejects.toThrow('division by zero')
  await primary.query('SELECT 2')
  await database.close()
  expect(seen.map(({ traceId, name, text }) => [traceId[0], name, text])).toEqual([
    ['a', 'SELECT', 'SELECT 1 AS one'],
    ['b', 'named', 'SELECT $1::text'],
    ['b', 'SELECT', `SELECT '…' AS found`],
    ['c', 'SELECT', 'SELECT 1/0'],
  ])
  expect(seen.every(({ isEnded }) => isEnded)).toBe(true)
  expect(seen.map(({ attributes }) => attributes)).toEqual([
    ...[1, 1, 1].map(rows => ({ 'db.response.returned_rows': rows })),
    { 'db.response.status_code': '22012' },
  ])
  expect(JSON.stringify(seen)).not.toContain('hunter2')
})
