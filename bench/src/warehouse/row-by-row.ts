import { DuckDBInstance, DuckDBTimestampValue, DuckDBUUIDValue, type DuckDBConnection } from '@duckdb/node-api'
import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'

// The way that comes to mind first: COPY as CSV through Node, split into rows and values, which go into a
// table of DuckDB row by row, by its appender or by a prepared INSERT. A process of its own, whose arguments
// are the URL, the file, how many rows it copies, and the way.
const [, , url, file, limit, way] = process.argv
const MICROS_PER_MS = 1_000n

const client = new Client({ connectionString: url })
await client.connect()
const instance = await DuckDBInstance.create(file ?? ':memory:', { memory_limit: '220MB', threads: '2' })
const connection = await instance.connect()
await connection.run(`create table ledger_entry (entry_id uuid, transfer_id uuid, account_id uuid, sequence bigint,
  amount bigint, balance_after bigint, created_at timestamp)`)
const { add, end } = way === 'appender' ? await appendRows(connection) : await insertRows(connection)
const stream = client.query(
  copyTo(`copy (select id, transfer_id, account_id, sequence, amount, balance_after, created_at at time zone 'UTC'
    from ledger_entry limit ${Number(limit)}) to stdout (format csv)`),
)
const started = performance.now()
let rest = ''
let rows = 0
for await (const chunk of stream as AsyncIterable<Buffer>) {
  const lines = (rest + chunk.toString()).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    await add(line.split(','))
    rows += 1
  }
}
await end()
process.stdout.write(JSON.stringify({ rows, ms: performance.now() - started }))
await client.end()
connection.closeSync()

interface Rows {
  add(values: readonly string[]): Promise<void> | void
  end(): Promise<void>
}

async function appendRows(to: DuckDBConnection): Promise<Rows> {
  const appender = await to.createAppender('ledger_entry')
  return {
    add: ([entry = '', transfer = '', account = '', sequence = '', amount = '', balance = '', at = '']) => {
      for (const id of [entry, transfer, account]) appender.appendUUID(uuidOf(id))
      for (const number of [sequence, amount, balance]) appender.appendBigInt(BigInt(number))
      const ms = Date.parse(`${at.replace(' ', 'T')}Z`)
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(ms) * MICROS_PER_MS))
      appender.endRow()
    },
    end: () => Promise.resolve(appender.closeSync()),
  }
}

function uuidOf(text: string): DuckDBUUIDValue {
  return DuckDBUUIDValue.fromUint128(BigInt(`0x${text.replaceAll('-', '')}`))
}

async function insertRows(to: DuckDBConnection): Promise<Rows> {
  await to.run('begin')
  const insert = await to.prepare('insert into ledger_entry values (?, ?, ?, ?, ?, ?, ?)')
  return {
    add: async values => {
      for (const [index, value] of values.entries()) insert.bindVarchar(index + 1, value)
      await insert.run()
    },
    end: async () => void (await to.run('commit')),
  }
}
