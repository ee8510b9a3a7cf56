import { rm } from 'node:fs/promises'
import { csvParts } from './csv-parts.js'
import type { DataFile } from './manifest.js'
import type { Source } from './source.js'
import type { FactTable } from './table.js'
import type { Warehouse } from './warehouse.js'
import { csvRows, writeFiles } from './write-files.js'

/** The query of a table's rows in its source. */
export const sourceQuery = (table: FactTable, condition: string): string =>
  `SELECT ${table.columns.map(({ name, from = name }) => from).join(', ')} FROM ${table.from} WHERE ${condition}`

/** Copies the rows of a query into files. DuckDB writes a part while the source sends the next one. */
export async function copyRows(
  warehouse: Warehouse,
  options: { source: Source; table: FactTable; query: string; onRows: (rows: number) => void },
): Promise<readonly DataFile[]> {
  const { source, table, query, onRows } = options
  const files: DataFile[] = []
  let writing: Promise<readonly DataFile[]> = Promise.resolve([])
  const settle = async () => {
    const written = await writing
    files.push(...written)
    onRows(written.reduce((rows, file) => rows + file.rows, 0))
  }
  for await (const part of csvParts(source.csv(query), warehouse.scratch)) {
    await settle()
    writing = writePart(warehouse, table, part)
    // It is awaited with the next part; until then a failure has no listener.
    writing.catch(() => undefined)
  }
  await settle()
  return files
}

async function writePart(warehouse: Warehouse, table: FactTable, part: string): Promise<readonly DataFile[]> {
  const { name, columns, partitionedBy } = table
  const files = await writeFiles(warehouse, { table: name, rows: csvRows(columns, part), partitionedBy })
  await rm(part)
  return files
}
