import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { createLifecycle, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { migrate } from '@waystone/kit/migrate'
import { Pool } from 'pg'
import { root } from '../processes.js'
import { step } from '../progress.js'

const SETTINGS = { shared_buffers: '256MB', max_wal_size: '8GB', checkpoint_timeout: '30min' }
const SUBGRAPHS = ['users', 'quests', 'gacha'] as const
/** The rows are spread over so many days. */
const DAYS = 30
const STEP_ROWS = 1_000_000

export interface LedgerServers {
  readonly urls: Readonly<Record<(typeof SUBGRAPHS)[number], string>>
  /** Where the warehouse is to be. */
  readonly directory: string
  readonly lifecycle: Lifecycle
}

/** The databases of a warehouse, with a ledger of so many entries in the order of time. */
export async function startLedgerServers(rows: number): Promise<LedgerServers> {
  const lifecycle = createLifecycle(createLogger({ name: 'bench', level: 'warn' }))
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-warehouse-'))
  lifecycle.onClose('directory', () => Promise.resolve(rmSync(directory, { recursive: true, force: true })))
  const postgres = await step('PostgreSQL runs', () =>
    startEmbeddedPostgres({ directory: path.join(directory, 'postgres'), settings: SETTINGS, isDurable: false }),
  )
  lifecycle.onClose('postgres', async () => {
    await postgres.stop()
    rmSync(postgres.directory, { recursive: true, force: true })
  })
  const admin = new Pool({ connectionString: postgres.superuserUrl(), max: 1 })
  for (const name of SUBGRAPHS) await admin.query(`create database ${name}`)
  await admin.end()
  const url = (name: string) => postgres.superuserUrl(name)
  for (const name of SUBGRAPHS) await migrate({ url: url(name), directory: path.join(root, 'prisma', name) })
  await step(`a ledger of ${rows.toLocaleString('en')} entries`, () => fillLedger(url('users'), rows))
  return { urls: { users: url('users'), quests: url('quests'), gacha: url('gacha') }, directory, lifecycle }
}

/** Without checks of foreign keys: the rows are sound by how they are made, and there are many. */
async function fillLedger(url: string, rows: number): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 })
  await pool.query(`set session_replication_role = replica`)
  const { rows: accounts } = await pool.query<{ id: string }>(
    `select id from ledger_account where kind = 'GRANTS' and currency = 'GOLD' limit 1`,
  )
  for (let from = 1; from <= rows; from += STEP_ROWS)
    await pool.query(
      `insert into ledger_entry (id, transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
       select gen_random_uuid(), gen_random_uuid(), $1, n, 1 + n % 1000, n * 500, timestamptz '2026-10-01' + n * $2::float8 * interval '1 second', 0
       from generate_series($3::bigint, $4::bigint) n`,
      [accounts[0]?.id, (DAYS * 86_400) / rows, from, Math.min(from + STEP_ROWS - 1, rows)],
    )
  await pool.query('vacuum analyze ledger_entry')
  await pool.end()
}
