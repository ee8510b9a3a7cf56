import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { connectClient, createPool, type Pool } from '@waystone/kit/postgres'
import { createTestDirectory, startReplicatedPostgres, type ReplicatedPostgres } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { loadTable } from '../src/load-table.js'
import { openSource } from '../src/source.js'
import { factTable } from '../src/tables.js'
import { openWarehouse } from '../src/warehouse.js'

const directory = createTestDirectory('warehouse')
let postgres: ReplicatedPostgres
let primary: Pool

beforeAll(async () => {
  postgres = await startReplicatedPostgres([{ name: 'quests', role: 'quests', password: 'quests' }])
  primary = createPool({ connectionString: postgres.url('quests'), max: 2 })
  // The columns that the warehouse reads of the table of quests.
  await primary.query(`CREATE TABLE game_event (id uuid, type text, user_id uuid, sequence int, data jsonb, occurred_at timestamptz,
    caused_by uuid, xact_id bigint DEFAULT pg_current_xact_id()::text::bigint)`)
}, 120_000)
afterAll(async () => {
  await primary.end()
  await postgres.close()
  rmSync(directory, { recursive: true, force: true })
})

test('a replica is read below the oldest transaction that it has not seen the end of', async () => {
  const insert = `INSERT INTO game_event VALUES ('${randomUUID()}', 'user.signed_in', NULL, 1, '{}', now())`
  const slow = await connectClient({ connectionString: postgres.url('quests') })
  await slow.query('BEGIN')
  await slow.query(insert)
  await primary.query(insert)
  const source = await openSource('quests', postgres.readUrl('quests'))
  const replayed = () => source.rows<{ rows: string }>('SELECT count(*)::text AS rows FROM game_event')
  await vi.waitFor(async () => expect(await replayed()).toEqual([{ rows: '1' }]), { timeout: 20_000 })

  const warehouse = await openWarehouse({ directory: path.join(directory, 'files'), key: 'a key of the test' })
  await warehouse.engine.run('CREATE TEMP TABLE erased (id UUID)')
  let read = 0
  const load = () => loadTable(warehouse, { source, table: factTable('event'), onRows: rows => (read += rows) })
  await load()
  expect(read).toBe(0)
  await slow.query('COMMIT')
  await slow.end()
  await vi.waitFor(
    async () => {
      await load()
      expect(read).toBe(2)
    },
    { timeout: 20_000 },
  )
  await load()
  expect(read).toBe(2)
  await warehouse.close()
  await source.close()
})
