import { table } from '../economy/report.js'
import type { LiveResult } from './scenario.js'

/** What was measured, as tables for a terminal. */
export function liveTables({ deliveries, memory, missing }: LiveResult): string {
  const costs = deliveries.map(({ subject, field, clients, messages, cpuUsEach, p50Ms, p99Ms }) => [
    `${field === 'mine' ? 'an event for each of' : 'one event to'} ${clients} clients, ${subject}`,
    String(messages),
    String(cpuUsEach),
    String(p50Ms),
    String(p99Ms),
  ])
  const sizes = memory.map(({ what, connections, heapKbEach, rssKbEach, idleCpuMsPerSecond }) => [
    what,
    String(connections),
    String(heapKbEach),
    String(rssKbEach),
    String(idleCpuMsPerSecond),
  ])
  return [
    table([['', 'messages', 'CPU µs each', 'p50 ms', 'p99 ms'], ...costs]),
    table([['the gateway’s memory', 'clients', 'heap KB each', 'RSS KB each', 'idle, CPU ms/s'], ...sizes]),
    ...missing.map(({ subject, why }) => `Without ${subject}: ${why}.`),
  ].join('\n\n')
}
