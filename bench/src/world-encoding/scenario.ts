import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { atMost, table, type Target } from '../economy/report.js'
import { built } from '../processes.js'
import { step } from '../progress.js'
import { percentile, rounded } from '../statistics.js'
import { figuresSchema, type Case, type Figures } from './contract.js'

const TICKS_PER_SECOND = 25
const OUTPUT_MAX_BYTES = 10_000_000
/** A WebSocket frame and what graphql-transport-ws has around a result. */
const FRAME_BYTES = 4 + '{"id":"s","type":"next","payload":}'.length

export interface EncodingOptions {
  readonly seconds: number
}

interface Percentiles {
  readonly p50: number
  readonly p99: number
}

export interface EncodingRow {
  readonly title: string
  readonly players: number
  /** CPU milliseconds of a tick. */
  readonly tick: Percentiles
  readonly loop: Percentiles
  readonly interest: Percentiles
  /** Interest and encoding, less interest. */
  readonly encoding: Percentiles
  readonly cpuMsPerPlayerSecond: number
  readonly updatesPerPlayerSecond: number
  readonly bytesPerUpdate: number
  readonly kbPerPlayerSecond: number
}

export interface EncodingResult {
  readonly rows: readonly EncodingRow[]
  readonly targets: readonly Target[]
}

const spread = { maps: 10, crowdSide: null }
const subjects = [
  { title: '100 players on 10 maps', players: 100, everyTicks: 1, ...spread },
  { title: '1,000 players on 10 maps', players: 1_000, everyTicks: 1, ...spread },
  { title: '1,000 players, an update for two ticks', players: 1_000, everyTicks: 2, ...spread },
  { title: '5,000 players on 10 maps', players: 5_000, everyTicks: 1, ...spread },
  {
    title: 'a crowd of 1,000 within 40 × 40 cells',
    players: 1_000,
    everyTicks: 1,
    maps: 1,
    crowdSide: 40,
  },
]

/** CPU time of the loop, of interest and of encoding, without clocks and sockets: one process for each case. */
export async function runEncoding({ seconds }: EncodingOptions): Promise<EncodingResult> {
  const rows: EncodingRow[] = []
  for (const { title, ...subject } of subjects) {
    const ticks = seconds * TICKS_PER_SECOND
    const interest = await step(`${title}: interest`, () => measure({ ...subject, ticks, encodes: false }))
    const whole = await step(`${title}: interest and encoding`, () => measure({ ...subject, ticks, encodes: true }))
    rows.push(rowOf({ title, players: subject.players, seconds }, { interest, whole }))
  }
  return { rows, targets: targetsOf(rows) }
}

async function measure(given: Case): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [built('world-encoding/measured-loop'), JSON.stringify(given)],
    { maxBuffer: OUTPUT_MAX_BYTES },
  )
  return figuresSchema.parse(JSON.parse(stdout))
}

const percentiles = (values: readonly number[]): Percentiles => ({
  p50: rounded(percentile(values, 0.5)),
  p99: rounded(percentile(values, 0.99)),
})

function rowOf(
  { players, seconds, title }: { title: string; players: number; seconds: number },
  { interest, whole }: { interest: Figures; whole: Figures },
): EncodingRow {
  const playerSeconds = players * seconds
  const { bytes, updates } = whole
  const [all, alone] = [percentiles(whole.viewsMs), percentiles(interest.viewsMs)]
  return {
    title,
    players,
    tick: percentiles(whole.tickMs),
    loop: percentiles(whole.loopMs),
    interest: alone,
    encoding: { p50: rounded(all.p50 - alone.p50), p99: rounded(all.p99 - alone.p99) },
    cpuMsPerPlayerSecond: rounded(whole.tickMs.reduce((sum, ms) => sum + ms, 0) / playerSeconds),
    updatesPerPlayerSecond: rounded(updates / playerSeconds),
    bytesPerUpdate: Math.round(bytes / Math.max(1, updates)),
    kbPerPlayerSecond: rounded((bytes + updates * FRAME_BYTES) / playerSeconds / 1_000),
  }
}

function targetsOf([, thousand, , fiveThousand, crowd]: readonly EncodingRow[]): readonly Target[] {
  if (thousand === undefined || fiveThousand === undefined || crowd === undefined) return []
  return [
    atMost('p99 of a tick at 1,000 players, CPU ms', 10, thousand.tick.p99),
    atMost('p99 of a tick at 5,000 players, CPU ms', 20, fiveThousand.tick.p99),
    atMost('CPU ms per player and second at 1,000', 0.1, thousand.cpuMsPerPlayerSecond),
    atMost('CPU ms per player and second at 5,000', 0.1, fiveThousand.cpuMsPerPlayerSecond),
    atMost('kB/s per player at 1,000', 9, thousand.kbPerPlayerSecond),
    atMost('kB/s per player in the crowd', 100, crowd.kbPerPlayerSecond),
  ]
}

/** The rows for a terminal. */
export function encodingTable(rows: readonly EncodingRow[]): string {
  const pair = ({ p50, p99 }: Percentiles) => `${p50} / ${p99}`
  return table([
    [
      'CPU ms of a tick, p50 / p99',
      'tick',
      'loop',
      'interest',
      'encoding',
      'ms/player/s',
      'updates/s',
      'B/update',
      'kB/s',
    ],
    ...rows.map(row => [
      row.title,
      pair(row.tick),
      pair(row.loop),
      pair(row.interest),
      pair(row.encoding),
      ...[row.cpuMsPerPlayerSecond, row.updatesPerPlayerSecond, row.bytesPerUpdate, row.kbPerPlayerSecond].map(String),
    ]),
  ])
}
