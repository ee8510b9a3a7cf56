import { StartError } from '@waystone/kit/errors'
import { copyRows, sourceQuery } from './copy-rows.js'
import { readErasures } from './erase-players.js'
import { exchangeFiles } from './exchange-files.js'
import { positionOf } from './load-table.js'
import { checkDatabases, withSources, withWarehouse, type WarehouseOptions } from './run.js'
import { factTables } from './tables.js'

/** UTC days, the last one included. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

/**
 * Reads days again, and replaces their files by one commit a table: after rows of a database were repaired by
 * hand, or files were lost. The positions stay: rows that the last run has not read are read by the next one.
 */
export async function backfillDays(
  options: WarehouseOptions & { days: DayRange; tables: readonly string[] },
  onRows: (table: string, rows: number) => void = () => {},
): Promise<void> {
  const { days, tables, urls } = options
  await withWarehouse(options, async warehouse => {
    await withSources(urls, async sources => {
      await checkDatabases(warehouse, sources)
      await readErasures(warehouse, sources.users)
      for (const table of factTables.filter(({ name }) => tables.includes(name))) {
        const position = positionOf(warehouse.manifest(), table.name)
        if (position.phase !== 'following')
          throw new StartError(`${table.name} has not been read to its end yet: npm run warehouse -- run`)
        const old = (warehouse.manifest().tables[table.name]?.files ?? []).filter(
          ({ day }) => day === null || (day >= days.from && day <= days.to),
        )
        const below = `(r.xact_id IS NULL OR r.xact_id < ${position.next})`
        const time = table.columns.find(({ name }) => name === table.partitionedBy)?.from
        const within =
          time === undefined ? below : `${below} AND ${time} >= date '${days.from}' AND ${time} < date '${days.to}' + 1`
        const source = sources[table.source]
        let rows = 0
        const files = await copyRows(warehouse, {
          source,
          table,
          query: sourceQuery(table, within),
          onRows: more => onRows(table.name, (rows += more)),
        })
        await exchangeFiles(warehouse, table, { old, files })
      }
    })
  })
}

/** Forgets all positions and files, so that the next run reads the databases from their start. */
export async function forgetAll(options: { directory: string; key: string }): Promise<void> {
  await withWarehouse(options, warehouse =>
    warehouse.commit(before => ({ ...before, databases: {}, tables: {}, snapshots: {}, erasedUntil: null })),
  )
}
