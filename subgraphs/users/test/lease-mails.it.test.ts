import { randomUUID } from 'node:crypto'
import { createPool } from '@waystone/kit/postgres'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import type { Pool } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertMail, leaseMails } from '../src/repositories/mail.js'

const now = new Date('2026-07-01T12:00:00Z')
const later = new Date('2026-07-02T12:00:00Z')

let database: TestDatabase
let pool: Pool

beforeEach(async () => {
  database = await createTestDatabase({ migrations: 'users' })
  pool = createPool({ connectionString: database.url })
})
afterEach(async () => {
  await pool.end()
  await database.close()
})

const queueMails = async (count: number, at: Date) => {
  for (let made = 0; made < count; made++) {
    const mail = { id: randomUUID(), kind: 'VERIFY_EMAIL', address: `a${made}@example.test`, userId: null } as const
    await insertMail(pool, { ...mail, provider: null, at })
  }
}

test('a process takes up no more mails than it asked for, also where the statistics are of a quiet time', async () => {
  await queueMails(1, later)
  await pool.query('ANALYZE mail')
  await queueMails(20, now)
  expect(await leaseMails(pool, { now, until: later, limit: 3 })).toHaveLength(3)
})
