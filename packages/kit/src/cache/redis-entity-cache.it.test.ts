import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { connectRedis, type RedisConnection } from '../redis/index.js'
import { startTestRedis, type TestRedis } from '../testing/index.js'
import { createEntityCache, type EntityCache } from './index.js'

const logger = createLogger({ name: 'test', level: 'silent' })

interface Row {
  version: number
}
/** A process of a subgraph, as far as its cache goes. */
interface Process {
  cache: EntityCache
  connection: RedisConnection
}

let redis: TestRedis
let processes: Process[]
let rows: Map<string, Row>
let queries: number

beforeAll(async () => {
  redis = await startTestRedis()
})
afterAll(async () => await redis.close())
beforeEach(async () => {
  await redis.restart()
  processes = []
  rows = new Map([['a', { version: 1 }]])
  queries = 0
})
afterEach(async () => {
  for (const { cache, connection } of processes) {
    await cache.close()
    connection.disconnect()
  }
})

const load = async (ids: readonly string[]) => {
  queries += 1
  return new Map(ids.flatMap(id => [rows.get(id)].flatMap(row => (row === undefined ? [] : [[id, row] as const]))))
}
const read = async (process: Process, id = 'a') => (await process.cache.getMany('row', [id], load))[0]
const write = async (process: Process, version: number, id = 'a') => {
  rows.set(id, { version })
  await process.cache.invalidate('row', [id])
}

async function startProcess(url = redis.url): Promise<Process> {
  const connection = connectRedis({ url, logger, role: 'commands' })
  const cache = createEntityCache({
    namespace: 'test',
    redis: connection,
    logger,
    metrics: createMetrics({ service: 'test' }),
  })
  const process = { cache, connection }
  processes.push(process)
  await untilCached(process)
  return process
}

/** Resolves when the process uses the cache. */
async function untilCached(process: Process): Promise<void> {
  await vi.waitFor(
    async () => {
      await read(process, 'probe')
      const before = queries
      await read(process, 'probe')
      expect(queries).toBe(before)
    },
    { timeout: 10_000, interval: 20 },
  )
}

/**
 * Tries a row of its own until Redis has answered each step in time: a command that takes a quarter of a second, as on
 * a busy machine, is passed by, and its row is loaded.
 */
async function inTime(attempt: (id: string) => Promise<void>): Promise<void> {
  let attempts = 0
  await vi.waitFor(
    async () => {
      const id = `row ${(attempts += 1)}`
      rows.set(id, { version: 1 })
      await attempt(id)
    },
    { timeout: 20_000, interval: 20 },
  )
}
const loadsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = queries
  await work()
  return queries - before
}

test('what one process has loaded, another finds', async () => {
  const [first, second] = [await startProcess(), await startProcess()]
  const seen: unknown[] = []
  await inTime(async id => {
    await read(first, id)
    expect(await loadsOf(async () => seen.push(await read(second, id)))).toBe(0)
  })
  expect(new Set(seen.map(row => JSON.stringify(row)))).toEqual(new Set(['{"version":1}']))
})

test('a write in one process is seen by the reads of another, which then cache the new row', async () => {
  const [first, second] = [await startProcess(), await startProcess()]
  const seen: unknown[] = []
  await inTime(async id => {
    await read(second, id)
    await write(first, 2, id)
    seen.push(await read(second, id))
    expect(await loadsOf(async () => seen.push(await read(first, id)))).toBe(0)
  })
  // In every attempt, however slow Redis was.
  expect(new Set(seen.map(row => JSON.stringify(row)))).toEqual(new Set(['{"version":2}']))
})

test('a reader in another process that read before a write never puts the old row back', async () => {
  const [first, second] = [await startProcess(), await startProcess()]
  const gate = aGate()
  const hasRead = aGate()
  const reading = second.cache.getMany('row', ['a'], async ids => {
    const loaded = await load(ids)
    hasRead.open()
    await gate.passed
    return loaded
  })
  await hasRead.passed
  await write(first, 2)
  gate.open()
  expect(await reading).toEqual([{ version: 1 }])
  expect(await read(first)).toEqual({ version: 2 })
  expect(await read(second)).toEqual({ version: 2 })
})

test('once everything is invalidated, no process answers from what was kept before', async () => {
  const [first, second] = [await startProcess(), await startProcess()]
  await read(second)
  rows.set('a', { version: 2 })
  expect(await read(second)).toEqual({ version: 1 })
  await first.cache.invalidateAll()
  expect(await read(second)).toEqual({ version: 2 })
  await untilCached(second)
})

test('many readers in two processes cause one fill', async () => {
  const [first, second] = [await startProcess(), await startProcess()]
  await inTime(async id => {
    const readers = Array.from({ length: 20 }, () => [first, second]).flat()
    const loads = await loadsOf(async () => {
      const answers = await Promise.all(readers.map(process => read(process, id)))
      expect(answers).toEqual(readers.map(() => ({ version: 1 })))
    })
    expect(loads).toBe(1)
  })
})

test('without Redis everything is loaded, without errors and without delay', async () => {
  const process = await startProcess()
  await read(process)
  await redis.kill()
  await expect.poll(() => process.connection.status).not.toBe('ready')
  const startedMs = performance.now()
  for (let reads = 0; reads < 100; reads++) expect(await read(process)).toEqual({ version: 1 })
  // One that waited for Redis would take a quarter of a second each time.
  expect(performance.now() - startedMs).toBeLessThan(5_000)
})

