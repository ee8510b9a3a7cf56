import type { Client, Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { systemClock } from '../clock/index.js'
import type { BusMetrics } from './bus-metrics.js'
import { showBacklog, showLags } from './consumer-lag.js'
import type { EventSigner } from './event-signatures.js'
import { leadRelay } from './leader.js'
import { deleteRows, markAndTake, measureBacklog, unmarkAll, type OutboxRow, type SentRow } from './outbox-rows.js'
import { createStreamWriter, type StreamWriter } from './stream-writer.js'
import type { StreamScripts } from './stream-scripts.js'
import type { Wakeup } from './wakeup.js'

const POLL_INTERVAL_MS = 500
/** How often acknowledged rows are deleted, and a flushed Redis is noticed without traffic. */
const CONFIRM_INTERVAL_MS = 250
const MEASURE_INTERVAL_MS = 5_000
/** While Redis does not answer. */
const OUTAGE_DELAY_MS = 200
/** Beyond this many sent and unacknowledged events, more wait in the outbox: Redis' memory stays bounded. */
const UNCONFIRMED_MAX = 20_000

export interface StreamRelay {
  readonly producer: string
  isAllSent(): Promise<boolean>
  stop(): Promise<void>
}

/**
 * Sends the outbox to the producer's streams, oldest first, and deletes what every consuming group has
 * acknowledged. Whenever a stream does not end where this relay left it (a flush, a lost tail, a failover,
 * another leader in between), everything not acknowledged is sent again, from the oldest.
 */
export function relayToStreams(options: {
  producer: string
  pool: Pool
  groups: readonly string[]
  /** Signs when events are sent, so rows that an older build wrote go out signed as well. */
  signer: EventSigner
  scripts: StreamScripts
  logger: Logger
  metrics: BusMetrics
}): StreamRelay {
  const { producer, pool, groups, signer, scripts, logger, metrics } = options

  const lead = async ({ client, wakeup, signal }: { client: Client; wakeup: Wakeup; signal: AbortSignal }) => {
    const writer = createStreamWriter({ producer, groups, signer, scripts })
    await startOver(client, writer)
    let confirmAtMs = 0
    let measureAtMs = 0
    /** Those of the last turn: they are marked with the next question. */
    let sent: readonly SentRow[] = []
    while (!signal.aborted) {
      const nowMs = performance.now()
      if (nowMs >= measureAtMs) {
        measureAtMs = nowMs + MEASURE_INTERVAL_MS
        showBacklog(metrics, { producer, ...(await measureBacklog(client)) })
      }
      const rows = await markAndTake(client, sent, Math.max(0, UNCONFIRMED_MAX - writer.unconfirmedCount()))
      sent = []
      try {
        if (rows.length > 0) sent = await send(client, writer, rows)
        if (nowMs >= confirmAtMs) {
          confirmAtMs = nowMs + CONFIRM_INTERVAL_MS
          // Started over, nothing counts as sent.
          if (!(await confirm(client, writer))) sent = []
        }
      } catch (error) {
        if (!(error instanceof StreamsUnavailable)) throw error
        logger.warn({ producer, reason: error.message }, 'events wait in the outbox: Redis does not take them')
        await new Promise(resolve => setTimeout(resolve, OUTAGE_DELAY_MS))
        continue
      }
      const isBusy = writer.unconfirmedCount() > 0
      if (rows.length === 0) await wakeup.wait(isBusy ? Math.max(1, confirmAtMs - performance.now()) : POLL_INTERVAL_MS)
    }
  }

  const send = async (
    client: Client,
    writer: StreamWriter,
    rows: readonly OutboxRow[],
  ): Promise<readonly SentRow[]> => {
    const sent = await reachingStreams(() => writer.append(rows))
    if (sent === 'lost') {
      await startOver(client, writer)
      return []
    }
    metrics.relayed.inc({ producer }, rows.length)
    return sent
  }

  /** @returns false when it had to start over. */
  const confirm = async (client: Client, writer: StreamWriter): Promise<boolean> => {
    const acknowledged = await reachingStreams(() => writer.acknowledged())
    if (acknowledged === 'lost') {
      await startOver(client, writer)
      return false
    }
    if (acknowledged.length > 0) await deleteRows(client, acknowledged)
    showLags(metrics, { producer, lags: writer.lags(), nowMs: systemClock.now().getTime() })
    return true
  }

  const startOver = async (client: Client, writer: StreamWriter) => {
    writer.forget()
    const count = await unmarkAll(client)
    metrics.republished.inc({ producer }, count)
    if (count > 0) logger.info({ producer, events: count }, 'events that were not acknowledged are sent again')
  }

  const leader = leadRelay({ producer, pool, logger, metrics, lead })
  return {
    producer,
    isAllSent: async () => {
      const { rows } = await pool.query<{ sent: boolean }>(
        'select not exists (select from outbox where stream_id is null) as sent',
      )
      return rows[0]?.sent === true
    },
    stop: () => leader.stop(),
  }
}

/** Redis did not answer, or refused: whether anything was appended is unknown, and the fence will tell. */
class StreamsUnavailable extends Error {
  override readonly name = 'StreamsUnavailable'
}

async function reachingStreams<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new StreamsUnavailable(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
