import { table } from '../economy/report.js'
import type { LiveResult } from './scenario.js'

/** Formats the measurements as tables for a terminal. */
export function liveTables({ deliveries, memory, signIns, missing }: LiveResult): string {
  const costs = deliveries.map(({ subject, field, clients, messages, cpuUsEach, ofLimit, p50Ms, p99Ms }) => [
    `${field === 'mine' ? 'an event for each of' : 'one event to'} ${clients} clients, ${subject}`,
    ...[messages, cpuUsEach, ofLimit, p50Ms, p99Ms].map(String),
  ])
  const sizes = memory.map(({ what, connections, heapKbEach, rssKbEach, idleCpuMsPerSecond }) => [
    what,
    ...[connections, heapKbEach, rssKbEach, idleCpuMsPerSecond].map(String),
  ])
  const waits = signIns.map(({ house, signIns: count, fromSignIn, fromCompletion }) => [
    house,
    ...[count, fromSignIn.p50Ms, fromSignIn.p99Ms, fromCompletion.p50Ms, fromCompletion.p99Ms].map(String),
  ])
  return [
    table([['', 'messages', 'CPU µs each', '× bare ws', 'p50 ms', 'p99 ms'], ...costs]),
    table([['the gateway’s memory', 'clients', 'heap KB each', 'RSS KB each', 'idle, CPU ms/s'], ...sizes]),
    table([
      ['until questCompleted', 'sign-ins', 'from sign-in p50', 'p99 ms', 'from completion p50', 'p99 ms'],
      ...waits,
    ]),
    ...missing.map(({ subject, why }) => `Without ${subject}: ${why}.`),
  ].join('\n\n')
}
