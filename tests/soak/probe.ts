import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { attempt, type Request } from '../chaos/client.js'
import { createClientLedger } from '../chaos/ledger-of-clients.js'
import { buyCurrency, read } from '../chaos/operations.js'
import { createChance } from '../chaos/chance.js'
import { join, signInAgain } from '../chaos/play.js'
import { startClients, type WorkingClients } from '../chaos/working-clients.js'
import type { Latency } from './judge.js'

const PROBE_EVERY_MS = 250
const SIGN_IN_EVERY_MS = 5 * 60_000

export interface Probe extends WorkingClients {
  readonly latencies: readonly Latency[]
  readonly problems: readonly string[]
}

/** A player who does the same two things for the whole soak, and looks at the clock: a read, and a purchase. */
export function startProbe(url: string, sinceMs: number): Probe {
  const latencies: Latency[] = []
  const problems: string[] = []
  const timed = async (kind: Latency['kind'], request: Request) => {
    const startedAtMs = performance.now()
    const outcome = await attempt(url, request)
    latencies.push({ atMs: startedAtMs - sinceMs, kind, ms: performance.now() - startedAtMs })
    if ('error' in outcome) problems.push(`the probe's ${kind}: ${outcome.error}`)
  }
  const probe = async (isStopping: () => boolean) => {
    const ledger = createClientLedger()
    const play = { url, ledger, chance: createChance(1) }
    const player = await join(play)
    let signedInAtMs = performance.now()
    while (!isStopping()) {
      if (performance.now() - signedInAtMs > SIGN_IN_EVERY_MS) {
        await signInAgain(play, player)
        signedInAtMs = performance.now()
      }
      const { token } = player
      await timed('read', { query: read, token })
      await delay(PROBE_EVERY_MS)
      const input = { packId: 'diamonds-80', paymentMethod: 'pm_ok', idempotencyKey: randomUUID() }
      await timed('write', { query: buyCurrency, variables: { input }, token })
      await delay(PROBE_EVERY_MS)
    }
  }
  return { latencies, problems, ...startClients(isStopping => [probe(isStopping)]) }
}
