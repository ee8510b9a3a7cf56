import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clickHouseSchema } from '../src/clickhouse/load-clickhouse.js'
import { viewNameOf } from '../src/clickhouse/schema.js'
import { duckdb } from '../src/dialects/duckdb.js'
import { exchangeFiles } from '../src/exchange-files.js'
import { backfillDays, forgetAll, loadClickHouse, questions, runWarehouse } from '../src/index.js'
import { readManifest, type DataFile, type Manifest } from '../src/manifest.js'
import { pseudonymOf } from '../src/pseudonyms.js'
import { withViews } from '../src/query.js'
import { factTable, factTables, snapshotTables } from '../src/tables.js'
import { filesOf, openWarehouse } from '../src/warehouse.js'
import { storedRows, writeFiles } from '../src/write-files.js'
import { buy, createStage, record, settle, untilQuiet, type Stage } from './stage.js'
import { startChdb, type Chdb } from './start-chdb.js'
import { tellStory } from './story.js'

let stage: Stage
let chdb: Chdb

// Some of the tests send hundreds of statements.
vi.setConfig({ testTimeout: 300_000 })

beforeAll(async () => {
  stage = await createStage({ players: 12 })
  chdb = await startChdb()
}, 600_000)
afterAll(async () => {
  vi.resetConfig()
  await chdb.close()
  await stage.close()
})

const player = (index: number) => stage.players[index] ?? ''
const settings = { spendLimitCents: 5_000 }
const load = () => loadClickHouse({ directory: stage.options.directory, url: chdb.url, ...settings })
async function run() {
  await untilQuiet(stage.users)
  return await runWarehouse(stage.options)
}
async function manifest(): Promise<Manifest> {
  const found = await readManifest(stage.options.directory)
  if (found === null) throw new Error('There is no manifest')
  return found
}

interface TypedTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly string[]
}

const readable = 'output_format_json_quote_64bit_integers = 1, output_format_json_quote_decimals = 1'
const typesOfDuckDb: Readonly<Record<string, string>> = {
  Int64: 'BIGINT',
  Int32: 'INTEGER',
  String: 'VARCHAR',
  Bool: 'BOOLEAN',
  Date: 'DATE',
  "DateTime64(6, 'UTC')": 'TIMESTAMP',
}

/** As JSON has it. */
type Value = string | number | boolean | null
const textOf = (values: readonly Value[]) =>
  JSON.stringify(values.map(value => (value === null ? null : String(value))))

