import { open } from 'node:fs/promises'
import { StartError } from '@waystone/kit/errors'
import { Client, errors, type Dispatcher } from 'undici'

/** A database of a ClickHouse server, by the HTTP interface. */
export interface ClickHouse {
  run(sql: string): Promise<void>
  /** Rows of values that are neither null nor have a tab or a newline in them. */
  rows(sql: string): Promise<readonly (readonly string[])[]>
  /** Runs an INSERT whose rows are in a file, which is sent as it is read. */
  insert(sql: string, file: string): Promise<void>
  close(): Promise<void>
}

/** Of an answer, and of a statement, in the message of an error. */
const SHOWN_CHARACTERS = 1_000

/** @param url `http://user:password@host:8123/database`, or https; user, password and database percent-encoded */
export function openClickHouse(url: string): ClickHouse {
  const { host, origin, pathname, password, username } = new URL(url)
  // A statement may take long; a server that goes away breaks the connection.
  const client = new Client(origin, { headersTimeout: 0, bodyTimeout: 0 })
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const headers = username === '' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
  const database = decodeURIComponent(pathname.slice(1))

  async function send(sql: string, parameters: Record<string, string>, body: Dispatcher.RequestOptions['body']) {
    // The status is that of the end: without, an error may come after a status of 200.
    const query = new URLSearchParams({ database, wait_end_of_query: '1', ...parameters }).toString()
    const answer = await client
      .request({ method: 'POST', path: `/?${query}`, headers, body: body ?? null })
      .catch((error: unknown) => {
        throw explained(error, host)
      })
    const text = await answer.body.text()
    if (answer.statusCode === 200) return text
    throw new StartError(
      `ClickHouse on ${host} refused a statement: ${text.slice(0, SHOWN_CHARACTERS).trim()}\n${sql.slice(0, SHOWN_CHARACTERS)}`,
    )
  }

  return {
    run: async sql => void (await send(sql, {}, sql)),
    rows: async sql => {
      const lines = (await send(sql, {}, sql)).split('\n')
      return lines.filter(line => line !== '').map(line => line.split('\t'))
    },
    insert: async (sql, file) => {
      // Once it is open, it can be read to its end, though a run may remove it meanwhile.
      const handle = await open(file)
      await send(sql, { query: sql }, handle.createReadStream())
    },
    close: () => client.close(),
  }
}

/** Errors of the network are the operator's to remove; any other is thrown as it is. */
function explained(error: unknown, host: string): unknown {
  const isOfNetwork = error instanceof errors.UndiciError || (error as NodeJS.ErrnoException).syscall !== undefined
  if (!(error instanceof Error) || !isOfNetwork) return error
  const { code } = error as NodeJS.ErrnoException
  return new StartError(`CLICKHOUSE_URL: ${host} cannot be reached: ${error.message === '' ? code : error.message}`)
}
