import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createTestDatabase, type TestDatabase } from '../testing/index.js'
import { createDatabase, isDatabaseUnavailable, withTransaction, type Database, type Transaction } from './index.js'

const logger = createLogger({ name: 'failover', level: 'silent' })
let database: TestDatabase
let balancer: Balancer
let open: Database

beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
  balancer = await startBalancer(database.url)
  open = createDatabase({ url: balancer.url, isPrimary: true, maxConnections: 4, applicationName: 'failover', logger })
  await open.primary.query('CREATE TABLE entry (id serial PRIMARY KEY, text text)')
})
beforeEach(async () => void (await open.primary.query('TRUNCATE entry')))
afterAll(async () => {
  await open.close()
  await balancer.close()
  await database.close()
})

/** Stands before the server as haproxy does: it can lead nowhere, and cut the sessions that it has. */
interface Balancer {
  readonly url: string
  cut(): void
  lead(somewhere: boolean): void
  /** Connections that it has refused. */
  refused(): number
  close(): Promise<void>
}

async function startBalancer(url: string): Promise<Balancer> {
  const { port } = new URL(url)
  const sockets = new Set<Socket>()
  let leads = true
  let refused = 0
  const server: Server = createServer(client => {
    if (!leads) {
      refused++
      return void client.destroy()
    }
    const upstream = connect(Number(port), '127.0.0.1')
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(url)
  // By TCP instead of the socket's directory.
  through.searchParams.delete('host')
  through.hostname = '127.0.0.1'
  through.port = String((server.address() as AddressInfo).port)
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: through.href,
    cut,
    lead: somewhere => {
      leads = somewhere
    },
    refused: () => refused,
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}

const add = async (tx: Transaction, text: string) =>
  await tx.query({ text: 'INSERT INTO entry (text) VALUES ($1)', values: [text] })

const entries = async () =>
  (await open.primary.query<{ text: string }>('SELECT text FROM entry ORDER BY id')).rows.map(({ text }) => text)

test('a transaction whose connection breaks before COMMIT is run again, and is there once', async () => {
  let attempts = 0
  await withTransaction(open.primary, async tx => {
    attempts++
    await add(tx, `attempt ${attempts}`)
    if (attempts === 1) balancer.cut()
    await add(tx, 'end')
  })
  expect(await entries()).toEqual(['attempt 2', 'end'])
})

test('a transaction whose connection breaks under COMMIT is not run again, since its commit may have arrived', async () => {
  let attempts = 0
  const lost = withTransaction(open.primary, async tx => {
    attempts++
    await add(tx, 'once')
    // The last thing of the work: COMMIT meets a connection that is gone.
    balancer.cut()
  })
  expect(isDatabaseUnavailable(await lost.catch((error: unknown) => error))).toBe(true)
  expect(attempts).toBe(1)
})

test('callers wait while no server is there, and are answered by the one that takes over', async () => {
  balancer.lead(false)
  balancer.cut()
  await expect.poll(() => open.primary.totalCount).toBe(0)
  const before = balancer.refused()
  const waiting = [entries(), withTransaction(open.primary, async tx => void (await add(tx, 'late')))]
  await expect.poll(() => balancer.refused() - before).toBeGreaterThanOrEqual(2)
  balancer.lead(true)
  await expect(Promise.all(waiting)).resolves.toBeDefined()
  expect(await entries()).toEqual(['late'])
})

test('a pool that was never connected fails at once, since its URL may be wrong', async () => {
  balancer.lead(false)
  const never = createDatabase({
    url: balancer.url,
    isPrimary: true,
    maxConnections: 1,
    applicationName: 'never',
    logger,
  })
  const error: unknown = await never.primary.query('SELECT 1').catch((failure: unknown) => failure)
  balancer.lead(true)
  expect(isDatabaseUnavailable(error)).toBe(true)
  await never.close()
})
