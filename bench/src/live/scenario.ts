import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { atMost, type Target } from '../economy/report.js'
import { say, step } from '../progress.js'
import { percentile, rounded } from '../statistics.js'
import { startClients, startSubgraphs, type Clients, type SubgraphsProcess } from './children.js'
import {
  bareBroadcast,
  gateway,
  graphqlWsServer,
  hive,
  type RunningSubject,
  type Sources,
  type Subject,
} from './subjects.js'
import type { Field } from './wire.js'

export interface LiveOptions {
  /** How long events are sent in one measurement. */
  readonly seconds: number
  readonly rounds: number
  /** Clients of one event, fewer and more. */
  readonly fewer: number
  readonly more: number
  /** Clients that only stay connected. */
  readonly idle: number
}

/** What one delivered message costs the server, and how long it took. */
export interface Delivery {
  readonly subject: string
  readonly field: Field
  readonly clients: number
  readonly messages: number
  /** CPU time of the server's process by the kernel's account, for one message to one client. */
  readonly cpuUsEach: number
  /** From the owner's sending to the client's reading. */
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Memory {
  readonly what: string
  readonly connections: number
  readonly heapKbEach: number
  readonly rssKbEach: number
  /** CPU time of a second in which nothing happens. */
  readonly idleCpuMsPerSecond: number
}

export interface LiveResult {
  readonly deliveries: readonly Delivery[]
  readonly memory: readonly Memory[]
  readonly missing: readonly { readonly subject: string; readonly why: string }[]
  readonly targets: readonly Target[]
}

/** Descriptors that a process needs beside its clients. */
const SPARE_DESCRIPTORS = 500
const IDLE_MS = 5_000
const EVENTS_MIN = 2
const EVENTS_MAX = 200

/** @throws Error when this machine's limits do not allow so many connections. */
export async function runLive(options: LiveOptions): Promise<LiveResult> {
  checkLimits(Math.max(options.fewer, options.more, options.idle))
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-live-'))
  const subgraphs = await step('Subgraphs run', startSubgraphs)
  try {
    const sources = sourcesOf(subgraphs, directory)
    const all = [bareBroadcast, gateway, graphqlWsServer, hive]
    const missing = all.flatMap(({ name, missing: why }) => (why === null ? [] : [{ subject: name, why }]))
    for (const { subject, why } of missing) say(`  – ${subject}: ${why}`)
    const present = all.filter(({ missing: why }) => why === null)
    const measured: Delivery[] = []
    const { fewer, more } = options
    // Subjects take turns, so that what else the machine does hits all alike.
    for (let round = 0; round < options.rounds; round++) {
      for (const [field, clients] of [
        ['everyone', fewer],
        ['everyone', more],
        ['mine', more],
      ] as const) {
        for (const subject of present.filter(({ fields }) => fields.includes(field))) {
          const title = `${subject.name}: ${field === 'mine' ? 'an event for each' : 'one event'} of ${clients} clients`
          const run = () => measureDelivery(subject, { field, clients, seconds: options.seconds, subgraphs, sources })
          measured.push(await step(title, run))
        }
      }
    }
    const memory = [
      await step(`${more} clients of one channel`, () => measureMemory('shared channel', 'everyone', more, sources)),
      await step(`${more} clients with channels of their own`, () =>
        measureMemory('own channel', 'mine', more, sources),
      ),
      await step(`${options.idle} open connections`, () =>
        measureMemory('connection alone', null, options.idle, sources),
      ),
    ]
    const deliveries = medians(measured)
    return { deliveries, memory, missing, targets: targetsOf(deliveries, memory, more) }
  } finally {
    subgraphs.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

function sourcesOf({ feedPort, factsPort }: SubgraphsProcess, directory: string): Sources {
  const template = readFileSync(new URL('./supergraph.graphql', import.meta.url), 'utf8')
  const supergraph = path.join(directory, 'supergraph.graphql')
  const urls = { FEED_URL: `http://127.0.0.1:${feedPort}/graphql`, FACTS_URL: `http://127.0.0.1:${factsPort}/graphql` }
  writeFileSync(
    supergraph,
    Object.entries(urls).reduce((text, [name, url]) => text.replaceAll(name, url), template),
  )
  return { feedUrl: `ws://127.0.0.1:${feedPort}/graphql`, supergraph, directory }
}

async function measureDelivery(
  subject: Subject,
  given: { field: Field; clients: number; seconds: number; subgraphs: SubgraphsProcess; sources: Sources },
): Promise<Delivery> {
  const { field, clients: count, seconds, subgraphs, sources } = given
  const server = await subject.start(sources)
  const clients = startClients()
  try {
    await clients.open(server.url, field, count)
    const publish = () => subgraphs.publish(field === 'everyone' ? 'everyone' : count)
    await warmUp(clients, publish, count)
    const before = await server.probe()
    const endsMs = performance.now() + seconds * 1_000
    let events = 0
    while (events < EVENTS_MIN || (performance.now() < endsMs && events < EVENTS_MAX)) {
      publish()
      await clients.received(++events * count)
    }
    const after = await server.probe()
    const latencies = await clients.latenciesMs()
    const messages = events * count
    return {
      subject: subject.name,
      field,
      clients: count,
      messages,
      cpuUsEach: (after.cpuUs - before.cpuAfterUs) / messages,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
    }
  } finally {
    clients.stop()
    await server.stop()
  }
}

const WARM_UP_EVENTS_MAX = 60
const WARM_UP_EVENTS_MIN = 5
const POLL_MS = 200

/** Until every client has had an event: then all of them are subscribed, and the code is warm. */
async function warmUp(clients: Clients, publish: () => void, count: number): Promise<void> {
  for (let events = 1; events <= WARM_UP_EVENTS_MAX; events++) {
    publish()
    let messages = -1
    let heard = 0
    // Until nothing more comes of it.
    for (let next = await clients.count(); next.messages !== messages; next = await clients.count()) {
      ;({ messages, heard } = next)
      await delay(POLL_MS)
    }
    if (heard === count && events >= WARM_UP_EVENTS_MIN) return await clients.reset()
  }
  throw new Error(`Expected ${count} clients to have had an event`)
}

async function measureMemory(
  what: string,
  field: Field | null,
  connections: number,
  sources: Sources,
): Promise<Memory> {
  const server: RunningSubject = await gateway.start(sources)
  const clients = startClients()
  try {
    // Code that runs for the first time takes memory, too.
    await clients.open(server.url, field, 50)
    await delay(500)
    const before = await server.probe()
    await clients.open(server.url, field, connections)
    await delay(2_000)
    const open = await server.probe()
    await delay(IDLE_MS)
    const later = await server.probe()
    const kb = (bytes: number) => rounded(bytes / 1_024 / connections)
    return {
      what,
      connections,
      heapKbEach: kb(open.heapUsed - before.heapUsed),
      rssKbEach: kb(open.rss - before.rss),
      idleCpuMsPerSecond: rounded((later.cpuUs - open.cpuAfterUs) / IDLE_MS),
    }
  } finally {
    clients.stop()
    await server.stop()
  }
}

function medians(measured: readonly Delivery[]): Delivery[] {
  const groups = new Map<string, Delivery[]>()
  for (const delivery of measured) {
    const key = `${delivery.subject}\n${delivery.field}\n${delivery.clients}`
    groups.set(key, [...(groups.get(key) ?? []), delivery])
  }
  return [...groups.values()].flatMap(rounds => {
    const [first] = rounds
    if (first === undefined) return []
    const of = (read: (delivery: Delivery) => number) => rounded(percentile(rounds.map(read), 0.5))
    return [
      {
        ...first,
        messages: rounds.reduce((sum, { messages }) => sum + messages, 0),
        cpuUsEach: of(({ cpuUsEach }) => cpuUsEach),
        p50Ms: of(({ p50Ms }) => p50Ms),
        p99Ms: of(({ p99Ms }) => p99Ms),
      },
    ]
  })
}

function targetsOf(deliveries: readonly Delivery[], memory: readonly Memory[], more: number): Target[] {
  const cost = ({ name }: Subject, field: Field, clients: number) =>
    deliveries.find(one => one.subject === name && one.field === field && one.clients === clients)?.cpuUsEach
  const ratios = deliveries
    .filter(({ subject, field }) => subject === gateway.name && field === 'everyone')
    .flatMap(({ clients, cpuUsEach }) => {
      const limit = cost(bareBroadcast, 'everyone', clients)
      return limit === undefined
        ? []
        : [
            atMost(
              `one event to ${clients} clients, CPU by that of a bare ws broadcast`,
              1.3,
              rounded(cpuUsEach / limit),
            ),
          ]
    })
  const [ours, hives] = [cost(gateway, 'mine', more), cost(hive, 'mine', more)]
  const heapOf = (what: string) => memory.find(one => one.what === what)?.heapKbEach ?? Number.NaN
  return [
    ...ratios,
    ...(ours === undefined || hives === undefined
      ? []
      : [atMost('an event for each client, CPU by that of Hive Gateway', 0.1, rounded(ours / hives))]),
    atMost('heap of a connection in a shared channel, KB', 8, heapOf('shared channel')),
    atMost('heap of a connection with a channel of its own, KB', 12, heapOf('own channel')),
  ]
}

/** Linux counts a connection once for each of its ends, and clients of one address share its ports. */
function checkLimits(connections: number): void {
  if (process.platform !== 'linux') return
  const limits = readFileSync('/proc/self/limits', 'utf8')
  const descriptors = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY)
  const [first = 0, last = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
    .trim()
    .split(/\s+/)
    .map(Number)
  const needed = connections + SPARE_DESCRIPTORS
  if (descriptors < needed)
    throw new Error(
      `${connections} connections need ${needed} file descriptors, and this shell allows ${descriptors}: ulimit -n ${needed}, or --idle and --clients with less`,
    )
  if (last - first < needed)
    throw new Error(
      `${connections} connections need as many ports, and net.ipv4.ip_local_port_range has ${last - first}`,
    )
}
