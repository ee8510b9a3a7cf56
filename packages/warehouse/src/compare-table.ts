import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { literal, quoted } from './engine.js'
import type { Source } from './source.js'
import type { FactTable } from './table.js'
import type { Warehouse } from './warehouse.js'
import { storedRows } from './write-files.js'

export interface Difference {
  /** Null for a table without days. */
  readonly day: string | null
  readonly figure: string
  readonly database: string | null
  readonly warehouse: string | null
}

/**
 * Compares a table with its database to the unit, by day: rows, sums of money, and a sum over the ids.
 * @param options.below only rows of transactions below it are compared
 */
export async function compareTable(
  warehouse: Warehouse,
  options: { source: Source; table: FactTable; below: string },
): Promise<{ readonly rows: bigint; readonly differences: readonly Difference[] }> {
  const { source, table, below } = options
  const [expected, changed] = await source.snapshot(async () => [
    await source.rows<Record<string, string | null>>(databaseSums(table, below)),
    table.isVersioned
      ? await source.rows<{ id: string }>(`SELECT id::text FROM ${table.relation} WHERE xact_id >= ${below}`)
      : [],
  ])
  const ids = changed.map(({ id }) => id)
  const rows = expected.reduce((sum, { rows: more }) => sum + BigInt(more ?? '0'), 0n)
  return { rows, differences: differencesOf(expected, await warehouseSums(warehouse, table, ids)) }
}

/** The figures of one day of a table: count and sums as texts, exact however large they are. */
type Sums = Readonly<Record<string, string | null>>

/** The first 60 bits of an id, as a number: their sum tells whether two sets of rows are the same. */
const KEY_DIGITS = 15

function databaseSums(table: FactTable, below: string): string {
  const fromOf = (name: string) => table.columns.find(column => column.name === name)?.from ?? name
  const day = table.partitionedBy === null ? 'NULL::text' : `(${fromOf(table.partitionedBy)})::date::text`
  const sums = table.sums.map(name => `coalesce(sum((${fromOf(name)})::bigint), 0)::text AS ${quoted(name)}`)
  const key = `sum(('x' || substr(replace((${fromOf(table.key)})::text, '-', ''), 1, ${KEY_DIGITS}))::bit(60)::bigint)::text AS ids`
  return `SELECT ${[`${day} AS day`, 'count(*)::text AS rows', key, ...sums].join(', ')}
    FROM ${table.from} WHERE r.xact_id IS NULL OR r.xact_id < ${below} GROUP BY 1`
}

async function warehouseSums(
  warehouse: Warehouse,
  table: FactTable,
  changed: readonly string[],
): Promise<readonly Sums[]> {
  const { directory, engine, scratch } = warehouse
  const files = warehouse.manifest().tables[table.name]?.files ?? []
  if (files.length === 0) return []
  const stored = storedRows(directory, files)
  let rows = `SELECT * FROM ${stored}`
  if (table.isVersioned) {
    const file = path.join(scratch, 'changed.csv')
    await writeFile(file, changed.map(id => `${id}\n`).join(''))
    rows = `SELECT * FROM ${stored} WHERE ${quoted(table.key)} NOT IN (SELECT id FROM read_csv(${literal(file)}, header = false,
        auto_detect = false, columns = {'id': 'UUID'}))
      QUALIFY row_number() OVER (PARTITION BY ${quoted(table.key)} ORDER BY xact_id DESC) = 1`
  }
  const day = table.partitionedBy === null ? 'NULL' : `CAST(CAST(${quoted(table.partitionedBy)} AS DATE) AS VARCHAR)`
  const sums = table.sums.map(name => `coalesce(sum(CAST(${quoted(name)} AS HUGEINT)), 0) AS ${quoted(name)}`)
  const key = `sum(CAST(CAST('0x' || substr(replace(CAST(${quoted(table.key)} AS VARCHAR), '-', ''), 1, ${KEY_DIGITS}) AS BIGINT) AS HUGEINT)) AS ids`
  return await engine.rows(
    `SELECT ${[`${day} AS day`, 'count(*) AS rows', key, ...sums].join(', ')} FROM (${rows}) GROUP BY 1`,
  )
}

function differencesOf(database: readonly Sums[], warehouse: readonly Sums[]): readonly Difference[] {
  const byDay = (sums: readonly Sums[]) => new Map(sums.map(each => [each['day'] ?? null, each]))
  const [expected, found] = [byDay(database), byDay(warehouse)]
  const days = [...new Set([...expected.keys(), ...found.keys()])].toSorted((a, b) => (a ?? '').localeCompare(b ?? ''))
  return days.flatMap(day => {
    const [left, right] = [expected.get(day) ?? {}, found.get(day) ?? {}]
    const figures = Object.keys({ ...left, ...right }).filter(name => name !== 'day')
    return figures
      .map(figure => ({ day, figure, database: left[figure] ?? null, warehouse: right[figure] ?? null }))
      .filter(each => each.database !== each.warehouse)
  })
}
