import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { endOfLastRecord, walPositionOf } from './wal-position.js'

/** How often primary and replica are asked how far they are. */
const LOOK_INTERVAL_MS = 200
/** Positions of the primary that the replica has not reached yet; of more, the oldest are forgotten. */
const POSITIONS_MAX = 1_000

/** Why a replica is not read. */
export type ReplicaFault = 'not looked at yet' | 'unreachable' | 'not a replica' | 'too far behind'

export interface ReplicaState {
  /** Null while the replica may be read. */
  readonly fault: ReplicaFault | null
  /** Commits at least this old are certainly on the replica; null before that is known. */
  readonly lagMs: number | null
}

/**
 * Decides whether a replica may be read: it answers, and holds all that was committed until `lagMaxMs` ago.
 *
 * The lag is measured by positions in the log, not by the time of the last replayed transaction, which grows
 * while nothing is written: a replica that has reached the primary's position at a moment of this process's
 * clock shows all writes that were acknowledged before that moment. While the primary cannot be asked, the
 * lag grows, because its acknowledged writes are unknown.
 */
export interface ReplicaWatch {
  state(): ReplicaState
  /** Has `listener` called when the replica stops answering, until the returned function is called. */
  onceUnreachable(listener: () => void): () => void
  close(): Promise<void>
}

export function watchReplica(options: {
  /** Pools of the watch's own, with short timeouts: it must not wait behind those who read. It closes them. */
  primary: Pool
  replica: Pool
  lagMaxMs: number
  name: string
  logger: Logger
}): ReplicaWatch {
  const { primary, replica, lagMaxMs, name, logger } = options
  const positions: { at: bigint; askedMs: number }[] = []
  const listeners = new Set<() => void>()
  let freshUntilMs: number | null = null
  let fault: Exclude<ReplicaFault, 'too far behind'> | null = 'not looked at yet'
  let logged: ReplicaFault | null = fault
  let nudged: bigint | null = null

  const state = (): ReplicaState => {
    const lagMs = freshUntilMs === null ? null : performance.now() - freshUntilMs
    return { fault: fault ?? (lagMs === null || lagMs > lagMaxMs ? 'too far behind' : null), lagMs }
  }

  const lookAtPrimary = async (): Promise<void> => {
    const askedMs = performance.now()
    // Where the next record goes, not how far the log is flushed: with synchronous_commit off, commits are
    // acknowledged before.
    const at = endOfLastRecord(await positionOf(primary, 'SELECT pg_current_wal_insert_lsn()::text AS at'))
    const isIdle = positions.at(-1)?.at === at && nudged !== at
    positions.push({ at, askedMs })
    if (positions.length > POSITIONS_MAX) positions.shift()
    if (isIdle) nudged = await nudge()
  }
  /**
   * Writes a WAL record, because the primary sends uncommitted ones only with the next: a page that a read
   * has pruned keeps the replica behind for as long as nothing is written.
   */
  const nudge = () =>
    positionOf(primary, `SELECT pg_logical_emit_message(true, 'waystone', '')::text AS at`).then(
      () => positionOf(primary, 'SELECT pg_current_wal_insert_lsn()::text AS at').then(endOfLastRecord),
      // A role without the right to it waits for the next write.
      () => null,
    )

  const lookAtReplica = async (): Promise<void> => {
    try {
      const { rows } = await replica.query<{ at: string | null }>(
        'SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS at',
      )
      const at = rows[0]?.at ?? null
      fault = at === null ? 'not a replica' : null
      if (at === null) return
      const reached = walPositionOf(at)
      while (positions[0] !== undefined && positions[0].at <= reached) freshUntilMs = positions.shift()?.askedMs ?? null
    } catch {
      fault = 'unreachable'
      for (const listener of listeners) listener()
      listeners.clear()
    }
  }

  const look = async () => {
    // While the primary is away, the replica's lag is unknown.
    await lookAtPrimary().catch(() => undefined)
    await lookAtReplica()
    const { fault: now, lagMs } = state()
    if (now !== logged) {
      if (now === null) logger.info({ database: name, lagMs }, 'the read replica is used')
      else logger.warn({ database: name, reason: now, lagMs }, 'the read replica is left out; the primary is read')
    }
    logged = now
  }

  let closed = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  const schedule = (delayMs: number) => {
    if (closed) return
    timer = setTimeout(() => {
      looking = look().finally(() => schedule(LOOK_INTERVAL_MS))
    }, delayMs).unref()
  }
  schedule(0)

  return {
    state,
    onceUnreachable: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      await looking
      await Promise.all([primary.end(), replica.end()])
    },
  }
}

async function positionOf(pool: Pool, text: string): Promise<bigint> {
  const { rows } = await pool.query<{ at: string }>(text)
  return walPositionOf(rows[0]?.at ?? '')
}
