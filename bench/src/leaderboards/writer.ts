import { setTimeout as delay } from 'node:timers/promises'
import { Pool } from 'pg'
import * as z from 'zod'
import { anyUser } from './board.js'
import { openSubject, subjectNames } from './subjects.js'

/** Writes scores in a process of its own, as consumers of events do, until it is told to end; then it says how many. */
const given = z
  .object({
    subject: z.enum(subjectNames),
    databaseUrl: z.string(),
    redisUrl: z.string(),
    entries: z.int(),
    /** 0: as many as go. */
    perSecond: z.int(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''))

/** Events of one transaction: as many as a consumer takes at once when it has that many. */
const BATCH = 100
const WRITERS = 4
const KEEP_INTERVAL_MS = 50

const pool = new Pool({ connectionString: given.databaseUrl, max: WRITERS + 1 })
const subject = await openSubject(given.subject, { pool, redisUrl: given.redisUrl })
const started = performance.now()
let begun = 0
let written = 0
const ending = new AbortController()

/** Each writer has users of its own, as consumers have shards: nothing waits for the lock of a row. */
async function write(shard: number): Promise<void> {
  while (!ending.signal.aborted) {
    const due = given.perSecond === 0 ? Infinity : ((performance.now() - started) / 1_000) * given.perSecond
    if (begun >= due) {
      await delay(1)
      continue
    }
    begun += BATCH
    const points = new Map<string, number>()
    while (points.size < BATCH)
      points.set(anyUser(given.entries, { shard, shards: WRITERS }), 1 + Math.floor(Math.random() * 3))
    await subject.add(points)
    written += BATCH
  }
}

async function keep(): Promise<void> {
  while (!ending.signal.aborted) {
    await subject.keep()
    await delay(KEEP_INTERVAL_MS)
  }
}

process.on('message', () => ending.abort())
process.on('disconnect', () => process.exit(0))
process.send?.('begun')
await Promise.all([keep(), ...Array.from({ length: WRITERS }, (_, shard) => write(shard))])
const seconds = (performance.now() - started) / 1_000
await subject.keep()
subject.close()
await pool.end()
process.send?.(written / seconds)
process.disconnect()
