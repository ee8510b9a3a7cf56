import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Source } from './source.js'
import { snapshotTables } from './tables.js'
import type { Warehouse } from './warehouse.js'
import { csvRows, writeFiles } from './write-files.js'

/** Reads the small tables of a source anew, and replaces those that have changed by one commit. */
export async function loadSnapshots(warehouse: Warehouse, source: Source): Promise<void> {
  const snapshots = new Map(Object.entries(warehouse.manifest().snapshots))
  let isChanged = false
  for (const { name, query, columns } of snapshotTables.filter(table => table.source === source.name)) {
    const chunks: Buffer[] = []
    for await (const chunk of source.csv(query)) chunks.push(chunk)
    const csv = Buffer.concat(chunks)
    const digest = createHash('sha256').update(csv).digest('hex')
    if (snapshots.get(name)?.digest === digest) continue
    const file = path.join(warehouse.scratch, `${name}.csv`)
    await writeFile(file, csv)
    const [written] = await writeFiles(warehouse, { table: name, rows: csvRows(columns, file), partitionedBy: null })
    isChanged ||= written !== undefined || snapshots.has(name)
    if (written === undefined) snapshots.delete(name)
    else snapshots.set(name, { ...written, digest })
  }
  if (isChanged) await warehouse.commit(before => ({ ...before, snapshots: Object.fromEntries(snapshots) }))
}
