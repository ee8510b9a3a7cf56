import { StartError } from '@waystone/kit/errors'
import { compactFiles } from './compact-files.js'
import { erasePlayers, readErasures } from './erase-players.js'
import { loadSnapshots } from './load-snapshots.js'
import { loadTable } from './load-table.js'
import { upgradeSchema } from './schema-upgrades.js'
import { openSource, type Source } from './source.js'
import { sourceNames, type SourceName } from './table.js'
import { factTables } from './tables.js'
import { followTimelines } from './timelines.js'
import { openWarehouse, type Warehouse } from './warehouse.js'

export interface WarehouseOptions {
  readonly directory: string
  readonly key: string
  /** The databases, or their replicas. */
  readonly urls: Readonly<Record<SourceName, string>>
}

export interface RunResult {
  /** By table, the rows that are new. */
  readonly rows: Readonly<Record<string, number>>
  /** Files that were written anew because an account was deleted. */
  readonly erasedFiles: number
  readonly compactedFiles: number
}

/** Reads all that is new in the databases. Called again after a kill, it goes on where that left off. */
export async function runWarehouse(
  options: WarehouseOptions,
  onRows: (table: string, rows: number) => void = () => {},
): Promise<RunResult> {
  const { urls } = options
  return await withWarehouse(options, async warehouse => {
    const rows: Record<string, number> = {}
    return await withSources(urls, async sources => {
      await checkDatabases(warehouse, sources)
      await followTimelines(warehouse, Object.values(sources))
      const erasedUntil = await readErasures(warehouse, sources.users)
      for (const name of sourceNames) {
        const source = sources[name]
        for (const table of factTables.filter(each => each.source === name)) {
          rows[table.name] = 0
          const count = (more: number) => onRows(table.name, (rows[table.name] = (rows[table.name] ?? 0) + more))
          await loadTable(warehouse, { source, table, onRows: count })
        }
        await loadSnapshots(warehouse, source)
      }
      const erasedFiles = await erasePlayers(warehouse)
      const compactedFiles = await compactFiles(warehouse)
      await warehouse.commit(before => ({ ...before, erasedUntil, ranAt: new Date().toISOString() }))
      return { rows, erasedFiles, compactedFiles }
    })
  })
}

/** Opens the warehouse for the time of the work, with its files in the version of this program. */
export async function withWarehouse<T>(
  options: { directory: string; key: string },
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openWarehouse(options)
  try {
    await upgradeSchema(warehouse)
    return await work(warehouse)
  } finally {
    await warehouse.close()
  }
}

export async function withSources<T>(
  urls: WarehouseOptions['urls'],
  work: (sources: Readonly<Record<SourceName, Source>>) => Promise<T>,
): Promise<T> {
  const opened: Source[] = []
  const open = async (name: SourceName) => {
    const source = await openSource(name, urls[name])
    opened.push(source)
    return source
  }
  try {
    return await work({ users: await open('users'), quests: await open('quests'), gacha: await open('gacha') })
  } finally {
    await Promise.all(opened.map(source => source.close()))
  }
}

/**
 * Positions are transaction ids of one database: in another one, such as one that was restored from a dump,
 * they mean nothing.
 * @throws StartError when a database is not the one that was read before
 */
export async function checkDatabases(
  warehouse: Warehouse,
  sources: Readonly<Record<SourceName, Source>>,
): Promise<void> {
  const known = warehouse.manifest().databases
  const others = sourceNames.filter(name => known[name] !== undefined && known[name] !== sources[name].identity)
  if (others.length > 0)
    throw new StartError(
      `The database of ${others.join(', ')} is not the one that this warehouse was read from: set its URL, or, where it was restored from a dump, read everything anew: npm run warehouse -- backfill --all`,
    )
  if (sourceNames.every(name => known[name] !== undefined)) return
  const databases = Object.fromEntries(sourceNames.map(name => [name, sources[name].identity]))
  await warehouse.commit(before => ({ ...before, databases }))
}
