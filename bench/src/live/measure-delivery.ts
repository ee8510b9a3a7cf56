import { setTimeout as delay } from 'node:timers/promises'
import { percentile } from '../statistics.js'
import { startClients, type Clients, type SubgraphsProcess } from './children.js'
import type { Sources, Subject } from './subjects.js'
import type { Field } from './wire.js'

/** The server's cost of one delivered message, and its latency. */
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

/** However slow a server is: more than one, since an event may be the one that a collection falls into. */
const EVENTS_MIN = 2

/** Events are sent one after the other, each when all clients have had the one before. */
export async function measureDelivery(
  subject: Subject,
  given: { field: Field; clients: number; seconds: number; subgraphs: SubgraphsProcess; sources: Sources },
): Promise<Delivery> {
  const { field, clients: count, seconds, subgraphs, sources } = given
  const server = await subject.start(sources)
  const clients = startClients()
  try {
    await clients.open(server.url, field, count)
    const publish = () => subgraphs.publish(field === 'everyone' ? 'everyone' : count)
    await untilAllListen(clients, publish, count)
    await send({ clients, publish, count }, { atLeast: 1, forMs: WARM_UP_MS })
    const before = await server.probe()
    const events = await send({ clients, publish, count }, { atLeast: EVENTS_MIN, forMs: seconds * 1_000 })
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
    await clients.stop()
    await server.stop()
  }
}

const WARM_UP_MS = 2_000
const TRIES_MAX = 30
const POLL_MS = 200
/** A server that delivers nothing for so long has nothing left to deliver. */
const QUIET_MS = 2_000

/** Subscriptions are not acknowledged: a client listens when it has had an event. */
async function untilAllListen(clients: Clients, publish: () => void, count: number): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    publish()
    let messages = 0
    for (let quietMs = 0; quietMs < QUIET_MS; quietMs += POLL_MS) {
      await delay(POLL_MS)
      const now = await clients.count()
      if (now.heard === count) return
      if (now.messages > messages) quietMs = 0
      messages = now.messages
    }
  }
  throw new Error(`Expected ${count} clients to have had an event`)
}

/** @returns how many events were sent, and have reached all clients. */
async function send(
  to: { clients: Clients; publish: () => void; count: number },
  { atLeast, forMs }: { atLeast: number; forMs: number },
): Promise<number> {
  await to.clients.reset()
  const endsMs = performance.now() + forMs
  let events = 0
  while (events < atLeast || performance.now() < endsMs) {
    to.publish()
    await to.clients.received(++events * to.count)
  }
  return events
}
