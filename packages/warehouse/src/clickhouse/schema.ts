import { createHash } from 'node:crypto'
import { clickhouse } from '../dialects/clickhouse.js'
import { literal, quoted } from '../engine.js'
import { questions } from '../questions/index.js'
import type { QuestionSettings } from '../questions/question.js'
import { sharedViews } from '../questions/shared-views.js'
import type { Column, FactTable, SnapshotTable } from '../table.js'
import { factTables, snapshotTables } from '../tables.js'

/** A table of ClickHouse, which has the rows of the files that the manifest names. */
export interface LoadedTable {
  readonly name: string
  readonly columns: readonly LoadedColumn[]
  /** The column whose UTC day is the partition, or null: all rows are one partition. */
  readonly partitionedBy: string | null
  readonly orderedBy: readonly string[]
}

interface LoadedColumn {
  readonly name: string
  /** As it is stored. */
  readonly type: string
  /** As it is read from Parquet, in whose files every column may have nulls. */
  readonly fileType: string
}

/** The column with the path of the file that a row was loaded from. */
const FILE = 'file'

const exactTypes: Readonly<Record<Column['type'], string>> = {
  BIGINT: 'Int64',
  INTEGER: 'Int32',
  BOOLEAN: 'Bool',
  UUID: 'UUID',
  VARCHAR: 'String',
  TIMESTAMP: `DateTime64(6, 'UTC')`,
}

/** Small tables first: facts refer to their rows. */
export const loadedTables: readonly LoadedTable[] = [
  ...snapshotTables.map(table => tableOf(table, { partitionedBy: null, orderedBy: [] })),
  ...factTables.map(table => {
    const { key, partitionedBy } = table
    return tableOf(table, { partitionedBy, orderedBy: partitionedBy === null ? [key] : [partitionedBy, key] })
  }),
]

function tableOf(
  { name, columns }: FactTable | SnapshotTable,
  layout: Pick<LoadedTable, 'partitionedBy' | 'orderedBy'>,
): LoadedTable {
  return { name, columns: columns.map(column => columnOf(column, layout.orderedBy)), ...layout }
}

function columnOf({ name, type }: Column, orderedBy: readonly string[]): LoadedColumn {
  const exact = exactTypes[type]
  const fileType = `Nullable(${exact})`
  if (orderedBy.includes(name)) return { name, type: exact, fileType }
  // Texts are names of kinds, with few values each.
  return { name, type: type === 'VARCHAR' ? `LowCardinality(${fileType})` : fileType, fileType }
}

/** The table that the rows of a partition are loaded into before they become part of the table at once. */
export const loadingName = ({ name }: LoadedTable): string => `${name}_loading`

const OURS = 'Waystone warehouse'
export const LAST_RUN = 'last_run'

/** Tells a table of ours in system.tables, with the key that its pseudonyms have. */
export const markOf = (key: string): string => `${OURS}, key ${key}`

/** The comment of a table: one of another definition is made anew. */
export function commentOf(table: LoadedTable, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify({ ...table, name: null }))
    .digest('hex')
    .slice(0, 16)
  return `${markOf(key)}, columns ${digest}`
}

export const isOurs = (comment: string): boolean => comment.startsWith(`${OURS}, `)

export function createTable(table: LoadedTable, name: string, key: string): string {
  const { columns, orderedBy, partitionedBy } = table
  const stored = [...columns.map(column => `${quoted(column.name)} ${column.type}`), `${FILE} LowCardinality(String)`]
  const partition = partitionedBy === null ? 'tuple()' : clickhouse.day(quoted(partitionedBy))
  return `CREATE TABLE ${quoted(name)} (${stored.join(', ')})
    ENGINE = MergeTree PARTITION BY ${partition} ORDER BY (${orderedBy.map(quoted).join(', ')})
    COMMENT ${literal(commentOf(table, key))}`
}

/** Loads the rows of a file. A null that a column does not take is an error, not the default of its type. */
export function insertFile(table: LoadedTable, file: string): string {
  const names = table.columns.map(column => quoted(column.name))
  const structure = table.columns.map(column => `${quoted(column.name)} ${column.fileType}`)
  return `INSERT INTO ${quoted(loadingName(table))} (${[...names, FILE].join(', ')})
    SETTINGS input_format_null_as_default = 0, insert_null_as_default = 0, insert_deduplicate = 0, async_insert = 0
    SELECT ${names.join(', ')}, ${literal(file)} FROM input(${literal(structure.join(', '))}) FORMAT Parquet`
}

/** By file and partition, the rows that a table has. */
export const loadedRows = ({ name }: LoadedTable): string =>
  `SELECT ${FILE}, _partition_id, count() FROM ${quoted(name)} GROUP BY ${FILE}, _partition_id`

export const viewNameOf = (question: string): string => question.replaceAll('-', '_')

/** Views of the questions, and of what they share, in the order in which they are made. */
export function createViews(settings: QuestionSettings, key: string): readonly string[] {
  const views = [
    ...sharedViews.map(({ name, sql }) => ({ name, query: sql(clickhouse) })),
    ...questions.map(({ name, sql }) => ({ name: viewNameOf(name), query: sql(clickhouse, settings) })),
  ]
  return views.map(({ name, query }) => createView(name, query, key))
}

/** The view with the time of the run that the rows are of. */
export const createLastRun = (ranAt: string, key: string): string =>
  createView(LAST_RUN, `SELECT parseDateTime64BestEffort(${literal(ranAt)}, 3, 'UTC') AS ran_at`, key)

/**
 * The settings are those that the queries are written for, whatever those of the caller are: columns of a row that
 * a join does not find are null, and a name in ORDER BY is that of the answer's column.
 */
const createView = (name: string, query: string, key: string) =>
  `CREATE OR REPLACE VIEW ${quoted(name)} AS ${query}
    SETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 0 COMMENT ${literal(markOf(key))}`

/** All names that a load makes. */
export const namesOfViews: readonly string[] = [
  ...sharedViews.map(({ name }) => name),
  ...questions.map(({ name }) => viewNameOf(name)),
  LAST_RUN,
]
