import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { startReplicatedPostgres, type ReplicatedPostgres } from '../testing/index.js'
import { createDatabase, isDatabaseUnavailable, type Database } from './index.js'
import { showReplica } from './replica-metrics.js'

const logger = createLogger({ name: 'test', level: 'silent' })
let servers: ReplicatedPostgres
const opened: { close(): Promise<void> }[] = []
beforeAll(async () => {
  servers = await startReplicatedPostgres([{ name: 'game', role: 'game', password: 'game' }])
}, 120_000)
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close()
  await servers.startReplica()
  await servers.resumeReplay()
})
afterAll(() => servers.close())

function open(options: { readLagMaxMs?: number; readUrl?: string } = {}): Database {
  const database = createDatabase({
    url: servers.url('game'),
    readUrl: servers.readUrl('game'),
    maxConnections: 4,
    applicationName: 'game',
    logger,
    ...options,
  })
  opened.push(database)
  return database
}

const isUsed = (database: Database) => expect.poll(() => database.reads.state()?.fault).toBeNull()

/** The server that answers a read now. */
async function answeredBy(database: Database): Promise<string | undefined> {
  const text = `SELECT CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END AS who`
  return (await database.reads.query<{ who: string }>({ text })).rows[0]?.who
}

test('reads go to the replica, once it has been looked at; what was written long enough ago is there', async () => {
  const database = open()
  expect(database.reads.state()?.fault).toBe('not looked at yet')
  expect(await answeredBy(database)).toBe('primary')
  await isUsed(database)
  expect(await answeredBy(database)).toBe('replica')
  expect(database.reads.state()?.lagMs).toBeLessThan(1_000)
})

test('a replica that falls too far behind is left out, shows it, and is read again when it has caught up', async () => {
  const database = open()
  const metrics = createMetrics({ service: 'test' })
  showReplica(metrics, { database: 'game', reads: database.reads })
  await isUsed(database)
  await servers.pauseReplay()
  await database.primary.query('CREATE TABLE later (id int)')
  await expect.poll(() => database.reads.state()?.fault).toBe('too far behind')
  expect(await answeredBy(database)).toBe('primary')
  expect((await database.reads.query({ text: 'SELECT FROM later' })).rowCount).toBe(0)
  const shown = await metrics.metrics()
  expect(shown).toMatch(/waystone_replica_used\{.*\} 0/)
  expect(Number(/waystone_replica_lag_seconds\{.*\} (.*)/.exec(shown)?.[1])).toBeGreaterThan(1)
  expect(shown).toMatch(/waystone_replica_reads_total\{.*answer="primary".*\} 2/)

  await servers.resumeReplay()
  await isUsed(database)
  expect(await answeredBy(database)).toBe('replica')
  expect(await metrics.metrics()).toMatch(/waystone_replica_used\{.*\} 1/)
})

test('a primary at rest does not make its replica old, nor does what nobody has committed', async () => {
  const database = open({ readLagMaxMs: 1_500 })
  await database.primary.query('CREATE TABLE IF NOT EXISTS open_ended (text text)')
  const client = await database.primary.connect()
  await client.query('BEGIN')
  // Neither a whole page nor a commit: nothing sends it on.
  await client.query(`INSERT INTO open_ended VALUES ('half a page')`)
  await isUsed(database)
  const since = performance.now()
  const faults = new Set<unknown>()
  await expect
    .poll(() => {
      faults.add(database.reads.state()?.fault)
      return performance.now() - since
    })
    .toBeGreaterThan(3_000)
  await client.query('ROLLBACK')
  client.release()
  expect([...faults]).toEqual([null])
})

test('a replica that goes down costs no read, and is read again when it is back', async () => {
  const database = open()
  await isUsed(database)
  const stopped = servers.stopReplica()
  const answers = []
  while (database.reads.state()?.fault === null) answers.push(await answeredBy(database))
  await stopped
  expect(answers.every(who => who === 'replica' || who === 'primary')).toBe(true)
  expect(database.reads.state()?.fault).toBe('unreachable')
  expect(await answeredBy(database)).toBe('primary')
  await servers.startReplica()
  await isUsed(database)
  expect(await answeredBy(database)).toBe('replica')
})

test('what the replica cancels to go on replaying is read from the primary', async () => {
  const database = open()
  await isUsed(database)
  const killed = database.reads.run({
    replica: async pool => await pool.query(`SELECT pg_terminate_backend(pg_backend_pid())`),
    primary: async pool => await pool.query(`SELECT 'primary' AS who`),
  })
  expect((await killed).rows).toEqual([{ who: 'primary' }])
  expect(database.reads.counts().failedOver).toBe(1)
})

test('a replica is refused where the primary is expected, as after a failover', async () => {
  const database = createDatabase({
    url: servers.readUrl('game'),
    isPrimary: true,
    maxConnections: 1,
    applicationName: 'demoted',
    logger,
  })
  opened.push(database)
  const error: unknown = await database.primary.query('SELECT 1').catch((failure: unknown) => failure)
  expect(error).toMatchObject({ message: 'Expected the primary of the database, got a replica' })
  expect(isDatabaseUnavailable(error)).toBe(true)
})

test('a wrong statement fails with its own error', async () => {
  const database = open()
  await isUsed(database)
  await expect(database.reads.query({ text: 'SELECT FROM nowhere' })).rejects.toMatchObject({ code: '42P01' })
})

test('reads under way on a replica that stands still are answered by the primary', async () => {
  const path = await aPathTo(servers.readUrl('game'))
  opened.push(path)
  const database = open({ readUrl: path.url })
  await isUsed(database)
  path.standStill()
  const answers = await Promise.all([answeredBy(database), answeredBy(database), answeredBy(database)])
  expect(answers).toEqual(['primary', 'primary', 'primary'])
  expect(database.reads.state()?.fault).not.toBeNull()
})

/** A way to a server over which nothing comes any more from a moment on, and nothing ends either. */
async function aPathTo(url: string): Promise<{ url: string; standStill(): void; close(): Promise<void> }> {
  const { port } = new URL(url)
  const sockets = new Set<Socket>()
  let still = false
  const server: Server = createServer(client => {
    const target = connect(Number(port), '127.0.0.1')
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from)
      from.on('data', chunk => void (still || to.write(chunk)))
      from.on('error', () => undefined)
      from.on('close', () => to.destroy())
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const direct = new URL(url)
  direct.searchParams.delete('host')
  direct.hostname = '127.0.0.1'
  direct.port = String((server.address() as AddressInfo).port)
  return {
    url: direct.href,
    standStill: () => {
      still = true
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
