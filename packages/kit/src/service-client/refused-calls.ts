import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'

/** Each process writes at most this often, and at most this many rows at once: a flood is counted, not listed. */
const WRITE_INTERVAL_MS = 1_000
const ROWS_PER_WRITE_MAX = 100
/** The newest are kept, and none for longer than this. */
const ROWS_MAX = 100_000
const KEPT_DAYS = 30
const OPERATION_LENGTH_MAX = 100
const REASON_LENGTH_MAX = 300

/** A call between services that was refused. Nothing of its token or body is in it, so nothing of it is a secret. */
export interface RefusedCall {
  readonly at: Date
  readonly operation: string
  readonly status: number
  readonly reason: string
  /** The service that has proven to be the caller; null where that is what failed. */
  readonly caller: string | null
  readonly remoteAddress: string
  readonly requestId: string
}

/** Keeps refused calls in the table `refused_call` of the subgraph that was called. */
export interface RefusedCallLog {
  /**
   * Returns at once: a refusal is not held up by being recorded. Like calls of one second are one row with
   * their number.
   */
  record(call: RefusedCall): void
  /** Deletes what is over the limits. */
  prune(now: Date): Promise<void>
  /** Writes what is waiting. */
  close(): Promise<void>
}

export function createRefusedCallLog(options: { pool: Pool; logger: Logger }): RefusedCallLog {
  const { pool, logger } = options
  let waiting = new Map<string, CountedCall>()
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let nextAtMs = 0

  const write = async () => {
    const calls = [...waiting.values()]
    waiting = new Map()
    nextAtMs = performance.now() + WRITE_INTERVAL_MS
    try {
      await pool.query(insertStatement(calls))
    } catch (error) {
      // The log has each of them, and the metric their number.
      logger.error({ err: error, calls: calls.length }, 'refused calls could not be recorded')
    }
  }
  const schedule = () => {
    if (writing !== undefined || timer !== undefined || waiting.size === 0) return
    timer = setTimeout(
      () => {
        timer = undefined
        writing = write().finally(() => {
          writing = undefined
          schedule()
        })
      },
      Math.max(0, nextAtMs - performance.now()),
    ).unref()
  }

  return {
    record: call => {
      count(waiting, call)
      schedule()
    },
    prune: async now => {
      await pool.query({
        text: `delete from refused_call where refused_at < $1 or id <= (select max(id) from refused_call) - $2::bigint`,
        values: [new Date(now.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000), ROWS_MAX],
      })
    },
    close: async () => {
      clearTimeout(timer)
      await writing
      if (waiting.size > 0) await write()
    },
  }
}

interface CountedCall extends RefusedCall {
  readonly times: number
}

/** The row that counts all further kinds of calls, once one second has more kinds than are told apart. */
const ANY_OTHER = {
  operation: '',
  reason: 'more kinds of refused calls than are told apart',
  caller: null,
  remoteAddress: '',
}

function count(waiting: Map<string, CountedCall>, call: RefusedCall): void {
  const kind = (one: RefusedCall) =>
    JSON.stringify([one.status, one.operation, one.reason, one.caller, one.remoteAddress])
  const shown = {
    ...call,
    operation: plain(call.operation, OPERATION_LENGTH_MAX),
    reason: plain(call.reason, REASON_LENGTH_MAX),
  }
  const isRoom = waiting.has(kind(shown)) || waiting.size < ROWS_PER_WRITE_MAX - 1
  const counted = isRoom ? shown : { ...shown, ...ANY_OTHER, status: 0 }
  const known = waiting.get(kind(counted))
  waiting.set(kind(counted), { ...(known ?? counted), times: (known?.times ?? 0) + 1 })
}

/** Strangers choose these texts: no control characters, no end without limit. */
const plain = (text: string, lengthMax: number): string => text.replaceAll(/\p{C}/gu, ' ').slice(0, lengthMax)

const insertStatement = (calls: readonly CountedCall[]) => ({
  name: 'refused_call_insert',
  text: `insert into refused_call (refused_at, operation, status, reason, caller, remote_address, request_id, times)
    select * from unnest($1::timestamptz[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[])`,
  values: [
    calls.map(call => call.at),
    calls.map(call => call.operation),
    calls.map(call => call.status),
    calls.map(call => call.reason),
    calls.map(call => call.caller),
    calls.map(call => call.remoteAddress),
    calls.map(call => call.requestId),
    calls.map(call => call.times),
  ],
})
