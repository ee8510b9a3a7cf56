import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { createTestDatabase } from '@waystone/kit/testing'
import fc from 'fast-check'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { purgeRecordings } from '../src/services/purge-recordings.js'
import type { WorldContent } from '../src/world/content/world-content.js'
import { createWorldRunner } from '../src/world/loop/world-runner.js'
import { createComparison } from '../src/world/replay/compare-hashes.js'
import { SNAPSHOT_EVERY_TICKS } from '../src/world/replay/map-recorder.js'
import { createRecordWriter, WAITING_BYTES_MAX } from '../src/world/replay/record-writer.js'
import { replayStretch } from '../src/world/replay/replay-stretch.js'
import { content, history } from './histories.js'
import { FIELD, smallWorld, YARD } from './small-world.js'

const logger = createLogger({ name: 'test', level: 'silent' })
let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase({ migrations: 'characters' })
  database = createDatabase({ url: testDatabase.url, maxConnections: 4, applicationName: 'test', logger })
})
afterAll(async () => {
  await database.close()
  await testDatabase.close()
})
beforeEach(async () => {
  await database.primary.query('TRUNCATE world_log, world_snapshot')
})

const FIRST = 1_000
/** Commands of players that are drawn at random, but are the same in every run. */
const drawn = fc.sample(history, { seed: 1, numRuns: 40 }).flatMap(({ ticks }) => ticks)

/** Runs both small maps for some ticks, and saves what is recorded of them. */
async function record(ticks: number, options: { epoch?: number; tick?: number; database?: Database } = {}) {
  const { epoch = 1, tick = FIRST } = options
  const writer = createRecordWriter({ pool: (options.database ?? database).primary, logger, content })
  const maps = [YARD, FIELD].map((mapId, index) => ({ mapId, tick, seed: epoch * 10 + index }))
  const runner = createWorldRunner(content, { maps }, recording => writer.take(recording, epoch))
  let id = 0
  for (let index = 0; index < ticks; index++) {
    for (const command of drawn[index % drawn.length] ?? [])
      runner.offer({ id: id++, command, mapId: index % 3 === 0 ? FIELD : YARD, clientSequence: null })
    runner.tick(1_790_000_000_000 + 40 * index)
  }
  runner.flush()
  await writer.close()
}

async function compare(asked: { fromTick: number; ticks: number; mapId?: string; by?: WorldContent }) {
  const { by = content, fromTick, mapId = YARD, ticks } = asked
  const map = by.mapOf(mapId)
  const comparison = createComparison()
  const replay = await replayStretch({ db: database.primary, content: by }, { map, fromTick, ticks })
  for await (const tick of replay.ticks()) comparison.add(tick)
  return comparison
}

test('any stretch of any map replays to the recorded hashes, over logs, snapshots and portals', async () => {
  await record(2 * SNAPSHOT_EVERY_TICKS + 300)
  const all = { fromTick: FIRST + 1, ticks: 2 * SNAPSHOT_EVERY_TICKS + 300 }
  for (const mapId of [YARD, FIELD]) {
    const { commands, differing, runs, ticks } = await compare({ ...all, mapId })
    expect({ differing, ticks, runs: runs.length }).toEqual({ differing: 0, ticks: all.ticks, runs: 1 })
    expect(commands).toBeGreaterThan(1_000)
  }
  expect((await compare({ fromTick: FIRST + SNAPSHOT_EVERY_TICKS + 77, ticks: 3 })).runs).toMatchObject([
    { equal: true, fromTick: FIRST + SNAPSHOT_EVERY_TICKS + 77, toTick: FIRST + SNAPSHOT_EVERY_TICKS + 79 },
  ])
  const { rows } = await database.primary.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM world_snapshot WHERE map_id = $1',
    [YARD],
  )
  expect(rows).toEqual([{ n: 3 }])
})

test('a command that was changed in the log, and a state in a snapshot, are found at the first tick that differs', async () => {
  await record(500)
  const change = async (table: string, where: string, offset: (bytes: Buffer) => number) => {
    const { rows } = await database.primary.query<{ data: Buffer }>(
      `SELECT data FROM ${table} WHERE map_id = $1 AND ${where}`,
      [YARD],
    )
    const bytes = gunzipSync(rows[0]?.data ?? Buffer.alloc(0))
    const at = offset(bytes)
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    await database.primary.query(`UPDATE ${table} SET data = $2 WHERE map_id = $1 AND ${where}`, [
      YARD,
      gzipSync(bytes),
    ])
  }
  // The last four bytes of a log are the hash of its last tick.
  await change('world_log', `first_tick = ${FIRST + 1}`, bytes => bytes.length - 1)
  expect((await compare({ fromTick: FIRST + 1, ticks: 500 })).runs).toMatchObject([
    { equal: true, toTick: FIRST + 124 },
    { equal: false, fromTick: FIRST + 125, toTick: FIRST + 125 },
    { equal: true, toTick: FIRST + 500 },
  ])
  // After the counters, a snapshot has the words of the generator.
  await change('world_snapshot', 'TRUE', () => 8)
  const { differing, runs } = await compare({ fromTick: FIRST + 1, ticks: 500 })
  expect(differing).toBe(500)
  expect(runs[0]?.first.hash).not.toBe(runs[0]?.first.recordedHash)
})

