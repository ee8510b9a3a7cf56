import { readFileSync } from 'node:fs'

/** Descriptors that a process needs beside its clients. */
const SPARE_DESCRIPTORS = 500

/**
 * Linux counts a connection once for each of its ends, and clients of one address share its ports.
 * @throws Error when this machine's limits do not allow so many connections.
 */
export function checkConnectionLimits(connections: number): void {
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
      `${connections} connections need ${needed} file descriptors, and this shell allows ${descriptors}: ulimit -n ${needed}, or --idle, --more and --fewer with less`,
    )
  if (last - first < needed)
    throw new Error(
      `${connections} connections need as many ports, and net.ipv4.ip_local_port_range has ${last - first}`,
    )
}
