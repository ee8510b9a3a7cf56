import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'

/** A row whose values are texts, or null: exact, whatever their type in the engine is. */
export type TextRow = Readonly<Record<string, string | null>>

/** Rows in the order of the columns, which are there without any row, too. */
export interface TextTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Engine {
  run(sql: string): Promise<void>
  table(sql: string): Promise<TextTable>
  rows(sql: string): Promise<readonly TextRow[]>
  close(): void
}

/** Of DuckDB's own; with Node and what DuckDB allocates beside, a process stays below 500 MB. */
const MEMORY_LIMIT = '220MB'
const THREADS = 2

/**
 * DuckDB with bounded memory.
 * @param options.file locked against every other process until it is closed, and by the kernel, so that a
 * killed process holds nothing; ':memory:' locks nothing
 * @param options.spill where DuckDB puts what does not fit in memory
 */
export async function openEngine(options: { file: string; spill: string }): Promise<Engine> {
  const instance = await DuckDBInstance.create(options.file, {
    memory_limit: MEMORY_LIMIT,
    threads: String(THREADS),
    temp_directory: options.spill,
    preserve_insertion_order: 'false',
    // Nothing is fetched while it works.
    autoinstall_known_extensions: 'false',
  })
  const connection = await instance.connect()
  return {
    run: async sql => void (await connection.run(sql)),
    table: sql => readTable(connection, sql),
    rows: async sql => rowsOf(await readTable(connection, sql)),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function readTable(connection: DuckDBConnection, sql: string): Promise<TextTable> {
  const reader = await connection.runAndReadAll(sql)
  const texts = (values: readonly DuckDBValue[]) => values.map(value => (value === null ? null : String(value)))
  return { columns: reader.columnNames(), rows: reader.getRows().map(texts) }
}

/** Each row as an object. */
export const rowsOf = ({ columns, rows }: TextTable): readonly TextRow[] =>
  rows.map(row => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])))

/** A text as a literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A list of texts as a literal. */
export const listLiteral = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
