import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createEntityCache } from '../cache/index.js'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { freePort, spawnBound, type BoundProcess } from '../process/index.js'
import { connectRedis, findRedisServer } from '../redis/index.js'
import { createEventLab } from '../testing/event-lab.js'
import { createRedisEventBus } from './redis-event-bus.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const NODES = 3
const SLOTS = 16_384

let directory: string
let nodes: BoundProcess[]
let url: string

/** Three masters that share the slots: what is tried here is that every script keeps to one slot. */
beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-cluster-'))
  const binary = await findRedisServer()
  const ports: number[] = []
  for (let node = 0; node < NODES; node++) ports.push(await freePort())
  nodes = await Promise.all(
    ports.map(async port => {
      const settings = {
        port,
        bind: '127.0.0.1',
        dir: directory,
        save: '',
        'cluster-enabled': 'yes',
        'cluster-config-file': `${port}.conf`,
      }
      return await spawnBound({
        command: binary.command,
        args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
        endSignal: 'SIGKILL',
        env: binary.env,
      })
    }),
  )
  const clients = ports.map(port => new Redis(port, '127.0.0.1'))
  // Refused until the servers listen.
  for (const client of clients) client.on('error', () => undefined)
  await Promise.all(
    clients.map(async (client, place) => {
      await client.ping()
      const from = Math.floor((place * SLOTS) / NODES)
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from, Math.floor(((place + 1) * SLOTS) / NODES) - 1)
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', place + 1)
    }),
  )
  for (const port of ports.slice(1)) await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port)
  await vi.waitFor(
    async () => {
      const infos = await Promise.all(clients.map(client => client.call('CLUSTER', 'INFO')))
      if (!infos.every(info => String(info).includes('cluster_state:ok'))) throw new Error('The nodes have not met yet')
    },
    { timeout: 20_000, interval: 100 },
  )
  for (const client of clients) client.disconnect()
  url = `redis+cluster://127.0.0.1:${ports[0]}`
})
afterAll(async () => {
  for (const node of nodes) node.kill('SIGKILL')
  await Promise.all(nodes.map(node => node.ended))
  rmSync(directory, { recursive: true, force: true })
})

test('events go through a cluster, each once and in order', async () => {
  const lab = await createEventLab()
  const consumers = { producer: ['consumer'] }
  const bus = createRedisEventBus({ url, logger, metrics: createMetrics({ service: 'test' }), consumers })
  await bus.relay({ producer: 'producer', pool: lab.producer })
  await bus.consume({ group: 'consumer', producers: ['producer'], pool: lab.consumer, handle: lab.handle })
  await lab.emit({ count: 300 })
  await vi.waitFor(
    async () => expect(await lab.report()).toEqual({ emitted: 300, applied: 300, outOfOrder: 0, waiting: 0, dead: 0 }),
    { timeout: 15_000, interval: 50 },
  )
  await bus.close()
  await lab.close()
})

test('entities are spread over a cluster by their ids, found again, and invalidated together', async () => {
  const redis = connectRedis({ url, logger, role: 'commands' })
  const cache = createEntityCache({ namespace: 'test', redis, logger, metrics: createMetrics({ service: 'test' }) })
  const ids = Array.from({ length: 50 }, (_, place) => `id-${place}`)
  const queries: number[] = []
  const read = async (version: number) =>
    await cache.getMany('row', ids, async missing => {
      queries.push(missing.length)
      return new Map(missing.map(id => [id, { id, version }]))
    })
  await vi.waitFor(
    async () => {
      await read(1)
      queries.length = 0
      await read(1)
      expect(queries).toEqual([])
    },
    { timeout: 10_000, interval: 50 },
  )
  await cache.invalidate('row', ids)
  expect(await read(2)).toEqual(ids.map(id => ({ id, version: 2 })))
  expect(queries).toEqual([50])
  await cache.close()
  redis.disconnect()
})
