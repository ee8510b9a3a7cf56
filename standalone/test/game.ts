import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTestDatabase, setTimeZone } from '@waystone/kit/testing'
import { vi } from 'vitest'
import { subgraphNames, type SubgraphName } from '../src/databases.js'
import { startStandalone } from '../src/standalone.js'

export interface Answer<Data> {
  readonly status: number
  readonly data?: Data | null
  readonly errors?: readonly { message: string; extensions: { code: string } }[]
}

/** A whole Waystone in this process, on four test databases. */
export interface Game {
  readonly url: string
  /** Where commands find it. */
  readonly dataDirectory: string
  databaseUrl(name: SubgraphName): string
  send<Data>(source: string, options?: AskOptions): Promise<Answer<Data>>
  /** The data of an operation that must answer without errors. */
  ask<Data>(source: string, options?: AskOptions): Promise<Data>
  close(): Promise<void>
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, unknown>>
}

/** @param options.timeZone of databases and roles, as an operator may have set them. */
export async function startGame(
  options: { env?: Readonly<Record<string, string>>; timeZone?: string; webDirectory?: string } = {},
): Promise<Game> {
  const databases = await Promise.all(subgraphNames.map(migrations => createTestDatabase({ migrations })))
  const { timeZone } = options
  if (timeZone !== undefined) await Promise.all(databases.map(database => setTimeZone(database, timeZone)))
  const urls = subgraphNames.map((name, index) => [`${name.toUpperCase()}_DATABASE_URL`, databases[index]?.url ?? ''])
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'waystone-game-'))
  const deleteAll = async () => {
    rmSync(dataDirectory, { recursive: true, force: true })
    await Promise.all(databases.map(database => database.close()))
  }
  const waystone = await startStandalone({
    port: 0,
    dataDirectory,
    env: { LOG_LEVEL: 'warn', ...Object.fromEntries(urls), ...options.env },
    progress: { step: (_, work) => work(), say: () => {} },
    ...(options.webDirectory !== undefined && { webDirectory: options.webDirectory }),
  }).catch(async (error: unknown) => {
    await deleteAll()
    throw error
  })
  const send = async <Data>(query: string, { headers, variables }: AskOptions = {}): Promise<Answer<Data>> => {
    const response = await fetch(`${waystone.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    })
    return { status: response.status, ...((await response.json()) as object) }
  }
  return {
    url: waystone.url,
    dataDirectory,
    databaseUrl: name => databases[subgraphNames.indexOf(name)]?.url ?? '',
    send,
    ask: async <Data>(query: string, asked?: AskOptions) => {
      const { data, errors } = await send<Data>(query, asked)
      if (errors !== undefined || data === null || data === undefined) throw new Error(JSON.stringify(errors))
      return data
    },
    close: async () => {
      await waystone.close()
      await deleteAll()
    },
  }
}

/** A game whose world is open. */
export async function startWorldGame(): Promise<Game> {
  const game = await startGame()
  const isOpen = async () =>
    (await game.ask<{ worldStatus: { tick: number } }>('{ worldStatus { tick } }')).worldStatus.tick > 0
  await vi.waitUntil(isOpen, { timeout: 30_000, interval: 100 })
  return game
}