test('a replay with other content is refused, and one with other names is not', async () => {
  await record(130)
  const other = smallWorld({ lines: ['monsters 3 slime in 6,1 to 18,3'] })
  await expect(compare({ fromTick: FIRST + 1, ticks: 10, by: other })).rejects.toThrow(
    /^Yard was recorded with other content or rules \([\da-f]{16}\) than this build has \([\da-f]{16}\)/,
  )
  const renamed = { ...content, kinds: content.kinds.map(kind => ({ ...kind, name: `New ${kind.name}` })) }
  expect((await compare({ fromTick: FIRST + 1, ticks: 10, by: renamed })).differing).toBe(0)
})

test('a gap is named, and the ticks after the next snapshot can be computed again', async () => {
  await record(SNAPSHOT_EVERY_TICKS + 200)
  await database.primary.query('DELETE FROM world_log WHERE first_tick = $1', [FIRST + 126])
  const next = FIRST + SNAPSHOT_EVERY_TICKS + 1
  await expect(compare({ fromTick: FIRST + 100, ticks: 100 })).rejects.toThrow(
    `Ticks ${FIRST + 126} to ${FIRST + 199} of Yard are not recorded. Recorded are ${FIRST + 1} to ${FIRST + 125}, ${next} to ${next + 199}.`,
  )
  await expect(compare({ fromTick: 5, ticks: 1 })).rejects.toThrow('Tick 5 of Yard is not recorded.')
  expect((await compare({ fromTick: next, ticks: 200 })).differing).toBe(0)
})

test('when a holder was killed, its ticks count up to those of its successor', async () => {
  await record(300)
  await record(200, { epoch: 2, tick: FIRST + 260 })
  expect((await compare({ fromTick: FIRST + 1, ticks: 460 })).runs).toMatchObject([
    { equal: true, fromTick: FIRST + 1, toTick: FIRST + 460 },
  ])
})

test('recordings are deleted an hour after, with the minute that the hour begins in', async () => {
  await record(SNAPSHOT_EVERY_TICKS)
  const count = async () => {
    const { rows } = await database.primary.query<{ logs: number; snapshots: number }>(
      'SELECT (SELECT count(*) FROM world_log)::int AS logs, (SELECT count(*) FROM world_snapshot)::int AS snapshots',
    )
    return rows[0]
  }
  const age = async (minutes: number) => {
    for (const table of ['world_log', 'world_snapshot'])
      await database.primary.query(
        `UPDATE ${table} SET recorded_at = now() - $1 * interval '1 minute' WHERE map_id = $2`,
        [minutes, YARD],
      )
  }
  await age(60)
  expect(await purgeRecordings({ pool: database.primary })).toEqual({ purged: 0 })
  const before = await count()
  expect(before).toEqual({ logs: 24, snapshots: 4 })
  await age(62)
  expect(await purgeRecordings({ pool: database.primary })).toEqual({ purged: 14 })
  expect(await count()).toEqual({ logs: 12, snapshots: 2 })
})

test('while the database stalls, recordings wait up to a bound, the oldest are dropped, and nothing else waits', async () => {
  let [isStalled, drops] = [true, 0]
  const query = async (...given: unknown[]): Promise<unknown> => {
    if (isStalled) throw new Error('The database is away')
    return await (Reflect.apply(database.primary.query, database.primary, given) as Promise<unknown>)
  }
  const warn = (...[message]: unknown[]) => {
    if (message === 'recordings of the world are dropped: the database does not keep up') drops++
  }
  const writer = createRecordWriter({
    pool: Object.create(database.primary, { query: { value: query } }) as typeof database.primary,
    logger: Object.create(logger, { warn: { value: warn } }) as typeof logger,
    content,
  })
  // Noise, which does not shrink: three of them fit, and a fourth does not.
  const noise = () => {
    const bytes = new Uint8Array(WAITING_BYTES_MAX / 4)
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
    return bytes
  }
  for (let tick = 1; tick <= 6; tick++) {
    writer.take({ type: 'snapshot', mapId: YARD, tick, bytes: noise() }, 1)
    await expect.poll(() => drops, { timeout: 20_000 }).toBe(Math.max(0, tick - 3))
  }
  writer.take({ type: 'snapshot', mapId: YARD, tick: 7, bytes: new Uint8Array(8) }, 1)
  isStalled = false
  const saved = async () => {
    const { rows } = await database.primary.query<{ tick: string }>('SELECT tick FROM world_snapshot ORDER BY tick')
    return rows.map(({ tick }) => Number(tick))
  }
  await expect.poll(saved, { timeout: 20_000 }).toEqual([4, 5, 6, 7])
  await writer.close()
}, 60_000)
