import { setTimeout as delay } from 'node:timers/promises'
import { createClientLedger, messagesOf } from '../chaos/ledger-of-clients.js'
import { startLoad, type Load } from '../chaos/load.js'
import { join } from '../chaos/play.js'
import { brokenPromises, findLost } from '../chaos/promises-kept.js'
import { untilWell } from '../chaos/recovery.js'
import type { Cluster } from '../cluster/cluster.js'
import { watchAcknowledgements } from './acknowledgements.js'
import type { Drill, DrillRow } from './drill.js'

export interface LoadSize {
  readonly clients: number
  readonly readers: number
  /** Acknowledged operations of a drill at least. */
  readonly operations: number
}

/** Operations before a fault strikes: every kind has been carried out by then. */
const WARM_UP_OPERATIONS = 100
/** Load goes on after the fault for so long, so that what fails late is seen. */
const AFTER_MS = 2_000

/** Brings one fault to the cluster under load, and compares what clients were told with what the databases hold. */
export async function runDrill(
  cluster: Cluster,
  drill: Drill,
  { size, seed, say }: { size: LoadSize; seed: number; say: (text: string) => void },
): Promise<DrillRow> {
  const { url } = cluster
  const probe = await join({ url, ledger: createClientLedger() })
  const load = startLoad({ url, clients: size.clients, readers: size.readers, seed })
  const { ledger } = load
  const acknowledged = watchAcknowledgements(ledger)
  try {
    await untilOperations(load, WARM_UP_OPERATIONS)
    let struckAtMs = performance.now()
    let strike: () => void = () => {}
    const struck = new Promise<void>(resolve => {
      strike = resolve
    })
    const recovering = struck.then(() => untilWell(cluster, probe, struckAtMs))
    // It is awaited below, unless something else fails first.
    recovering.catch(() => undefined)
    const bringing = drill.bring(cluster, () => {
      struckAtMs = performance.now()
      say(`${drill.fault} …`)
      strike()
    })
    const found = await Promise.race([bringing, load.failed])
    const recovery = await Promise.race([recovering, load.failed])
    await cluster.untilWhole()
    await delay(AFTER_MS)
    const withoutWritesMs = acknowledged.longestGapMs(struckAtMs)
    await untilOperations(load, size.operations)
    await load.stop()
    say('comparing what was acknowledged with the databases …')
    const lost = await findLost(cluster, ledger)
    const failedRequests = ledger.counts.errors + ledger.counts.failedReads
    return {
      drill: drill.name,
      fault: drill.fault,
      withoutWritesMs,
      failedRequests,
      lostOperations: lost.length,
      operations: ledger.counts.operations,
      reads: ledger.counts.reads,
      eventsAgainMs: Math.round(recovery.eventsMs),
      problems: [
        ...lost,
        ...found,
        ...(await brokenPromises(cluster)),
        ...(ledger.counts.reads === 0 ? ['no read was made'] : []),
        ...overLimits(drill, { withoutWritesMs, failedRequests }),
        ...(failedRequests > 0 && drill.failedRequestsMax !== null ? messagesOf(ledger) : []),
      ],
    }
  } finally {
    acknowledged.stop()
    await load.stop().catch(() => undefined)
  }
}

async function untilOperations(load: Load, count: number): Promise<void> {
  while (load.ledger.counts.operations < count) await Promise.race([delay(50), load.failed])
}

function overLimits(
  { withoutWritesMaxMs, failedRequestsMax }: Drill,
  { withoutWritesMs, failedRequests }: Pick<DrillRow, 'withoutWritesMs' | 'failedRequests'>,
): readonly string[] {
  return [
    ...(withoutWritesMaxMs !== null && withoutWritesMs > withoutWritesMaxMs
      ? [`${withoutWritesMs} ms without writes, ${withoutWritesMaxMs} are allowed`]
      : []),
    ...(failedRequestsMax !== null && failedRequests > failedRequestsMax
      ? [`${failedRequests} requests failed, ${failedRequestsMax} may`]
      : []),
  ]
}
