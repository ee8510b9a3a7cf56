import { exchangeFiles } from './exchange-files.js'
import type { DataFile } from './manifest.js'
import { factTables } from './tables.js'
import type { Warehouse } from './warehouse.js'
import { storedRows, writeFiles } from './write-files.js'

/** A partition that is read every few minutes has hundreds of small files after a day. */
const FILES_OF_PARTITION_MAX = 16
/** Larger files are left alone: writing them anew gains nothing. */
const SMALL_BYTES = 64 * 1024 * 1024

/** Makes one file of the small ones of each partition that has many. */
export async function compactFiles(warehouse: Warehouse): Promise<number> {
  let compacted = 0
  for (const table of factTables) {
    const partitions = new Map<string | null, DataFile[]>()
    for (const file of warehouse.manifest().tables[table.name]?.files ?? [])
      if (file.bytes < SMALL_BYTES) partitions.set(file.day, [...(partitions.get(file.day) ?? []), file])
    for (const old of partitions.values()) {
      if (old.length <= FILES_OF_PARTITION_MAX) continue
      const rows = `SELECT * FROM ${storedRows(warehouse.directory, old)}`
      const files = await writeFiles(warehouse, { table: table.name, rows, partitionedBy: table.partitionedBy })
      await exchangeFiles(warehouse, table, { old, files })
      compacted += old.length
    }
  }
  return compacted
}
