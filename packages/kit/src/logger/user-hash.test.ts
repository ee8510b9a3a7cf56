import { expect, test } from 'vitest'
import { createLogger, hashUser } from './index.js'

const KEY = 'a key of this test that is long enough'
const USER = '6a0c1f0e-1f0b-4c39-9d58-6f6a3f1f8f7f'

function lineOf(fields: object, userKey?: string): Record<string, unknown> {
  let written = ''
  const destination = { write: (line: string) => void (written += line) }
  createLogger({ name: 'test', level: 'info', userKey, destination }).info(fields, 'something happened')
  expect(written).not.toContain(USER)
  return JSON.parse(written) as Record<string, unknown>
}

test('a line names a user by a hash, the same in all processes that have the key', () => {
  expect(lineOf({ userId: USER, requestId: 'r' }, KEY)).toMatchObject({ userHash: hashUser(USER, KEY), requestId: 'r' })
  expect(hashUser(USER, KEY)).toMatch(/^[\w-]{16}$/)
  expect(hashUser(USER, `${KEY}!`)).not.toBe(hashUser(USER, KEY))
})

test('a line names nobody without a key, and where there is no user', () => {
  for (const line of [lineOf({ userId: USER }), lineOf({ userId: null }, KEY)]) {
    expect(line).not.toHaveProperty('userHash')
    expect(line).not.toHaveProperty('userId')
  }
})
