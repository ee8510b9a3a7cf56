import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { listLiteral, literal, quoted } from './engine.js'
import type { DataFile } from './manifest.js'
import { syncFile } from './replace-file.js'
import type { Column } from './table.js'
import type { Warehouse } from './warehouse.js'

/** Rows of a file that are compressed together. */
const ROW_GROUP_ROWS = 122_880

/** Reads a CSV file of a source; user ids become pseudonyms, and those of erased accounts nothing. */
export function csvRows(columns: readonly Column[], file: string): string {
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`)
  const csv = `read_csv(${literal(file)}, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '',
    allow_quoted_nulls = false, columns = {${types.join(', ')}})`
  const user = columns.find(({ names }) => names === 'user')
  if (user === undefined) return `SELECT * FROM ${csv}`
  const player = quoted(user.name)
  return eraseRows(columns, {
    from: `(SELECT * REPLACE (pseudonym(${player}) AS ${player}) FROM ${csv})`,
    erased: 'erased',
  })
}

/**
 * Selects the rows with nothing that names a person in those of erased accounts.
 * @param options.erased the table of their pseudonyms
 */
export function eraseRows(columns: readonly Column[], options: { from: string; erased: string }): string {
  const user = columns.find(({ names }) => names === 'user')
  if (user === undefined) return `SELECT * FROM ${options.from}`
  const blank = columns
    .filter(({ names }) => names !== undefined)
    .map(({ name }) => `CASE WHEN e.id IS NULL THEN r.${quoted(name)} END AS ${quoted(name)}`)
  return `SELECT r.* REPLACE (${blank.join(', ')}) FROM ${options.from} r LEFT JOIN ${options.erased} e ON e.id = r.${quoted(user.name)}`
}

/** The rows of files of the warehouse. */
export const storedRows = (directory: string, files: readonly DataFile[], options = ''): string =>
  `read_parquet(${listLiteral(files.map(file => path.join(directory, file.path)))}, hive_partitioning = false${options})`

/**
 * Writes rows as Parquet files of the table's partitions, which are on disk when it returns and part of the
 * warehouse when the manifest names them.
 * @param options.partitionedBy the column whose day is the partition
 */
export async function writeFiles(
  warehouse: Warehouse,
  options: { table: string; rows: string; partitionedBy: string | null },
): Promise<readonly DataFile[]> {
  const { table, rows, partitionedBy } = options
  const { directory, engine } = warehouse
  const folder = path.join(directory, table)
  await mkdir(folder, { recursive: true })
  const format = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}, RETURN_STATS`
  const written = await engine.rows(
    partitionedBy === null
      ? `COPY (${rows}) TO ${literal(path.join(folder, `${randomUUID()}.parquet`))} (${format})`
      : `COPY (SELECT *, CAST(${quoted(partitionedBy)} AS DATE) AS day FROM (${rows})) TO ${literal(folder)}
          (${format}, PARTITION_BY (day), FILENAME_PATTERN '{uuid}', APPEND)`,
  )
  const files = written.map(({ filename, count, file_size_bytes: bytes }) => ({
    path: path.relative(directory, filename ?? ''),
    day: /\/day=([\d-]+)\//.exec(filename ?? '')?.[1] ?? null,
    rows: Number(count),
    bytes: Number(bytes),
  }))
  const paths = files.map(file => path.join(directory, file.path))
  await Promise.all(paths.map(syncFile))
  await Promise.all([folder, ...new Set(paths.map(file => path.dirname(file)))].map(syncFile))
  const empty = files.filter(file => file.rows === 0)
  await Promise.all(empty.map(file => rm(path.join(directory, file.path))))
  return files.filter(file => file.rows > 0)
}
