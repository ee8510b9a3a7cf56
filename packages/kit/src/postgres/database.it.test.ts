import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.js'
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

const open = (options: { readUrl?: string; maxConnections?: number } = {}) =>
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
