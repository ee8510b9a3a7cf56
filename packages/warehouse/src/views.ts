import { duckdb } from './dialects/duckdb.js'
import { quoted, type Engine } from './engine.js'
import type { Manifest } from './manifest.js'
import { sharedViews } from './questions/shared-views.js'
import { factTables, snapshotTables } from './tables.js'
import { storedRows } from './write-files.js'

/** Makes a view of each table, and of what questions share. A table without files is empty. */
export async function createViews(engine: Engine, directory: string, manifest: Manifest): Promise<void> {
  for (const table of [...factTables, ...snapshotTables]) {
    const snapshot = manifest.snapshots[table.name]
    const files = manifest.tables[table.name]?.files ?? (snapshot === undefined ? [] : [snapshot])
    const empty = table.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoted(name)}`).join(', ')
    const rows = files.length === 0 ? `SELECT ${empty} WHERE false` : `SELECT * FROM ${storedRows(directory, files)}`
    await engine.run(`CREATE VIEW ${quoted(table.name)} AS ${rows}`)
  }
  for (const { name, sql } of sharedViews) await engine.run(`CREATE VIEW ${quoted(name)} AS ${sql(duckdb)}`)
}
