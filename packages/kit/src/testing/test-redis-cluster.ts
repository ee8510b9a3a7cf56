import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort, spawnBound, type BoundProcess } from '../process/index.js'
import { findRedisServer } from '../redis/index.js'

/**
 * A cluster of a test's own: three masters that share the slots, and a replica of each. It keeps nothing when
 * it ends.
 */
export interface TestRedisCluster {
  readonly url: string
  /** Ends the master that holds the key as kill -9 does. @returns its port, for `revive`. */
  killMasterOf(key: string): Promise<number>
  /** Resolves when another has taken over and every slot is served. */
  untilWhole(): Promise<void>
  /** Restarts a node that was killed, empty; resolves when it is the replica of the new master. */
  revive(port: number): Promise<void>
  /** The channels that have subscribers, at all nodes. */
  channels(sort: 'CHANNELS' | 'SHARDCHANNELS'): Promise<readonly string[]>
  close(): Promise<void>
}

const ACL_FILE = 'users.acl'
const MASTERS = 3
const NODES = 2 * MASTERS
const SLOTS = 16_384
/** A master that is silent for this long is replaced. */
const NODE_TIMEOUT_MS = 1_000
const CHECK_INTERVAL_MS = 50
const WHOLE_WITHIN_MS = 30_000

interface Node {
  readonly port: number
  process: BoundProcess
}

