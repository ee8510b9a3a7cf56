import { compareTable, type Difference } from './compare-table.js'
import { erasePlayers, readErasures } from './erase-players.js'
import { positionOf } from './load-table.js'
import type { Position } from './manifest.js'
import { checkDatabases, withSources, withWarehouse, type WarehouseOptions } from './run.js'
import type { Source } from './source.js'
import { standingOf, type Standing } from './standing.js'
import { sourceNames, type FactTable, type SourceName } from './table.js'
import { factTables } from './tables.js'
import type { Warehouse } from './warehouse.js'

export interface TableCheck {
  readonly table: string
  /** Rows that are compared. */
  readonly rows: bigint
  readonly differences: readonly Difference[]
}

export interface WarehouseCheck {
  readonly differences: number
  /** Files of accounts that were deleted since the last run, which are erased. */
  readonly personalFiles: number
  /** How far each database is, by the positions and timelines of the last run. */
  readonly standings: Readonly<Record<SourceName, Standing>>
}

/**
 * Compares each table with its database to the unit: rows, sums of money, and a sum over the ids, by day.
 * Only rows of transactions below the position are compared, so it may run on a live system at any time.
 */
export async function checkWarehouse(
  options: WarehouseOptions,
  report: (check: TableCheck) => void,
): Promise<WarehouseCheck> {
  return await withWarehouse(options, async warehouse => {
    return await withSources(options.urls, async sources => {
      await checkDatabases(warehouse, sources)
      const standings = await standingsOf(warehouse, sources)
      let differences = 0
      for (const table of factTables) {
        const check = await checkTable(warehouse, sources[table.source], table)
        differences += check.differences.length
        report(check)
      }
      return { differences, personalFiles: await countPersonalFiles(warehouse, sources.users), standings }
    })
  })
}

async function standingsOf(
  warehouse: Warehouse,
  sources: Readonly<Record<SourceName, Source>>,
): Promise<WarehouseCheck['standings']> {
  const found: Partial<Record<SourceName, Standing>> = {}
  for (const name of sourceNames) found[name] = await standingOf(warehouse.manifest(), sources[name])
  return found as Record<SourceName, Standing>
}

/** Erases what the last run could not know of, and counts it: accounts that were deleted since then. */
async function countPersonalFiles(warehouse: Warehouse, users: Source): Promise<number> {
  const erasedUntil = await readErasures(warehouse, users)
  const files = await erasePlayers(warehouse)
  await warehouse.commit(before => ({ ...before, erasedUntil }))
  return files
}

async function checkTable(warehouse: Warehouse, source: Source, table: FactTable): Promise<TableCheck> {
  const position = positionOf(warehouse.manifest(), table.name)
  if (position.phase !== 'following') return { table: table.name, rows: 0n, differences: [notRead(position)] }
  return { table: table.name, ...(await compareTable(warehouse, { source, table, below: position.next })) }
}

const notRead = ({ phase }: Position): Difference => ({
  day: null,
  figure: 'position',
  database: 'to be read',
  warehouse: phase,
})