async function askClickHouse(select: string): Promise<TypedTable> {
  const text = await chdb.query(
    `${select} SETTINGS ${readable}, output_format_decimal_trailing_zeros = 1 FORMAT JSONCompactEachRowWithNamesAndTypes`,
  )
  const lines = text.split('\n').filter(line => line !== '')
  const [names = [], types = []] = lines.slice(0, 2).map(line => JSON.parse(line) as string[])
  const rows = lines.slice(2).map(line => JSON.parse(line) as Value[])
  const bare = (type: string) => type.replace(/^LowCardinality\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1')
  const typeOf = (type: string) =>
    typesOfDuckDb[bare(type)] ?? bare(type).replace('Decimal(', 'DECIMAL(').replace(', ', ',')
  return {
    columns: names.map((name, index) => ({ name, type: typeOf(types[index] ?? '') })),
    rows: rows.map(row => textOf(row)),
  }
}

async function askDuckDb(selects: readonly string[]): Promise<readonly TypedTable[]> {
  return await withViews({ directory: stage.options.directory, manifest: await manifest() }, async engine => {
    const answers: TypedTable[] = []
    for (const select of selects) {
      const described = await engine.rows(`DESCRIBE ${select}`)
      const { rows } = await engine.table(select)
      answers.push({
        columns: described.map(row => ({ name: row['column_name'] ?? '', type: row['column_type'] ?? '' })),
        rows: rows.map(row => textOf(row)),
      })
    }
    return answers
  })
}

/** Compares every question, and every row of every table. @returns how many rows each question is answered with */
async function expectSame(): Promise<Readonly<Record<string, number>>> {
  const expected = await askDuckDb(questions.map(({ sql }) => sql(duckdb, settings)))
  const counts: Record<string, number> = {}
  for (const [index, { name }] of questions.entries()) {
    const answer = await askClickHouse(`SELECT * FROM ${viewNameOf(name)}`)
    expect({ name, ...answer }).toEqual({ name, ...expected[index] })
    counts[name] = answer.rows.length
  }
  const selects = [...factTables, ...snapshotTables].map(
    ({ columns, name }) => `SELECT ${columns.map(column => `"${column.name}"`).join(', ')} FROM ${name}`,
  )
  const tables = await askDuckDb(selects)
  for (const [index, select] of selects.entries()) {
    const answer = await askClickHouse(select)
    // DuckDB leaves out zeros at the end of a second.
    const rows = answer.rows.map(row => row.replaceAll(/(:\d\d(?:\.\d*?[1-9])?)\.?0+"/g, '$1"')).toSorted()
    const { columns = [], rows: expectedRows = [] } = tables[index] ?? {}
    expect({ select, columns: answer.columns, rows }).toEqual({ select, columns, rows: expectedRows.toSorted() })
  }
  return counts
}

test('every question has the same answer, in the same types, from ClickHouse as from DuckDB', async () => {
  await tellStory(stage)
  await run()
  expect((await load()).files).toBe(filesOf(await manifest()).length)
  const counts = await expectSame()
  expect(Object.keys(counts)).toHaveLength(12)
  for (const [name, rows] of Object.entries(counts))
    expect({ name, isEmpty: rows === 0 }).toEqual({ name, isEmpty: false })
  expect(await chdb.query('SELECT ran_at FROM last_run')).toContain((await manifest()).ranAt?.slice(11, 23))
})

test('a load that has nothing to do sends nothing, and late rows are appended to their day', async () => {
  expect(await load()).toEqual({ files: 0, rows: 0 })
  await record(stage, { player: player(1), type: 'user.signed_in', at: '2026-10-07T10:00:00Z' })
  await settle(stage, await buy(stage, { player: player(1), cents: 1_999, at: '2026-10-08T12:00:00Z' }), 'COMPLETED')
  await run()
  const parts = await chdb.query(`SELECT name FROM system.parts WHERE table = 'event' AND active ORDER BY name`)
  // One event; three versions of one purchase are one row, since they were read at once.
  expect(await load()).toEqual({ files: 2, rows: 2 })
  await expectSame()
  const now = await chdb.query(`SELECT name FROM system.parts WHERE table = 'event' AND active ORDER BY name`)
  for (const part of parts.trim().split('\n')) expect(now).toContain(part)
})

test('a backfill and small files that were put together change no answer, and no row counts twice', async () => {
  const days = { from: '2026-10-07', to: '2026-10-08' }
  await backfillDays({ ...stage.options, days, tables: factTables.map(({ name }) => name) })
  await load()
  await expectSame()
  const before = await askClickHouse('SELECT count() AS rows FROM event')
  await splitEvents('2026-10-07')
  await load()
  await expectSame()
  expect((await run()).compactedFiles).toBeGreaterThan(16)
  expect((await load()).files).toBe(1)
  expect(await askClickHouse('SELECT count() AS rows FROM event')).toEqual(before)
  await expectSame()
})

test('an erased player is in no row of ClickHouse', async () => {
  const leaver = player(4)
  const holding = async () => {
    const found: string[] = []
    for (const table of ['account', 'event', 'pulled_item', 'purchase_version'])
      if ((await chdb.query(`SELECT * FROM ${table}`)).includes(pseudonymOf(stage.options.key, leaver)))
        found.push(table)
    return found
  }
  expect(await holding()).toEqual(['account', 'event', 'pulled_item', 'purchase_version'])
  await stage.users.query(
    'INSERT INTO account_deletion (user_id, requested_at, due_at, erased_at) VALUES ($1, now(), now(), now())',
    [leaver],
  )
  expect((await run()).erasedFiles).toBeGreaterThan(3)
  await load()
  expect(await holding()).toEqual([])
  await expectSame()
})

test('rows that were lost, doubled or left by a killed load are mended by the next one', async () => {
  await chdb.query("ALTER TABLE ledger_entry DROP PARTITION ID '20261120'")
  await chdb.query('INSERT INTO event SELECT * FROM event LIMIT 1')
  // As if it had been killed before a partition was complete.
  await chdb.query('CREATE TABLE event_loading AS event')
  await chdb.query('INSERT INTO event_loading SELECT * FROM event')
  await chdb.query(`INSERT INTO item (item_id, file) VALUES ('${randomUUID()}', 'item/old.parquet')`)
  await load()
  await expectSame()
  expect(await chdb.query(`SELECT name FROM system.tables WHERE name LIKE '%loading'`)).toBe('')
})

test('rows that were read anew from the start replace all that were there', async () => {
  await forgetAll(stage.options)
  await expect(load()).resolves.toMatchObject({ files: 0 })
  expect(await chdb.query('SELECT count() FROM event')).toBe('0\n')
  await run()
  await load()
  await expectSame()
})

test('what is not of this warehouse is left alone', async () => {
  const { directory } = stage.options
  const other = chdb.url.replace('warehouse', 'others')
  await chdb.query('CREATE DATABASE others')
  const url = { url: other, directory, ...settings }
  await chdb.query('CREATE TABLE others.pity (own Int64) ENGINE = Memory')
  await expect(loadClickHouse(url)).rejects.toThrow('has a table pity that is not of the warehouse')
  await chdb.query('DROP TABLE others.pity')
  await chdb.query(`CREATE VIEW others.churn AS SELECT 1 COMMENT 'Waystone warehouse, key 0123456789abcdef'`)
  await expect(loadClickHouse(url)).rejects.toThrow('another WAREHOUSE_KEY (churn)')
  await expect(loadClickHouse({ ...url, url: other.replace('others', 'nothing') })).rejects.toThrow(
    'refused a statement',
  )
  await expect(loadClickHouse({ ...url, url: 'http://127.0.0.1:1/warehouse' })).rejects.toThrow(
    'CLICKHOUSE_URL: 127.0.0.1:1 cannot be reached',
  )
})

test('a table of another definition is made anew, and the statements are printed as they are sent', async () => {
  await chdb.query(
    `ALTER TABLE quest MODIFY COMMENT 'Waystone warehouse, key ${(await manifest()).key}, columns of before'`,
  )
  expect((await load()).files).toBe(1)
  await expectSame()
  const statements = await clickHouseSchema({ directory: stage.options.directory, ...settings })
  expect(statements.filter(statement => statement.startsWith('CREATE TABLE'))).toHaveLength(11)
  expect(statements.filter(statement => statement.startsWith('CREATE OR REPLACE VIEW'))).toHaveLength(15)
})

/** Makes twenty files of the events of a day, as twenty runs would have. */
async function splitEvents(day: string): Promise<void> {
  const table = factTable('event')
  const warehouse = await openWarehouse(stage.options)
  const old = (warehouse.manifest().tables['event']?.files ?? []).filter(file => file.day === day)
  const rows = storedRows(stage.options.directory, old)
  const files: DataFile[] = []
  for (let part = 0; part < 20; part++) {
    const some = `SELECT * FROM ${rows} ORDER BY event_id ${part === 19 ? 'OFFSET 19' : `LIMIT 1 OFFSET ${part}`}`
    files.push(...(await writeFiles(warehouse, { table: 'event', rows: some, partitionedBy: table.partitionedBy })))
  }
  await exchangeFiles(warehouse, table, { old, files })
  await warehouse.close()
}
