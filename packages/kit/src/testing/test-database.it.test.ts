import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './test-database.js'

async function query(database: TestDatabase, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

test('each gets a database of its own with the migrations applied, also when many ask at once', async () => {
  const databases = await Promise.all(
    Array.from({ length: 4 }, async () => await createTestDatabase({ migrations: 'characters' })),
  )
  expect(new Set(databases.map(database => database.url)).size).toBe(4)
  for (const database of databases) {
    expect(await query(database, 'SELECT count(*)::int AS rows FROM outbox')).toEqual([{ rows: 0 }])
  }
  await Promise.all(databases.map(async database => await database.close()))
})

test('an empty one is empty, and its user may make tables but is no superuser', async () => {
  const database = await createTestDatabase({ migrations: null })
  await query(database, 'CREATE TABLE mine (id int)')
  expect(await query(database, `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`)).toEqual([
    { name: 'mine' },
  ])
  expect(await query(database, `SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user`)).toEqual([
    { super: false },
  ])
  await database.close()
})

test('closing it drops it, though somebody is still connected', async () => {
  const database = await createTestDatabase({ migrations: null })
  const client = new Client({ connectionString: database.url })
  client.on('error', () => {})
  await client.connect()
  await database.close()
  await expect(query(database, 'SELECT 1')).rejects.toThrow('does not exist')
})
