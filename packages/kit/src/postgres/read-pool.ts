import type { Pool } from 'pg'
import type { Queryable, Statement } from './queryable.js'
import type { ReplicaState, ReplicaWatch } from './replica-watch.js'

/** Where reads went; `failedOver` went to the primary after the replica had failed them. */
export interface ReadCounts {
  readonly replica: number
  readonly primary: number
  readonly failedOver: number
}

/** Reads that may be a moment old: on the replica while it may be used, on the primary otherwise. Never for writes. */
export interface ReadPool extends Queryable {
  /**
   * The same for a read that is made in another way. A read that fails on the replica is repeated on the
   * primary, for any reason: a wrong statement fails there too, and a replica that is going down, or cancels
   * a read to replay, fails no request.
   */
  run<T>(read: { replica: (pool: Pool) => Promise<T>; primary: (pool: Pool) => Promise<T> }): Promise<T>
  /** Null where no replica is configured. */
  state(): ReplicaState | null
  counts(): ReadCounts
}

/** Without a replica: everything goes to the primary. */
export function readPrimary(primary: Pool): ReadPool {
  const db: Queryable = primary
  return {
    query: statement => db.query(statement),
    run: read => read.primary(primary),
    state: () => null,
    counts: () => ({ replica: 0, primary: 0, failedOver: 0 }),
  }
}

export function createReadPool(options: { primary: Pool; replica: Pool; watch: ReplicaWatch }): ReadPool {
  const { primary, replica, watch } = options
  const counts = { replica: 0, primary: 0, failedOver: 0 }
  const run: ReadPool['run'] = async read => {
    if (watch.state().fault !== null) {
      counts.primary++
      return await read.primary(primary)
    }
    try {
      const answer = await unlessUnreachable(watch, read.replica(replica))
      counts.replica++
      return answer
    } catch {
      counts.failedOver++
      return await read.primary(primary)
    }
  }
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as in Queryable
  const query = <Row extends object>(statement: Statement) => {
    const on = (db: Queryable) => db.query<Row>(statement)
    return run({ replica: on, primary: on })
  }
  return { query, run, state: () => watch.state(), counts: () => ({ ...counts }) }
}

/**
 * A replica that stands still answers nothing for minutes: reads that wait for it are given up when the watch
 * has found out.
 */
function unlessUnreachable<T>(watch: ReplicaWatch, reading: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = watch.onceUnreachable(() => reject(new Error('The replica does not answer')))
    reading.then(resolve, reject).finally(stop)
  })
}
