import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '@waystone/kit/migrate'
import { createPool, type Pool } from '@waystone/kit/postgres'
import { startReplicatedPostgres, withGold, type ReplicatedPostgres } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  checkWarehouse,
  rewindWarehouse,
  runWarehouse,
  type RewoundTable,
  type WarehouseOptions,
} from '../src/index.js'
import { readManifest } from '../src/manifest.js'
import { openWarehouse } from '../src/warehouse.js'
import { storedRows } from '../src/write-files.js'
import { buy, createStage, record, settle, untilQuiet, type Stage } from './stage.js'

const PRISMA = fileURLToPath(new URL('../../../prisma', import.meta.url))
const names = ['users', 'quests', 'gacha'] as const
const databases = names.map(name => ({ name, role: name, password: name }))

let postgres: ReplicatedPostgres
let stage: Stage
/** The databases as they are after the restore. */
let restored: Pick<Stage, 'users' | 'quests'>
let after: WarehouseOptions
const pools: Pool[] = []

beforeAll(async () => {
  postgres = await startReplicatedPostgres(databases)
  for (const name of names) await migrate({ url: postgres.url(name), directory: path.join(PRISMA, name) })
  const urls = { users: postgres.url('users'), quests: postgres.url('quests'), gacha: postgres.url('gacha') }
  const open = (url: string) => ({ url, close: async () => undefined })
  stage = await createStage({
    players: 3,
    databases: { users: open(urls.users), quests: open(urls.quests), gacha: open(urls.gacha) },
  })
  after = {
    ...stage.options,
    urls: { users: postgres.readUrl('users'), quests: postgres.readUrl('quests'), gacha: postgres.readUrl('gacha') },
  }
  const pool = (name: 'users' | 'quests') => {
    const opened = createPool({ connectionString: postgres.readUrl(name), max: 2 })
    pools.push(opened)
    return opened
  }
  restored = { users: pool('users'), quests: pool('quests') }
}, 120_000)
afterAll(async () => {
  await Promise.all(pools.map(pool => pool.end()))
  await stage.close()
  await postgres.close()
})

const player = (index: number) => stage.players[index] ?? ''
const signIn = async (on: Pick<Stage, 'quests'>, at: string) =>
  await record(on, { player: player(0), type: 'user.signed_in', at })

async function check() {
  const differing: string[] = []
  const { standings, differences } = await checkWarehouse(after, ({ table, differences: each }) => {
    if (each.length > 0) differing.push(table)
  })
  return { phases: names.map(name => standings[name].phase), differences, differing }
}

async function statuses(): Promise<readonly (string | null)[]> {
  const warehouse = await openWarehouse(after)
  const files = warehouse.manifest().tables['purchase_version']?.files ?? []
  const rows = await warehouse.engine.rows(
    `SELECT status FROM ${storedRows(after.directory, files)} QUALIFY row_number() OVER (PARTITION BY purchase_id ORDER BY xact_id DESC) = 1`,
  )
  await warehouse.close()
  return rows.map(({ status }) => status ?? null)
}

const nextOf = async (table: string): Promise<bigint> => {
  const position = (await readManifest(after.directory))?.tables[table]?.position
  return position?.phase === 'following' ? BigInt(position.next) : 0n
}

// The replica, cut off and made a primary, is the cluster as a restore to that moment leaves it: the same
// identity, ids of transactions that come again, and the next timeline.
test('a database that was put back is told from one that has lost nothing, and rewind is exact', async () => {
  await signIn(stage, '2026-11-20T10:00:00Z')
  const purchase = await buy(stage, { player: player(1), cents: 999, at: '2026-11-20T12:00:00Z' })
  await untilQuiet(stage.users)
  await runWarehouse(stage.options)
  const seen = await stage.users.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn')
  await vi.waitFor(
    async () => {
      const { rows } = await restored.users.query<{ there: boolean }>(
        'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS there',
        [seen.rows[0]?.lsn],
      )
      expect(rows[0]?.there).toBe(true)
    },
    { timeout: 20_000 },
  )
  await postgres.cutReplica()

  // Lost: a day of events, gold of two players, and the end of the purchase.
  await signIn(stage, '2026-11-21T10:00:00Z')
  await withGold(stage.users, { count: 2, gold: 50, at: new Date('2026-11-21T10:00:00Z') })
  await settle(stage, purchase, 'COMPLETED')
  await untilQuiet(stage.users)
  await runWarehouse(stage.options)
  expect(await statuses()).toEqual(['COMPLETED'])
  const ahead = await nextOf('event')

  // A replica of before knows no other timeline: it is behind.
  expect(await check()).toMatchObject({ phases: ['behind', 'behind', 'level'] })
  await expect(runWarehouse(after)).rejects.toThrow('is behind the warehouse')

  await postgres.promoteReplica()
  // New rows take the ids of the lost transactions, until the database has passed the position.
  await vi.waitFor(async () => await signIn(restored, '2026-11-22T10:00:00Z'), { timeout: 20_000 })
  const lost = await check()
  expect(lost.phases).toEqual(['other-timeline', 'other-timeline', 'other-timeline'])
  expect(lost.differing).toEqual(
    expect.arrayContaining(['account', 'event', 'ledger_entry', 'ledger_transfer', 'purchase_version']),
  )
  for (;;) {
    await signIn(restored, '2026-11-22T11:00:00Z')
    const { rows } = await restored.quests.query<{ at: string }>('SELECT pg_current_xact_id()::text AS at')
    if (BigInt(rows[0]?.at ?? '0') > ahead) break
  }
  await expect(runWarehouse(after)).rejects.toThrow('timeline 1, now 2')

  const killed = rewindWarehouse(after, ({ table }) => {
    if (table === 'ledger_transfer') throw new Error('killed')
  })
  await expect(killed).rejects.toThrow('killed')
  // The tables before it are done.
  const rewound: RewoundTable[] = []
  await untilQuiet(restored.users)
  await rewindWarehouse(after, each => rewound.push(each))
  expect(rewound).toEqual([
    { table: 'ledger_entry', days: ['2026-11-21'] },
    { table: 'purchase_version', days: null },
    { table: 'event', days: ['2026-11-21', '2026-11-22'] },
  ])
  await untilQuiet(restored.users)
  await runWarehouse(after)
  expect(await check()).toEqual({ phases: ['level', 'level', 'level'], differences: 0, differing: [] })
  expect(await statuses()).toEqual(['PENDING'])
  const again: RewoundTable[] = []
  await rewindWarehouse(after, each => again.push(each))
  expect(again).toEqual([])
}, 120_000)

test('a failover that has lost nothing is followed without a word', async () => {
  const warehouse = await openWarehouse(after)
  await warehouse.commit(before => ({ ...before, timelines: { users: 1, quests: 1, gacha: 1 } }))
  await warehouse.close()
  expect(await check()).toMatchObject({ phases: Array(3).fill('other-timeline'), differences: 0 })
  await signIn(restored, '2026-11-23T10:00:00Z')
  await runWarehouse(after)
  expect((await readManifest(after.directory))?.timelines).toEqual({ users: 2, quests: 2, gacha: 2 })
  expect(await check()).toEqual({ phases: ['level', 'level', 'level'], differences: 0, differing: [] })
}, 120_000)
