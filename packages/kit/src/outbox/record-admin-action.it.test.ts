import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPool, withTransaction, type Pool } from '../postgres/index.js'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js'
import { recordAdminAction } from './record-admin-action.js'

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase({ migrations: 'quests' })
  pool = createPool({ connectionString: database.url, max: 12 })
  // A database that is dropped at the end cuts idle connections.
  pool.on('error', () => undefined)
  await pool.query('create table shared_state (id int primary key, changes int not null default 0)')
  await pool.query('insert into shared_state select generate_series(1, 6)')
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

/** Changes one of six rows, and records it, in the order in which services do that. */
const act = (actor: string, row: number, pause: Promise<unknown> | null = null) =>
  withTransaction(pool, async tx => {
    await tx.query({ text: 'update shared_state set changes = changes + 1 where id = $1', values: [row] })
    const action = {
      id: randomUUID(),
      at: new Date(),
      actor,
      action: 'ROW_CHANGED',
      userId: null,
      reason: '',
      data: {},
    }
    await recordAdminAction(tx, action, ({ actionId, userId, ...data }) => ({
      id: randomUUID(),
      type: 'quests.admin_acted',
      version: 1,
      aggregateId: userId,
      occurredAt: action.at.toISOString(),
      data: { ...data, actionId },
    }))
    await pause
  })

interface Told {
  readonly id: string
  readonly actionId: string
}
const toldOf = async (actor: string): Promise<readonly Told[]> =>
  (
    await pool.query<Told>(
      `select id, data->>'actionId' as "actionId" from outbox where aggregate_id = $1 order by id`,
      [actor],
    )
  ).rows
const locks = async (): Promise<readonly boolean[]> =>
  (
    await pool.query<{ granted: boolean }>(
      `select granted from pg_locks where locktype = 'advisory'
         and database = (select oid from pg_database where datname = current_database()) order by granted desc`,
    )
  ).rows.map(({ granted }) => granted)

it('makes an action wait for one of the same administrator that is not committed yet, and for no other', async () => {
  const [actor, colleague] = [randomUUID(), randomUUID()]
  let commit = () => {}
  const pause = new Promise<void>(resolve => (commit = resolve))
  const first = act(actor, 1, pause)
  await expect.poll(locks).toEqual([true])
  const second = act(actor, 2)
  await expect.poll(locks).toEqual([true, false])
  await act(colleague, 3)
  expect([await toldOf(actor), await toldOf(colleague)].map(({ length }) => length)).toEqual([0, 1])
  commit()
  await Promise.all([first, second])
  expect(await toldOf(actor)).toHaveLength(2)
})

it('keeps log and outbox of administrators who act at once in one order, without a deadlock', async () => {
  const actors = Array.from({ length: 4 }, () => randomUUID())
  const count = 30
  let isDone = false
  const lateOnes = watchLateOnes(actors, () => isDone)
  await Promise.all(
    Array.from({ length: actors.length * count }, (_, index) =>
      act(actors[index % actors.length] ?? '', (Math.floor(index / actors.length) % 6) + 1),
    ),
  )
  isDone = true
  expect(await lateOnes).toEqual([])
  for (const actor of actors) {
    const { rows } = await pool.query<{ id: string }>(
      'select id from admin_action where actor = $1 order by position',
      [actor],
    )
    expect(rows).toHaveLength(count)
    expect((await toldOf(actor)).map(({ actionId }) => actionId)).toEqual(rows.map(({ id }) => id))
  }
  const { rows } = await pool.query('select deadlocks::int from pg_stat_database where datname = current_database()')
  expect(rows).toEqual([{ deadlocks: 0 }])
})

/** The rows that became visible after a later one of their administrator, as a relay would see them. */
async function watchLateOnes(actors: readonly string[], isDone: () => boolean): Promise<readonly string[]> {
  const last = new Map<string, bigint>()
  const seen = new Set<string>()
  const late: string[] = []
  for (let isLast = false; !isLast; ) {
    isLast = isDone()
    for (const actor of actors) {
      const newest = last.get(actor) ?? 0n
      for (const { id } of await toldOf(actor)) {
        if (seen.has(id)) continue
        seen.add(id)
        if (BigInt(id) < newest) late.push(id)
        if (BigInt(id) > (last.get(actor) ?? 0n)) last.set(actor, BigInt(id))
      }
    }
  }
  return late
}
