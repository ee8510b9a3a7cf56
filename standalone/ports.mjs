// Looks whether the ports are free before anything is installed or started: a start takes long, and would
// fail at its last step.
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { commandOf } from './options.mjs'

const LOOPBACK = '127.0.0.1'
const STEP = 10
const SEARCH_MAX = 200
const PORT_MAX = 65_535
const ENDING_MAX_MS = 3_000
const POLL_INTERVAL_MS = 50

/** @returns null, or the sentence that says what is in the way, with the command that moves Waystone elsewhere. */
export async function portProblem(options, env) {
  const address = env.LISTEN_ADDR || LOOPBACK
  for (const [place, port] of options.ports.entries()) {
    // Subgraphs of the distributed set-up are for the gateway only.
    const host = place === 0 ? address : LOOPBACK
    const code = await lastingErrorOf(host, port)
    if (code === null) continue
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EINVAL' || code === 'EAI_AGAIN')
      return `LISTEN_ADDR must be an address of this machine, not "${host}" (${code}).`
    const free = await freePorts(options, host)
    const move =
      free === null
        ? ''
        : ` Stop what listens there, or start Waystone elsewhere (a second one beside it needs a data directory of its own, --data):\n\n  ${commandOf(options, { port: free })}\n`
    if (code === 'EACCES') return `Port ${port} of ${host} may not be used by this user.${move}`
    return `Port ${port} of ${host} is in use.${move}`
  }
  return null
}

async function freePorts({ ports }, host) {
  const [first = 0] = ports
  for (let step = 1; step <= SEARCH_MAX; step++) {
    const candidate = Math.max(first, 1024) + step * STEP
    if (candidate + ports.length - 1 > PORT_MAX) return null
    const errors = await Promise.all(ports.map((_, place) => errorOf(place === 0 ? host : LOOPBACK, candidate + place)))
    if (errors.every(error => error === null)) return String(candidate)
  }
  return null
}

/**
 * Gives up a port in use only after a while: a Waystone that was killed just before leaves its ports within a
 * second.
 */
async function lastingErrorOf(host, port) {
  const deadline = Date.now() + ENDING_MAX_MS
  let code = await errorOf(host, port)
  while (code === 'EADDRINUSE' && Date.now() < deadline) {
    await delay(POLL_INTERVAL_MS)
    code = await errorOf(host, port)
  }
  return code
}

/** @returns the code of the error that listening gives, or null. */
const errorOf = (host, port) =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', error => resolve(error.code ?? 'UNKNOWN'))
    server.listen({ port, host }, () => server.close(() => resolve(null)))
  })
