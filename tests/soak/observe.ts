import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Cluster } from '../cluster/cluster.js'
import { subgraphs, type Databases } from '../chaos/postgres.js'
import type { MemorySample } from './judge.js'

const SAMPLE_INTERVAL_MS = 10_000
const KIB = 1024

export interface MemoryWatch {
  readonly samples: readonly MemorySample[]
  /** Rejects when a process is gone. */
  readonly failed: Promise<never>
  stop(): void
}

/** Looks at the resident memory of every process of Waystone, every ten seconds. */
export function watchMemory({ waystone }: Cluster, sinceMs: number): MemoryWatch {
  const samples: MemorySample[] = []
  let fail: (error: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => undefined)
  const look = async () => {
    const pids = new Map([...waystone.gateways, ...waystone.instances].map(({ name, pid }) => [pid, name]))
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,rss=', '-p', [...pids.keys()].join(',')])
    const bytes = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map(line => line.trim().split(/\s+/).map(Number))
        .map(([pid, kib = Number.NaN]) => [pids.get(pid) ?? 'unknown', kib * KIB]),
    )
    const gone = [...pids.values()].filter(name => bytes[name] === undefined)
    if (gone.length > 0) throw new Error(`${gone.join(', ')} ended during the soak`)
    samples.push({ atMs: performance.now() - sinceMs, bytes })
  }
  const looking = setInterval(() => void look().catch(fail), SAMPLE_INTERVAL_MS)
  return { samples, failed, stop: () => clearInterval(looking) }
}

/** How many rows each table has, by `subgraph.table`; of a table in partitions, those of all. */
export async function countRows(postgres: Databases): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>()
  for (const subgraph of subgraphs) {
    const pool = postgres.pool(subgraph)
    const { rows: tables } = await pool.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
       and relname <> '_prisma_migrations' order by relname`,
    )
    const { rows } = await pool.query<{ name: string; count: string }>(
      tables.map(({ name }) => `select '${name}' as name, count(*) from "${name}"`).join(' union all '),
    )
    for (const { name, count } of rows) counted.set(`${subgraph}.${name}`, Number(count))
  }
  return counted
}

/** In bytes, of all six. */
export async function databaseBytes(postgres: Databases): Promise<number> {
  const sizes = await Promise.all(
    subgraphs.map(subgraph =>
      postgres.pool(subgraph).query<{ bytes: string }>('select pg_database_size(current_database()) as bytes'),
    ),
  )
  return sizes.reduce((sum, { rows }) => sum + Number(rows[0]?.bytes), 0)
}
