import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processIdentity } from '../process/index.js'
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './index.js'

const databases = [{ name: 'users', role: 'users_role', password: 'p/w: with ‘all’ of it?' }]

let directory: string
let servers: EmbeddedPostgres[]
let owners: ChildProcessByStdio<null, Readable, null>[]

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-embedded-'))
  servers = []
  owners = []
})

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL')
  for (const server of servers) await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ directory, databases, isDurable: false, ...options })
  servers.push(server)
  return server
}

/** A process of its own that starts a server on `directory` and keeps it. */
async function startOwner(): Promise<{ owner: ChildProcessByStdio<null, Readable, null>; serverPid: number }> {
  const module = new URL('index.ts', import.meta.url).href
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)})
    await startEmbeddedPostgres(${JSON.stringify({ directory, databases, isDurable: false })})
    process.stdout.write('started\\n')
    setInterval(() => {}, 1000)`
  const args = ['--conditions=waystone-source', '--import', 'tsx', '--input-type=module', '--eval', script]
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  owners.push(owner)
  await once(createInterface(owner.stdout), 'line')
  return { owner, serverPid: serverPid() }
}

const pidFile = () => path.join(directory, 'data', 'postmaster.pid')
const serverPid = () => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10)

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

test('what was written is there after a stop and another start, which makes nothing anew', async () => {
  const first = await start()
  await query(first.url('users'), 'CREATE TABLE note (text text); INSERT INTO note VALUES (current_user)')
  await first.stop()
  expect(existsSync(pidFile())).toBe(false)

  const lines: string[] = []
  const second = await start({ log: line => lines.push(line) })
  expect(await query(second.url('users'), 'SELECT text FROM note')).toEqual([{ text: 'users_role' }])
  expect(lines.join('\n')).not.toContain('making a new database cluster')
})

test('it sorts by code point in UTF-8 and knows the time in UTC, whatever the machine says', async () => {
  const server = await start()
  const [settings] = await query(
    server.url('users'),
    `SELECT current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone, 'Z' < 'a' AS "byCodePoint"`,
  )
  expect(settings).toEqual({ encoding: 'UTF8', zone: 'UTC', byCodePoint: true })
})

test('a chosen port is kept; the server listens on it on this machine only', async () => {
  const free = await start()
  const { port } = free
  await free.stop()
  const server = await start({ port })
  expect(server.port).toBe(port)
  expect(await query(server.superuserUrl(), 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
})

test('a port that is taken is said, with the server’s own words', async () => {
  const { port } = await start()
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'waystone-embedded-'))
  try {
    await expect(start({ directory: elsewhere, port })).rejects.toThrow(/could not bind|could not create/)
  } finally {
    rmSync(elsewhere, { recursive: true, force: true })
  }
})

test('two on one directory: the second is refused and the first goes on', async () => {
  const server = await start()
  await expect(start()).rejects.toThrow(`process ${process.pid} runs Postgres on it`)
  expect(await query(server.url('users'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a directory that another living process uses is refused, and free again once that one is killed', async () => {
  const { owner } = await startOwner()
  await expect(start()).rejects.toThrow(`process ${owner.pid} runs Postgres on it`)
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  const server = await start()
  expect(await query(server.url('users'), 'SELECT current_user AS who')).toEqual([{ who: 'users_role' }])
})

test('the server ends when its owner is killed', async () => {
  const { owner, serverPid: pid } = await startOwner()
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  await expect.poll(() => processIdentity(pid), { timeout: 10_000, interval: 20 }).toBeNull()
})

test('an owner that exits by itself takes the server along, without having stopped it', async () => {
  const { owner, serverPid: pid } = await startOwner()
  owner.kill('SIGTERM')
  await once(owner, 'exit')
  await expect.poll(() => processIdentity(pid), { timeout: 10_000, interval: 20 }).toBeNull()
})

test('a server that is killed leaves what was committed, says so, and can be started again', async () => {
  // Making a cluster durably takes long; running on one does not.
  const making = await start()
  await making.stop()
  let reason: string | undefined
  const onUnexpectedEnd = (why: string) => {
    reason = why
  }
  const first = await start({ isDurable: true, onUnexpectedEnd })
  await query(first.url('users'), 'CREATE TABLE note AS SELECT $$kept$$ AS text')
  process.kill(serverPid(), 'SIGKILL')
  await expect.poll(() => reason, { timeout: 10_000, interval: 10 }).toContain('SIGKILL')
  const second = await start({ isDurable: true })
  expect(await query(second.url('users'), 'SELECT text FROM note')).toEqual([{ text: 'kept' }])
})

test('a pid file that names some other living process does not keep the server from starting', async () => {
  const first = await start()
  await first.stop()
  writeFileSync(pidFile(), `${process.pid}\n${path.join(directory, 'data')}\n0\n0\n\n\n\nready\n`)
  const second = await start()
  expect(await query(second.url('users'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a cluster whose making was cut off is made anew', async () => {
  const first = await start()
  await first.stop()
  rmSync(path.join(directory, 'data'), { recursive: true })
  mkdirSync(path.join(directory, 'data.unfinished'))
  writeFileSync(path.join(directory, 'data.unfinished', 'PG_VERSION'), '18\n')
  const second = await start()
  expect(await query(second.url('users'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a data directory of another version of Postgres is left alone, and named', async () => {
  const first = await start()
  await first.stop()
  writeFileSync(path.join(directory, 'data', 'PG_VERSION'), '12\n')
  await expect(start()).rejects.toThrow(/Expected a data directory of Postgres 18, got one of 12/)
})

test('the superuser’s password is for the owner of the directory only', async () => {
  const server = await start()
  const { mode } = statSync(path.join(server.directory, 'superuser-password'))
  expect(mode & 0o077).toBe(0)
  expect(statSync(server.directory).mode & 0o077).toBe(0)
})

test('it stops while clients are connected, and soon', async () => {
  const server = await start()
  const client = new Client({ connectionString: server.url('users') })
  const cut = new Promise<void>(resolve => client.on('error', () => resolve()))
  await client.connect()
  const stopped = await Promise.race([server.stop().then(() => 'stopped'), delay(5000, 'still there', { ref: false })])
  await cut
  expect(stopped).toBe('stopped')
})

test('a cluster inside a temporary directory stays inside, so that removing that directory removes it', async () => {
  const inner = path.join(directory, 'closed', 'postgres')
  mkdirSync(path.dirname(inner), { mode: 0o700 })
  const server = await start({ directory: inner })
  expect(server.directory).toBe(inner)
})
