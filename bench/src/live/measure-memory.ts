import { setTimeout as delay } from 'node:timers/promises'
import { rounded } from '../statistics.js'
import { startClients } from './children.js'
import { gateway, type Sources } from './subjects.js'
import type { Field } from './wire.js'

/** The gateway's cost of idle connections. */
export interface Memory {
  readonly what: string
  readonly connections: number
  readonly heapKbEach: number
  readonly rssKbEach: number
  /** CPU time of a second in which nothing happens. */
  readonly idleCpuMsPerSecond: number
}

/** Code that runs for the first time takes memory, too. */
const FIRST_CLIENTS = 50
/** Until what was begun at a connection's opening is over. */
const SETTLED_MS = 2_000
const IDLE_MS = 5_000

/** @param given.field what each of them subscribes to; null for a connection without a subscription. */
export async function measureMemory(
  what: string,
  { field, connections, sources }: { field: Field | null; connections: number; sources: Sources },
): Promise<Memory> {
  const server = await gateway.start(sources)
  const clients = startClients()
  try {
    await clients.open(server.url, field, FIRST_CLIENTS)
    await delay(SETTLED_MS)
    const before = await server.probe()
    await clients.open(server.url, field, connections)
    await delay(SETTLED_MS)
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
    await clients.stop()
    await server.stop()
  }
}
