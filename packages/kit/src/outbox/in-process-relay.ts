import type { Client, Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { systemClock } from '../clock/index.js'
import type { BusMetrics } from './bus-metrics.js'
import { showBacklog, showLags, type ConsumerLag } from './consumer-lag.js'
import type { EventApplier } from './event-applier.js'
import { leadRelay } from './leader.js'
import { deleteRows, measureBacklog, takeUnsent, unmarkAll, type OutboxRow } from './outbox-rows.js'
import { createWakeup, type Wakeup } from './wakeup.js'

/** A missed notification costs at most this. */
const POLL_INTERVAL_MS = 500
/** After an outage of a consumer's database. */
const OUTAGE_DELAY_MS = 200
/** Rows taken and not finished; when so many wait for a retry, no more are taken. */
const IN_FLIGHT_MAX = 1_000
const MEASURE_INTERVAL_MS = 5_000

/** A consuming group that runs in this process. */
export interface LocalGroup {
  readonly name: string
  readonly producers: readonly string[]
  readonly applier: EventApplier
}

export interface InProcessRelay {
  readonly producer: string
  wake(): void
  /** Resolves once no group is applying anything. */
  idle(): Promise<void>
  isEmpty(): Promise<boolean>
  /** How many rows have left the outbox by this relay. */
  handedOver(): number
  stop(): Promise<void>
}

interface InFlight extends OutboxRow {
  /** Groups that have not finished it. */
  readonly groups: Set<string>
}

/** Reads the outbox in order, has every group apply what it read, and deletes what all have finished. */
export function relayInProcess(options: {
  producer: string
  pool: Pool
  groups: () => readonly LocalGroup[]
  logger: Logger
  metrics: BusMetrics
}): InProcessRelay {
  const { producer, pool, groups, logger, metrics } = options
  let current: Wakeup = createWakeup()
  let working: Promise<unknown> = Promise.resolve()
  let handedOver = 0

  const lead = async (leadership: { client: Client; wakeup: Wakeup; signal: AbortSignal }) => {
    const { client, wakeup, signal } = leadership
    const inFlight = new Map<string, InFlight>()
    let measureAtMs = 0
    current = wakeup
    // Sent over Redis once, in another way of running, and not acknowledged there.
    await unmarkAll(client)
    while (!signal.aborted) {
      if (performance.now() >= measureAtMs) {
        showBacklog(metrics, { producer, ...(await measureBacklog(client)) })
        showLags(metrics, { producer, lags: lagsOfGroups(groups(), inFlight), nowMs: systemClock.now().getTime() })
        measureAtMs = performance.now() + MEASURE_INTERVAL_MS
      }
      const present = groups()
      const rows =
        present.length === 0 || inFlight.size >= IN_FLIGHT_MAX ? [] : await takeUnsent(client, [...inFlight.keys()])
      for (const row of rows) inFlight.set(row.id, { ...row, groups: new Set(present.map(group => group.name)) })
      metrics.relayed.inc({ producer }, rows.length)
      const round = Promise.all(present.map(group => applyTo(group, inFlight)))
      working = round
      const waitsMs = await round
      const finished = [...inFlight.values()].filter(row => row.groups.size === 0).map(row => row.id)
      if (finished.length > 0) await deleteRows(client, finished)
      for (const id of finished) inFlight.delete(id)
      handedOver += finished.length
      if (rows.length === 0) await wakeup.wait(Math.min(POLL_INTERVAL_MS, ...waitsMs))
    }
  }

  /** @returns in how many milliseconds it is worth trying again. */
  const applyTo = async (group: LocalGroup, inFlight: ReadonlyMap<string, InFlight>): Promise<number> => {
    const rows = [...inFlight.values()].filter(row => row.groups.has(group.name))
    if (rows.length === 0) return Infinity
    try {
      const { held, retryInMs } = await group.applier.apply(
        producer,
        rows.map(row => row.event),
      )
      for (const row of rows) if (!held.has(row.event.id)) row.groups.delete(group.name)
      return retryInMs
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      logger.warn({ reason, group: group.name, producer }, 'events cannot be applied now; they wait in the outbox')
      return OUTAGE_DELAY_MS
    }
  }

  const leader = leadRelay({ producer, pool, logger, metrics, lead })
  return {
    producer,
    wake: () => current.wake(),
    idle: async () => {
      await working
    },
    isEmpty: async () => {
      const { rows } = await pool.query<{ empty: boolean }>('select not exists (select from outbox) as empty')
      return rows[0]?.empty === true
    },
    handedOver: () => handedOver,
    stop: () => leader.stop(),
  }
}

/** Without streams: the rows that were taken from the outbox and that a group has not finished. */
const lagsOfGroups = (groups: readonly LocalGroup[], inFlight: ReadonlyMap<string, InFlight>): readonly ConsumerLag[] =>
  groups.map(({ name: group }) => {
    const waiting = [...inFlight.values()].filter(row => row.groups.has(group))
    const times = waiting.map(({ event }) => new Date(event.occurredAt).getTime())
    return {
      group,
      stream: 'outbox',
      events: waiting.length,
      oldestAtMs: times.length === 0 ? null : Math.min(...times),
    }
  })