test('reads of a frozen Redis wait a quarter of a second at most, and soon not at all', async () => {
  const process = await startProcess()
  redis.freeze()
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: 100 }, () => read(process)))
  expect(performance.now() - startedMs).toBeLessThan(5_000)
  const readMs = async () => {
    const atMs = performance.now()
    await read(process)
    return performance.now() - atMs
  }
  await expect.poll(readMs).toBeLessThan(100)
  redis.thaw()
  await untilCached(process)
})

test.each(['killed', 'frozen'] as const)(
  'a write acknowledged while Redis is %s is seen by every later read, also when Redis is back',
  async state => {
    const [writer, reader] = [await startProcess(), await startProcess()]
    await read(reader)
    if (state === 'killed') await redis.kill()
    else redis.freeze()
    await write(writer, 2)
    expect(await read(reader)).toEqual({ version: 2 })
    if (state === 'killed') await redis.restart()
    else redis.thaw()
    const seen = new Set<number | undefined>()
    for (let reads = 0; reads < 200; reads++) seen.add((await read(reader))?.version)
    expect([...seen]).toEqual([2])
    await untilCached(reader)
    expect(await read(reader)).toEqual({ version: 2 })
  },
)

test('the first writes of an outage wait until nobody believes the old value, later ones do not', async () => {
  const process = await startProcess()
  await redis.kill()
  const startedMs = performance.now()
  await write(process, 2)
  const firstMs = performance.now() - startedMs
  await write(process, 3)
  const secondMs = performance.now() - startedMs - firstMs
  expect(firstMs).toBeLessThan(10_000)
  expect(secondMs).toBeLessThan(firstMs / 2)
})

test('what a process changed and could not say before it died is void within seconds', async () => {
  const [dying, reader] = [await startProcess(), await startProcess()]
  await read(reader)
  // Its connection is cut between the commit and the invalidation, and it never comes back.
  rows.set('a', { version: 2 })
  dying.connection.disconnect()
  await expect.poll(() => read(reader)).toEqual({ version: 2 })
})

test('a process that Redis hears and that does not hear Redis is not taken for back: what it writes is seen', async () => {
  const network = await startNetwork()
  const [writer, reader] = [await startProcess(network.url), await startProcess()]
  await read(reader)
  network.hold({ requests: true, answers: true })
  await write(writer, 2)
  // Redis now executes the requests that the network had delayed.
  network.hold({ requests: false, answers: true })
  const stale: string[] = []
  const endsMs = performance.now() + 2_000
  for (let version = 3; performance.now() < endsMs; version++) {
    await write(writer, version)
    await new Promise(resolve => setTimeout(resolve, 20))
    const row = await read(reader)
    if (row?.version !== version) stale.push(`read ${row?.version}, ${version} was acknowledged`)
  }
  expect(stale).toEqual([])
  network.hold({ requests: false, answers: false })
  await Promise.all([untilCached(writer), untilCached(reader)])
  expect(await read(reader)).toEqual(rows.get('a'))
  await network.close()
}, 20_000)

test('a flush under load loses nothing and shows nothing old', async () => {
  const [writer, reader] = [await startProcess(), await startProcess()]
  const progress = { acknowledged: 1 }
  const stale: string[] = []
  const reading = async () => {
    while (progress.acknowledged < 60) {
      const atLeast = progress.acknowledged
      const row = await read(reader)
      if ((row?.version ?? 0) < atLeast) stale.push(`read ${row?.version}, ${atLeast} was acknowledged`)
    }
  }
  const writing = async () => {
    for (let version = 2; version <= 60; version++) {
      await write(writer, version)
      progress.acknowledged = version
      if (version % 15 === 0) await redis.flush()
    }
  }
  await Promise.all([reading(), reading(), reading(), writing()])
  expect(stale).toEqual([])
})

/** Blocks its callers until it is opened. */
function aGate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => undefined
  const passed = new Promise<void>(resolve => {
    open = resolve
  })
  return { passed, open }
}

/** The way to Redis, on which requests and answers can be held up: they go on later, as what lies in a socket does. */
async function startNetwork() {
  const held = { requests: false, answers: false }
  const waiting: Record<keyof typeof held, (() => void)[]> = { requests: [], answers: [] }
  const sockets = new Set<Socket>()
  const pass = (way: keyof typeof held, deliver: () => void) => {
    if (held[way]) waiting[way].push(deliver)
    else deliver()
  }
  const join = (way: keyof typeof held, from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', chunk => pass(way, () => void to.write(chunk)))
    from.on('error', () => {})
    from.on('close', () => pass(way, () => void to.end()))
  }
  const server = createServer(client => {
    const upstream = connect(Number(new URL(redis.url).port), '127.0.0.1')
    join('requests', client, upstream)
    join('answers', upstream, client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (ways: typeof held) => {
      Object.assign(held, ways)
      for (const way of ['requests', 'answers'] as const)
        if (!held[way]) for (const deliver of waiting[way].splice(0)) deliver()
    },
    close: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
