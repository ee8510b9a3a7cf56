import { compareTable, type Difference } from './compare-table.js'
import { copyRows, sourceQuery } from './copy-rows.js'
import { erasePlayers, readErasures } from './erase-players.js'
import { positionOf } from './load-table.js'
import type { DataFile, Position } from './manifest.js'
import { checkDatabases, withSources, withWarehouse, type WarehouseOptions } from './run.js'
import type { Source } from './source.js'
import { standingOf } from './standing.js'
import type { FactTable } from './table.js'
import { factTables } from './tables.js'
import { recordTimelines } from './timelines.js'
import type { Warehouse } from './warehouse.js'

/** A table that was brought back to what its database has. */
export interface RewoundTable {
  readonly table: string
  /** UTC days that were read again; null for a table that was read again as a whole. */
  readonly days: readonly string[] | null
}

/**
 * Brings the warehouse back to what the databases have, after they were put back to an earlier time: rows that
 * were lost go, rows of transactions that took the ids of lost ones come, and no position is ahead. Days
 * without a difference are not touched. Each table is one commit of files and position, so a killed call is
 * repeated, and finds the tables that are done without a difference.
 */
export async function rewindWarehouse(
  options: WarehouseOptions,
  report: (rewound: RewoundTable) => void = () => {},
): Promise<void> {
  await withWarehouse(options, async warehouse => {
    await withSources(options.urls, async sources => {
      await checkDatabases(warehouse, sources)
      // The restored database may know of an erasure from before the last one that was followed.
      await warehouse.commit(before => ({ ...before, erasedUntil: null }))
      const erasedUntil = await readErasures(warehouse, sources.users)
      for (const table of factTables) {
        const rewound = await rewindTable(warehouse, sources[table.source], table)
        if (rewound !== null) report(rewound)
      }
      await erasePlayers(warehouse)
      await warehouse.commit(before => ({ ...before, erasedUntil }))
      await recordTimelines(warehouse, Object.values(sources))
    })
  })
}

async function rewindTable(warehouse: Warehouse, source: Source, table: FactTable): Promise<RewoundTable | null> {
  const position = positionOf(warehouse.manifest(), table.name)
  if (position.phase === 'new') return null
  if (position.phase === 'loading') {
    // Blocks of the restored table hold other rows: the first load begins again.
    const { phase } = await standingOf(warehouse.manifest(), source)
    if (phase === 'level') return null
    await replace(warehouse, table, { position: { phase: 'new' }, kept: [], files: [] })
    return { table: table.name, days: null }
  }
  const horizon = await source.horizon()
  const below = horizon < BigInt(position.next) ? String(horizon) : position.next
  const { differences } = await compareTable(warehouse, { source, table, below })
  const days = daysOf(table, differences)
  const files = warehouse.manifest().tables[table.name]?.files ?? []
  const kept = days === null ? [] : files.filter(({ day }) => day === null || !days.includes(day))
  const again = days?.length === 0 ? [] : await readAgain(warehouse, { source, table, days, below })
  const following: Position = { phase: 'following', next: below }
  if (below !== position.next || kept.length < files.length || again.length > 0)
    await replace(warehouse, table, { position: following, kept, files: again })
  return days?.length === 0 ? null : { table: table.name, days }
}

/** Null for the whole table: it has no days, or lost versions of a row may be in files of any day. */
function daysOf(table: FactTable, differences: readonly Difference[]): readonly string[] | null {
  if (differences.length === 0) return []
  if (table.isVersioned || table.partitionedBy === null) return null
  return [...new Set(differences.flatMap(({ day }) => day ?? []))]
}

async function readAgain(
  warehouse: Warehouse,
  options: { source: Source; table: FactTable; days: readonly string[] | null; below: string },
): Promise<readonly DataFile[]> {
  const { source, table, days, below } = options
  const conditions = [`(r.xact_id IS NULL OR r.xact_id < ${below})`]
  const time = table.columns.find(({ name }) => name === table.partitionedBy)?.from
  if (days !== null && time !== undefined)
    conditions.push(`(${time})::date IN (${days.map(day => `'${day}'`).join(', ')})`)
  const query = sourceQuery(table, conditions.join(' AND '))
  return await copyRows(warehouse, { source, table, query, onRows: () => undefined })
}

const replace = (
  warehouse: Warehouse,
  table: FactTable,
  { position, kept, files }: { position: Position; kept: readonly DataFile[]; files: readonly DataFile[] },
): Promise<void> =>
  warehouse.commit(before => ({
    ...before,
    tables: { ...before.tables, [table.name]: { position, files: [...kept, ...files] } },
  }))
