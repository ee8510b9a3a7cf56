import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { announceSystem } from '@waystone/kit/running-system'
import { createTestDirectory } from '@waystone/kit/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { deleteData, openDataDirectory } from '../src/data-directory.js'
import { postgresDirectory } from '../src/data-entries.js'
import { keepSecrets } from '../src/secrets.js'

let made: string
let directory: string
let servers: EmbeddedPostgres[]

beforeAll(async () => {
  made = createTestDirectory('made')
  openDataDirectory(made)
  await keepSecrets(made)
  mkdirSync(path.join(made, 'redis'))
  const postgres = await startEmbeddedPostgres({ directory: postgresDirectory(made), isDurable: false })
  await postgres.stop()
  // Some thousand files that each test would copy.
  rmSync(path.join(made, 'postgres', 'data', 'base'), { recursive: true })
})
afterAll(() => rmSync(made, { recursive: true, force: true }))

beforeEach(() => {
  directory = createTestDirectory('data')
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

const inside = (...names: string[]) => path.join(directory, ...names)
const write = (...names: string[]) => {
  mkdirSync(path.dirname(inside(...names)), { recursive: true })
  writeFileSync(inside(...names), 'precious')
}

/** As a start leaves it. */
const aDataDirectory = (place = directory) => cpSync(made, place, { recursive: true })

test('all that a start has made is deleted, and the directory itself stays for the next', async () => {
  aDataDirectory()
  await deleteData(directory)
  expect(readdirSync(directory)).toEqual([])
  openDataDirectory(directory)
  await deleteData(directory)
  expect(readdirSync(directory)).toEqual([])
})

test('nothing is deleted where the start that follows would be refused', () => {
  aDataDirectory()
  const files = readdirSync(directory)
  // The standalone takes all databases of the environment, or none. The distributed set-up makes those that
  // are missing.
  const env = { ...process.env, USERS_DATABASE_URL: 'postgres://a@127.0.0.1/users' }
  const beginAnew = (...options: string[]) =>
    spawnSync(
      process.execPath,
      [
        '--conditions=waystone-source',
        '--import',
        'tsx',
        'standalone/src/begin-anew.ts',
        '--data',
        directory,
        ...options,
      ],
      { env, encoding: 'utf8' },
    )
  const refused = beginAnew()
  expect(refused.stderr).toMatch(/GACHA_DATABASE_URL/)
  expect(refused.status).toBe(1)
  expect(readdirSync(directory)).toEqual(files)
  expect(beginAnew('--distributed')).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/Not deleted: .*USERS_DATABASE_URL/),
  })
  expect(readdirSync(directory)).toEqual([])
})

test('nothing is deleted in a directory that is not ours, and its content is named', async () => {
  write('thesis.tex')
  write('postgres', 'PG_VERSION')
  write('secrets.json')
  await expect(deleteData(directory)).rejects.toThrow(/no data directory of Waystone .* holds .*thesis\.tex/)
  expect(readdirSync(directory)).toEqual(['postgres', 'secrets.json', 'thesis.tex'])
  expect(readFileSync(inside('secrets.json'), 'utf8')).toBe('precious')
})

test('a start refuses a directory that is not ours, before it puts anything there', () => {
  write('thesis.tex')
  expect(() => openDataDirectory(directory)).toThrow(/holds thesis\.tex; name a directory of its own/)
  expect(readdirSync(directory)).toEqual(['thesis.tex'])
  expect(() => openDataDirectory(inside('thesis.tex'))).toThrow(/thesis\.tex cannot be read as a directory/)
})

test.each([
  ['beside our data', ['notes.txt'], 'notes.txt'],
  ['in a folder beside our data', ['photos', 'one.jpg'], 'photos'],
  ['among the files of Redis', ['redis', 'export.csv'], 'redis/export.csv'],
  ['beside the database cluster', ['postgres', 'backup.dump'], 'postgres/backup.dump'],
  ['within the database cluster', ['postgres', 'data', 'backup.dump'], 'postgres/data/backup.dump'],
])('nothing is deleted while something of the user lies %s', async (_, names, named) => {
  aDataDirectory()
  write(...names)
  await expect(deleteData(directory)).rejects.toThrow(`${named}; nothing was deleted`)
  expect(readFileSync(inside(...names), 'utf8')).toBe('precious')
  expect(existsSync(inside('postgres', 'data', 'PG_VERSION'))).toBe(true)
  expect(existsSync(inside('secrets.json'))).toBe(true)
})

test('a link in place of one of our directories is named, and what it points to stays', async () => {
  aDataDirectory()
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'waystone-elsewhere-'))
  try {
    writeFileSync(path.join(elsewhere, 'dump.rdb'), 'precious')
    rmSync(inside('redis'), { recursive: true })
    symlinkSync(elsewhere, inside('redis'))
    await expect(deleteData(directory)).rejects.toThrow('redis (a symbolic link); nothing was deleted')
    expect(readdirSync(elsewhere)).toEqual(['dump.rdb'])
  } finally {
    rmSync(elsewhere, { recursive: true })
  }
})

test('a data directory that is named through a link is emptied, and the link stays', async () => {
  aDataDirectory(inside('real'))
  symlinkSync('real', inside('link'))
  await deleteData(inside('link'))
  expect(readdirSync(directory)).toEqual(['link', 'real'])
  expect(readdirSync(inside('real'))).toEqual([])
})

test('the data of the distributed set-up outlives a deletion beside it, and its own is its own', async () => {
  aDataDirectory()
  aDataDirectory(inside('distributed'))
  await deleteData(directory)
  expect(readdirSync(directory)).toEqual(['distributed'])
  expect(existsSync(inside('distributed', 'postgres', 'data', 'PG_VERSION'))).toBe(true)
  openDataDirectory(directory)
  await deleteData(inside('distributed'))
  expect(readdirSync(inside('distributed'))).toEqual([])
})

test('a directory of a version before the mark is known by its secrets', async () => {
  aDataDirectory()
  rmSync(inside('waystone.json'))
  openDataDirectory(directory)
  rmSync(inside('waystone.json'))
  await deleteData(directory)
  expect(readdirSync(directory)).toEqual([])
})

test('nothing is deleted while a system runs on it', async () => {
  aDataDirectory()
  const system = await announceSystem({ directory, settings: {} })
  await expect(deleteData(directory)).rejects.toThrow(
    `process ${process.pid} runs on ${directory}; nothing was deleted`,
  )
  await system.withdraw()

  rmSync(postgresDirectory(directory), { recursive: true })
  servers.push(await startEmbeddedPostgres({ directory: postgresDirectory(directory), isDurable: false }))
  await expect(deleteData(directory)).rejects.toThrow(`process ${process.pid} runs Postgres on it`)
  expect(existsSync(inside('postgres', 'data', 'PG_VERSION'))).toBe(true)
})
