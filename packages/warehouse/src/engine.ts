import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

/** A row whose values are texts, or null: exact, whatever their type in the engine is. */
export type TextRow = Readonly<Record<string, string | null>>

export interface Engine {
  run(sql: string): Promise<void>
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
    rows: sql => readTexts(connection, sql),
    close: () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function readTexts(connection: DuckDBConnection, sql: string): Promise<readonly TextRow[]> {
  const reader = await connection.runAndReadAll(sql)
  const names = reader.columnNames()
  return reader.getRows().map(row =>
    Object.fromEntries(
      names.map((name, index) => {
        const value = row[index]
        return [name, value === null || value === undefined ? null : String(value)]
      }),
    ),
  )
}

/** A text as a literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A list of texts as a literal. */
export const listLiteral = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
