import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { cpuTimeMs } from '../cpu-time.js'
import { atLeast, atMost, table, type Target } from '../economy/report.js'
import { built, inherited, root } from '../processes.js'
import { step } from '../progress.js'
import { rounded } from '../statistics.js'
import { startLedgerServers, type LedgerServers } from './population.js'

export interface WarehouseOptions {
  /** Entries of the ledger. */
  readonly rows: number
  /** How many of them the simple ways copy: their rate does not depend on it. */
  readonly baselineRows: number
}

interface Copy {
  readonly subject: string
  readonly rows: number
  readonly seconds: number
  readonly rowsPerSecond: number
  /** CPU time of the process; the database's is the same for all, and not in it. */
  readonly cpuSeconds: number
  /** The most that the process held. */
  readonly memoryMb: number
}

export interface WarehouseResult {
  readonly copies: readonly Copy[]
  readonly differences: number
  readonly targets: readonly Target[]
}

const SPEED_UP_MIN = 5
const MEMORY_MAX_MB = 500
const WATCH_MS = 50
const KB_PER_MB = 1_024

/** The warehouse's first load of a ledger, beside the same rows copied one by one. */
export async function runWarehouseBench({ rows, baselineRows }: WarehouseOptions): Promise<WarehouseResult> {
  const servers = await startLedgerServers(rows)
  try {
    const ours = await step('the warehouse', () => copyWithWarehouse(servers, rows))
    const check = await step('its check', () => runProcess(servers, [warehouse, 'check', '--json']))
    const { differences } = z.object({ differences: z.number() }).parse(JSON.parse(check.text))
    const simple: Copy[] = []
    for (const way of ['appender', 'insert'] as const)
      simple.push(await step(`row by row, ${way}`, () => copyRowByRow(servers, way, Math.min(rows, baselineRows))))
    const fastest = Math.max(...simple.map(({ rowsPerSecond }) => rowsPerSecond))
    const targets = [
      atLeast('times as fast as row by row', SPEED_UP_MIN, rounded(ours.rowsPerSecond / fastest)),
      atMost('MB of memory', MEMORY_MAX_MB, ours.memoryMb),
      atMost('differences from the database', 0, differences),
    ]
    return { copies: [ours, ...simple], differences, targets }
  } finally {
    await servers.lifecycle.close()
  }
}

export const warehouseTable = ({ copies }: WarehouseResult): string =>
  table([
    ['', 'rows', 'seconds', 'rows per second', 'CPU seconds', 'MB'],
    ...copies.map(({ subject, rows, seconds, rowsPerSecond, cpuSeconds, memoryMb }) =>
      [subject, rows, seconds, rowsPerSecond, cpuSeconds, memoryMb].map(String),
    ),
  ])

const warehouse = path.join(root, 'packages', 'warehouse', 'dist', 'main.js')

async function copyWithWarehouse(servers: LedgerServers, rows: number): Promise<Copy> {
  const { text: _, ...usage } = await runProcess(servers, [warehouse, 'run'])
  return copyOf('warehouse', { rows, ...usage })
}

const simpleResult = z.object({ rows: z.number(), ms: z.number() })

async function copyRowByRow(servers: LedgerServers, way: 'appender' | 'insert', limit: number): Promise<Copy> {
  const file = path.join(servers.directory, `${way}.duckdb`)
  const arguments_ = [built('warehouse/row-by-row'), servers.urls.users, file, String(limit), way]
  const { text, ...usage } = await runProcess(servers, arguments_)
  const { rows, ms } = simpleResult.parse(JSON.parse(text))
  return copyOf(`row by row, ${way}`, { ...usage, rows, seconds: ms / 1_000 })
}

const copyOf = (subject: string, { rows, seconds, cpuSeconds, memoryMb }: Usage & { rows: number }): Copy => ({
  subject,
  rows,
  seconds: rounded(seconds),
  rowsPerSecond: Math.round(rows / seconds),
  cpuSeconds: rounded(cpuSeconds),
  memoryMb,
})

interface Usage {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly memoryMb: number
}

/** Runs a process of node to its end, and watches its memory and CPU time. */
async function runProcess(
  { urls, directory }: LedgerServers,
  arguments_: readonly string[],
): Promise<Usage & { text: string }> {
  const started = performance.now()
  const child = spawn(process.execPath, arguments_, {
    env: {
      ...inherited(),
      USERS_DATABASE_URL: urls.users,
      QUESTS_DATABASE_URL: urls.quests,
      GACHA_DATABASE_URL: urls.gacha,
      WAREHOUSE_DIR: path.join(directory, 'warehouse'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  let memoryMb = 0
  let cpuSeconds = 0
  const watch = setInterval(() => {
    memoryMb = Math.max(memoryMb, peakMemoryMb(child.pid ?? 0))
    cpuSeconds = Math.max(cpuSeconds, (cpuTimeMs(child.pid ?? 0) ?? 0) / 1_000)
  }, WATCH_MS)
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${arguments_.join(' ')} ended with ${code}:\n${text}`)
  return { text, seconds: (performance.now() - started) / 1_000, cpuSeconds, memoryMb }
}

/** The kernel's own high-water mark of resident memory; 0 when the process has ended. */
function peakMemoryMb(pid: number): number {
  try {
    const kb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
    return Math.round(Number(kb) / KB_PER_MB)
  } catch {
    // It has ended, and its last mark is known.
    return 0
  }
}