/** @throws Error that says what to install, where there is no Redis server and none can be fetched. */
export async function startTestRedisCluster({
  acl,
}: {
  /**
   * Its users; without it every user has all rights. The nodes speak to each other as "default", without a
   * password.
   */
  acl?: string
} = {}): Promise<TestRedisCluster> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-cluster-'))
  if (acl !== undefined) writeFileSync(path.join(directory, ACL_FILE), acl, { mode: 0o600 })
  const startNode = (port: number) => launchNode({ port, directory, hasAcl: acl !== undefined })
  const nodes: Node[] = []
  for (let place = 0; place < NODES; place++) {
    // The next one is for what the nodes say to each other: 10,000 further, as by default, is where outgoing
    // connections are.
    const port = await freePort(2)
    nodes.push({ port, process: await startNode(port) })
  }
  const living = () => nodes.filter(({ process }) => process.end === undefined)
  await join(nodes.map(({ port }) => port))

  /** In the eyes of every living node: at first they all still take one that was killed for a living one. */
  const untilWhole = async () => {
    await until('every slot to have a master that lives', async () => {
      const ports = new Set(living().map(({ port }) => port))
      const views = await Promise.all([...ports].map(async port => parseNodes(await ask(port, 'CLUSTER', 'NODES'))))
      const infos = await Promise.all([...ports].map(port => ask(port, 'CLUSTER', 'INFO')))
      const served = views.map(rows =>
        rows
          .filter(row => row.isMaster && ports.has(row.port))
          .flatMap(row => row.slots)
          .reduce((total, [from, to]) => total + to - from + 1, 0),
      )
      return infos.every(info => info.includes('cluster_state:ok')) && served.every(slots => slots === SLOTS)
    })
  }
  await untilWhole()

  return {
    url: nodes.map(({ port }) => `redis+cluster://127.0.0.1:${port}`).join(','),
    untilWhole,
    channels: async sort => {
      const found = await Promise.all(living().map(({ port }) => ask(port, 'PUBSUB', sort)))
      return [...new Set(found.flatMap(text => text.split(',')))].filter(name => name !== '').toSorted()
    },
    killMasterOf: async key => {
      const [witness] = living()
      if (witness === undefined) throw new Error('Expected a node that lives')
      const slot = Number(await ask(witness.port, 'CLUSTER', 'KEYSLOT', key))
      const rows = parseNodes(await ask(witness.port, 'CLUSTER', 'NODES'))
      const port = rows.find(row => row.isMaster && row.slots.some(([from, to]) => from <= slot && slot <= to))?.port
      const master = living().find(node => node.port === port)
      if (master === undefined) throw new Error(`Expected a master of slot ${slot} that lives`)
      master.process.kill('SIGKILL')
      await master.process.ended
      return master.port
    },
    revive: async port => {
      const node = nodes.find(one => one.port === port)
      if (node === undefined) throw new Error(`Expected the port of a node, got ${port}`)
      node.process = await startNode(port)
      await until(`${port} to be a replica in step`, async () => {
        const replication = await ask(port, 'INFO', 'replication')
        return replication.includes('role:slave') && replication.includes('master_link_status:up')
      })
      await untilWhole()
    },
    close: async () => {
      for (const { process } of nodes) process.kill('SIGKILL')
      await Promise.all(nodes.map(({ process }) => process.ended))
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function launchNode({
  port,
  directory,
  hasAcl,
}: {
  port: number
  directory: string
  hasAcl: boolean
}): Promise<BoundProcess> {
  const binary = await findRedisServer()
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: directory,
    save: '',
    // Masters send a joining replica its data without delay.
    'repl-diskless-sync-delay': 0,
    'cluster-enabled': 'yes',
    'cluster-port': port + 1,
    'cluster-config-file': `${port}.conf`,
    'cluster-node-timeout': NODE_TIMEOUT_MS,
    'maxmemory-policy': 'noeviction',
    ...(hasAcl && { aclfile: path.join(directory, ACL_FILE) }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const node = await spawnBound({ command: binary.command, args, endSignal: 'SIGKILL', env: binary.env })
  await until(`${port} to answer`, async () => (await ask(port, 'PING')) === 'PONG')
  return node
}

/**
 * The first half become masters with a share of the slots each, the second half their replicas, in the same
 * order.
 */
async function join(ports: readonly number[]): Promise<void> {
  const [masters, replicas] = [ports.slice(0, MASTERS), ports.slice(MASTERS)]
  for (const [place, port] of masters.entries()) {
    const from = Math.floor((place * SLOTS) / MASTERS)
    await ask(port, 'CLUSTER', 'ADDSLOTSRANGE', from, Math.floor(((place + 1) * SLOTS) / MASTERS) - 1)
  }
  for (const [place, port] of ports.entries()) await ask(port, 'CLUSTER', 'SET-CONFIG-EPOCH', place + 1)
  const [first = 0, ...others] = ports
  for (const port of others) await ask(port, 'CLUSTER', 'MEET', '127.0.0.1', first, first + 1)
  for (const [place, port] of replicas.entries()) {
    const id = await ask(masters[place] ?? 0, 'CLUSTER', 'MYID')
    // Refused until the node knows its master.
    await until(`${port} to know its master`, async () => (await ask(port, 'CLUSTER', 'REPLICATE', id)) === 'OK')
  }
  await until('every replica to be in step', async () => {
    const all = await Promise.all(replicas.map(port => ask(port, 'INFO', 'replication')))
    return all.every(text => text.includes('master_link_status:up'))
  })
}

async function ask(port: number, command: string, ...values: (string | number)[]): Promise<string> {
  const client = new Redis(port, '127.0.0.1', { retryStrategy: null, lazyConnect: true })
  // The command itself reports connection errors.
  client.on('error', () => undefined)
  try {
    return String(await client.call(command, ...values))
  } finally {
    client.disconnect()
  }
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const endsMs = performance.now() + WHOLE_WITHIN_MS
  while (!(await check().catch(() => false))) {
    if (performance.now() > endsMs) throw new Error(`Waited ${WHOLE_WITHIN_MS} ms in vain for ${what}`)
    await delay(CHECK_INTERVAL_MS)
  }
}

/** A line is: id ip:port@bus flags master ping pong epoch link slots… */
function parseNodes(text: string): { port: number; isMaster: boolean; slots: [number, number][] }[] {
  return text
    .trim()
    .split('\n')
    .map(line => {
      const [, address = '', flags = '', , , , , , ...slots] = line.split(' ')
      return {
        port: Number(/:(\d+)@/.exec(address)?.[1]),
        isMaster: flags.split(',').includes('master') && !flags.includes('fail'),
        slots: slots.map(range => {
          const [from, to = from] = range.split('-').map(Number)
          return [from ?? 0, to ?? 0]
        }),
      }
    })
}
