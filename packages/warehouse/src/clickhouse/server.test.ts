import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { createTestDirectory } from '@waystone/kit/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openClickHouse, type ClickHouse } from './server.js'

interface Request {
  readonly login: string | undefined
  readonly parameters: URLSearchParams
  readonly body: string
}

let server: Server
let clickHouse: ClickHouse
let requests: Request[]
let answer: { readonly status: number; readonly text: string }

beforeEach(async () => {
  requests = []
  answer = { status: 200, text: '' }
  server = createServer((incoming, response) => {
    void requestOf(incoming).then(request => {
      requests.push(request)
      response.writeHead(answer.status).end(answer.text)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  clickHouse = openClickHouse(`http://loader:p%40ss@127.0.0.1:${port}/ware%20house`)
})
afterEach(async () => {
  await clickHouse.close()
  await new Promise(resolve => server.close(resolve))
})

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const login = Buffer.from(incoming.headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()
  return { login, parameters: new URL(incoming.url ?? '', 'http://localhost').searchParams, body: await text(incoming) }
}

test('a statement is the body, for the database and the user of the URL, and its rows are split', async () => {
  answer = { status: 200, text: 'event/a.parquet\tall\t7\nevent/b.parquet\tall\t8\n' }
  expect(await clickHouse.rows('SELECT 1')).toEqual([
    ['event/a.parquet', 'all', '7'],
    ['event/b.parquet', 'all', '8'],
  ])
  expect(requests).toMatchObject([{ login: 'loader:p@ss', body: 'SELECT 1' }])
  expect(requests[0]?.parameters.get('database')).toBe('ware house')
  // The answer is that of the end of the statement.
  expect(requests[0]?.parameters.get('wait_end_of_query')).toBe('1')
})

test('the rows of an insert are the file as it is', async () => {
  const file = path.join(createTestDirectory('clickhouse'), 'rows.parquet')
  writeFileSync(file, 'PAR1 rows')
  await clickHouse.insert('INSERT INTO event FORMAT Parquet', file)
  expect(requests).toMatchObject([{ body: 'PAR1 rows' }])
  expect(requests[0]?.parameters.get('query')).toBe('INSERT INTO event FORMAT Parquet')
})

test('a file that is gone is told as such, and nothing is sent', async () => {
  await expect(clickHouse.insert('INSERT', '/nowhere/rows.parquet')).rejects.toMatchObject({ code: 'ENOENT' })
  expect(requests).toEqual([])
})

test('what the server refuses is shown with the statement, and never with the password', async () => {
  answer = { status: 404, text: 'Code: 60. DB::Exception: Unknown table' }
  const refused = await clickHouse.run('SELECT * FROM nothing').catch((error: unknown) => error)
  expect(String(refused)).toMatch(/refused a statement: Code: 60[^]*SELECT \* FROM nothing/)
  expect(String(refused)).not.toContain('p@ss')
})

test('a server that does not answer is named', async () => {
  await expect(openClickHouse('http://127.0.0.1:1/warehouse').run('SELECT 1')).rejects.toThrow(
    'CLICKHOUSE_URL: 127.0.0.1:1 cannot be reached',
  )
})
