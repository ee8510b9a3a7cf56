import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below the ports that systems lend to outgoing connections (Linux from 32,768): a free port stays free while
 * a server starts, or restarts.
 */
const PORTS = { first: 12_000, end: 32_000 }
const ATTEMPTS_MAX = 100
/** Of this process: servers whose ports are chosen together, before any of them listens, get different ones. */
const lent = new Set<number>()

/**
 * A free TCP port of 127.0.0.1 that this process was not lent before; another process may take it before the caller
 * does, who then asks again.
 * @param count the first of so many in a row.
 */
export async function freePort(count = 1): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const first = randomInt(PORTS.first, PORTS.end - count)
    const ports = Array.from({ length: count }, (_, place) => first + place)
    if (ports.some(port => lent.has(port))) continue
    for (const port of ports) lent.add(port)
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first
  }
  throw new Error(`No ${count} free port(s) of 127.0.0.1 were found between ${PORTS.first} and ${PORTS.end}`)
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
