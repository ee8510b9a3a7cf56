import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { cpuTimeMs } from '../cpu-time.js'
import { atLeast, atMost, table, type Target } from '../economy/report.js'
import { built } from '../processes.js'
import { step } from '../progress.js'
import { percentile, rounded } from '../statistics.js'
import { anyUser, RADIUS } from './board.js'
import { populate } from './population.js'
import { startBoardServers, type BoardServers } from './servers.js'
import { openSubject, subjectNames, type SubjectName } from './subjects.js'

export interface BoardOptions {
  readonly entries: number
  readonly seconds: number
  /** Score updates a second while ranks are read. */
  readonly rate: number
}

interface Reads {
  readonly perSecond: number
  /** CPU time of a read, of client and server together; null where the kernel does not report it. */
  readonly cpuMsEach: number | null
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface BoardRow {
  readonly subject: SubjectName
  /** A rank with its neighbours, while nothing is written, and while scores are. */
  readonly alone: Reads
  readonly loaded: Reads
  /** Score updates a second: beside those reads, and as many as go. */
  readonly updatesBeside: number
  readonly updatesAlone: number
}

export interface BoardResult {
  /** One round trip to PostgreSQL with nothing to do, beside the same writers: what the machine has left. */
  readonly floor: Reads
  readonly rows: readonly BoardRow[]
  readonly targets: readonly Target[]
}

/** Between two reads of the one reader, so that it does not take the machine for itself. */
const PAUSE_MS = 2
const WARM_UP_READS = 20

/** A rank and its neighbours on a board of many entries, in three ways, while its scores change. */
export async function runBoards(options: BoardOptions): Promise<BoardResult> {
  const servers = await startBoardServers()
  try {
    await step(`a board of ${options.entries.toLocaleString('en')} entries`, () => populate(servers, options.entries))
    const rows: BoardRow[] = []
    for (const subject of subjectNames) rows.push(await step(subject, () => measure(servers, subject, options)))
    const floor = await step('a round trip', () => measureFloor(servers, options))
    return { floor, rows, targets: targetsOf(rows, options) }
  } finally {
    await servers.lifecycle.close()
  }
}

async function measure(servers: BoardServers, subject: SubjectName, options: BoardOptions): Promise<BoardRow> {
  const { entries, seconds, rate } = options
  const reader = await openSubject(subject, { pool: servers.pool, redisUrl: servers.redisUrl })
  const read = async () => {
    const found = await reader.around(anyUser(entries))
    if (found < RADIUS + 1) throw new Error(`Expected a rank with its neighbours, got ${found} entries`)
  }
  for (let times = 0; times < WARM_UP_READS; times++) await read()
  const alone = await measureReads(read, seconds)
  const beside = await startWriter(servers, { subject, entries, perSecond: rate })
  const loaded = await measureReads(read, seconds)
  const updatesBeside = await beside.end()
  const writer = await startWriter(servers, { subject, entries, perSecond: 0 })
  await delay(seconds * 1_000)
  const updatesAlone = await writer.end()
  reader.close()
  return { subject, alone, loaded, updatesBeside, updatesAlone }
}

async function measureFloor(servers: BoardServers, { entries, seconds, rate }: BoardOptions): Promise<Reads> {
  const writer = await startWriter(servers, { subject: 'Waystone', entries, perSecond: rate })
  const floor = await measureReads(async () => void (await servers.pool.query('SELECT 1')), seconds)
  await writer.end()
  return floor
}

async function measureReads(read: () => Promise<void>, seconds: number): Promise<Reads> {
  const latencies: number[] = []
  const started = performance.now()
  const cpuBefore = cpuTimeMs()
  while (performance.now() - started < seconds * 1_000) {
    const begun = performance.now()
    await read()
    latencies.push(performance.now() - begun)
    await delay(PAUSE_MS)
  }
  const cpuAfter = cpuTimeMs()
  return {
    cpuMsEach: cpuBefore === null || cpuAfter === null ? null : rounded((cpuAfter - cpuBefore) / latencies.length),
    perSecond: rounded((latencies.length * 1_000) / (performance.now() - started)),
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
  }
}

async function startWriter(
  { databaseUrl, redisUrl }: BoardServers,
  of: { subject: SubjectName; entries: number; perSecond: number },
): Promise<{ end(): Promise<number> }> {
  const child = fork(built('leaderboards/writer'), [JSON.stringify({ ...of, databaseUrl, redisUrl })])
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The writer of ${of.subject} ended with ${String(code)}`)
  })
  failed.catch(() => undefined)
  await Promise.race([once(child, 'message'), failed])
  return {
    end: async () => {
      const said = once(child, 'message')
      child.send('end')
      const [perSecond] = (await Promise.race([said, failed])) as [number]
      return rounded(perSecond)
    },
  }
}

function targetsOf([ours]: readonly BoardRow[], { rate }: BoardOptions): readonly Target[] {
  if (ours === undefined) return []
  return [
    atMost(`p99 of a rank with ${2 * RADIUS} neighbours while scores change, ms`, 5, ours.loaded.p99Ms),
    atLeast('score updates a second beside it', Math.min(rate, 5_000), ours.updatesBeside),
  ]
}

/** The rows for a terminal. */
export function boardTable({ rows, floor }: BoardResult): string {
  const reads = ({ p50Ms, p99Ms }: Reads) => `${p50Ms} / ${p99Ms}`
  return table([
    [
      'rank and neighbours, ms p50 / p99',
      'at rest',
      'CPU ms',
      'while scores change',
      'updates/s beside it',
      'updates/s alone',
    ],
    ...rows.map(row => [
      row.subject,
      reads(row.alone),
      String(row.alone.cpuMsEach ?? ''),
      reads(row.loaded),
      String(row.updatesBeside),
      String(row.updatesAlone),
    ]),
    ['a round trip to PostgreSQL', '', '', reads(floor), '', ''],
  ])
}
