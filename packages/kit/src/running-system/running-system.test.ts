import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { announceSystem, settingsOfSystem } from './index.js'

const required = ['USERS_DATABASE_URL', 'GACHA_DATABASE_URL']
const settings = {
  USERS_DATABASE_URL: 'postgres://users',
  GACHA_DATABASE_URL: 'postgres://gacha',
  REDIS_URL: 'redis://r',
}
let directory: string
let file: string

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-system-'))
  file = path.join(directory, 'databases.json')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const look = (env: Readonly<Record<string, string>> = {}) =>
  settingsOfSystem({ env, required, directory, below: ['distributed'] })

test('a command finds the system that runs on the data directory, and not what has stopped', async () => {
  const system = await announceSystem({ directory, settings })
  expect(await look({ LOG_LEVEL: 'warn' })).toEqual({ LOG_LEVEL: 'warn', ...settings })
  await system.withdraw()
  expect(readdirSync(directory)).toEqual([])
  await expect(look()).rejects.toThrow('nothing runs on')
})

test('only the owner may read what holds passwords', async () => {
  writeFileSync(file, '{}', { mode: 0o644 })
  await announceSystem({ directory, settings })
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a system that was killed is not taken for one that runs', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(file, JSON.stringify({ pid, identity: `${pid} 1`, settings }))
  await expect(look()).rejects.toThrow('USERS_DATABASE_URL: is not set, and nothing runs on')
})

test('a process that was given the pid of a killed system is not taken for the system', async () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, identity: `${process.pid} 1`, settings }))
  await expect(look()).rejects.toThrow('nothing runs on')
})

test('what the running system has no name for is said', async () => {
  await announceSystem({ directory, settings: { USERS_DATABASE_URL: 'postgres://users' } })
  await expect(look()).rejects.toThrow(`GACHA_DATABASE_URL: the system on ${directory} has none`)
})

test('the environment comes first, and half of it is refused rather than mixed with another system', async () => {
  await announceSystem({ directory, settings })
  const own = { USERS_DATABASE_URL: 'postgres://a', GACHA_DATABASE_URL: 'postgres://b' }
  expect(await look(own)).toEqual(own)
  await expect(look({ USERS_DATABASE_URL: 'postgres://a' })).rejects.toThrow(
    'GACHA_DATABASE_URL: the environment names',
  )
})

test('the distributed set-up is found below, and two systems at once are told apart by the caller', async () => {
  const below = await announceSystem({ directory: path.join(directory, 'distributed'), settings })
  expect(await look()).toEqual(settings)
  await announceSystem({ directory, settings: { ...settings, REDIS_URL: 'redis://other' } })
  await expect(look()).rejects.toThrow('several systems run')
  await below.withdraw()
  expect((await look())['REDIS_URL']).toBe('redis://other')
})

test('a system takes back no announcement but its own', async () => {
  const system = await announceSystem({ directory, settings })
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(String(process.pid), '1'))
  await system.withdraw()
  expect(existsSync(file)).toBe(true)
})
