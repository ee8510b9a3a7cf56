/**
 * The HTTP interface of a ClickHouse server, as far as the warehouse speaks it, over ClickHouse as a library. It
 * prints its port. A body of rows becomes a file: the library reads no rows from a connection.
 */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { Session } from 'chdb'

const directory = await mkdtemp(path.join(tmpdir(), 'waystone-chdb-'))
const session = new Session(path.join(directory, 'database'))

const server = createServer((request, response) => void answer(request, response))

async function answer(request, response) {
  try {
    const { searchParams } = new URL(request.url, 'http://localhost')
    const database = searchParams.get('database')
    const statement = searchParams.get('query')
    const sql = statement === null ? await text(request) : await withFile(statement, request)
    session.query(`USE "${database}"`)
    response.end(session.query(sql, 'TabSeparated'))
  } catch (error) {
    response.writeHead(500).end(error.message)
  }
}

/** The statement with the file of the rows in the place of `input`. */
async function withFile(statement, rows) {
  const file = path.join(directory, `${randomUUID()}.parquet`)
  await pipeline(rows, createWriteStream(file))
  return statement.replace('input(', `file('${file}', 'Parquet', `).replace(/ FORMAT Parquet$/, '')
}

process.once('SIGTERM', () => {
  server.close()
  session.close()
  void rm(directory, { recursive: true, force: true }).then(() => process.exit(0))
})
session.query('CREATE DATABASE warehouse')
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
