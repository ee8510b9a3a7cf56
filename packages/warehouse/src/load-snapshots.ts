import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Source } from './source.js'
import { snapshotTables } from './tables.js'
import type { Warehouse } from './warehouse.js'
import { csvRows, writeFiles } from './write-files.js'

/** Reads the small tables of a source anew, and replaces what was read before by one commit. */
export async function loadSnapshots(warehouse: Warehouse, source: Source): Promise<void> {
  const snapshots = new Map(Object.entries(warehouse.manifest().snapshots))
  for (const { name, query, columns } of snapshotTables.filter(table => table.source === source.name)) {
    const chunks: Buffer[] = []
    for await (const chunk of source.csv(query)) chunks.push(chunk)
    const csv = path.join(warehouse.scratch, `${name}.csv`)
    await writeFile(csv, Buffer.concat(chunks))
    const [file] = await writeFiles(warehouse, { table: name, rows: csvRows(columns, csv), partitionedBy: null })
    if (file === undefined) snapshots.delete(name)
    else snapshots.set(name, file)
  }
  await warehouse.commit(before => ({ ...before, snapshots: Object.fromEntries(snapshots) }))
}
