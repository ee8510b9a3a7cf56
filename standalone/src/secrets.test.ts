import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '@waystone/gacha/config'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepSecrets, seedEncryptionKeys } from './secrets.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-secrets-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const keysOf = (setting: string) =>
  readConfig({ DATABASE_URL: 'postgres://a@b/c', SEED_ENCRYPTION_KEYS: setting }).SEED_ENCRYPTION_KEYS

test('secrets are made once, for the owner alone', async () => {
  const made = await keepSecrets(directory)
  expect(await keepSecrets(directory)).toEqual(made)
  expect(new Set(Object.values(made)).size).toBe(4)
  expect(statSync(path.join(directory, 'secrets.json')).mode & 0o777).toBe(0o600)
})

test('a data directory from before seeds were encrypted gets a key, and keeps its other secrets', async () => {
  const old = { betterAuth: 'b'.repeat(43), internal: 'i'.repeat(43) }
  const file = path.join(directory, 'secrets.json')
  writeFileSync(file, JSON.stringify(old))
  const secrets = await keepSecrets(directory)
  expect(secrets).toMatchObject(old)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(secrets)
  expect(await keepSecrets(directory)).toEqual(secrets)
})

test('the key of the data directory encrypts seeds, behind keys that the environment names', async () => {
  const secrets = await keepSecrets(directory)
  const own = seedEncryptionKeys(secrets, '')
  expect(keysOf(own).map(({ id }) => id)).toEqual(['data'])
  expect(keysOf(seedEncryptionKeys(secrets, `k1:${'k'.repeat(43)}`)).map(({ id }) => id)).toEqual(['k1', 'data'])
  // After a move to another machine: the key of the data directory, given by the environment.
  expect(seedEncryptionKeys(secrets, `k1:${'k'.repeat(43)},${own}`)).toBe(`k1:${'k'.repeat(43)},${own}`)
})
