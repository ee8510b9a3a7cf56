import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { literal } from './engine.js'
import { exchangeFiles } from './exchange-files.js'
import type { DataFile } from './manifest.js'
import type { Source } from './source.js'
import type { FactTable } from './table.js'
import { factTables } from './tables.js'
import type { Warehouse } from './warehouse.js'
import { eraseRows, storedRows, writeFiles } from './write-files.js'

/** Erasures become visible out of order, within the time that the transaction of one takes. */
const OVERLAP = `interval '1 hour'`

/**
 * Makes the tables `erased`, with the pseudonyms of all erased accounts, and `newly_erased`, with those that
 * files may still hold. Rows that are read from now on have none of them.
 * @returns the time of the database, from which the next run goes on
 */
export async function readErasures(warehouse: Warehouse, users: Source): Promise<string> {
  const [clock] = await users.rows<{ now: string }>(
    `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`,
  )
  if (clock === undefined) throw new Error('The database has no time')
  const since = warehouse.manifest().erasedUntil
  const isNew = since === null ? 'true' : `erased_at > timestamptz ${literal(since)} - ${OVERLAP}`
  const query = `SELECT user_id, ${isNew} FROM account_deletion WHERE erased_at IS NOT NULL`
  const chunks: Buffer[] = []
  for await (const chunk of users.csv(query)) chunks.push(chunk)
  const file = path.join(warehouse.scratch, 'erased.csv')
  await writeFile(file, Buffer.concat(chunks))
  const { engine } = warehouse
  await engine.run(`CREATE OR REPLACE TEMP TABLE erasure AS SELECT pseudonym(user_id) AS id, is_new
    FROM read_csv(${literal(file)}, header = false, auto_detect = false, columns = {'user_id': 'UUID', 'is_new': 'BOOLEAN'})`)
  await engine.run('CREATE OR REPLACE TEMP TABLE erased AS SELECT id FROM erasure')
  await engine.run('CREATE OR REPLACE TEMP TABLE newly_erased AS SELECT id FROM erasure WHERE is_new')
  return clock.now
}

/**
 * Erases the pseudonyms of accounts that were deleted since the last run: each file that holds one is written
 * anew without it, and the old one is removed. Amounts and counts stay, so sums still agree with the
 * databases; the rows lead to no person, and not to each other. A killed run is repeated from the start,
 * which finds nothing to do in files that are done.
 * @returns how many files were written anew
 */
export async function erasePlayers(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.engine.rows('SELECT count(*) AS players FROM newly_erased')
  if (row?.['players'] === '0') return 0
  let written = 0
  for (const table of factTables.filter(({ columns }) => columns.some(({ names }) => names === 'user')))
    for (const file of await filesOfErased(warehouse, table)) {
      await rewrite(warehouse, table, file)
      written += 1
    }
  return written
}

async function filesOfErased(warehouse: Warehouse, table: FactTable): Promise<readonly DataFile[]> {
  const { directory, engine } = warehouse
  const files = warehouse.manifest().tables[table.name]?.files ?? []
  if (files.length === 0) return []
  const found = await engine.rows(
    `SELECT DISTINCT filename FROM ${storedRows(directory, files, ', filename = true')} WHERE player_id IN (SELECT id FROM newly_erased)`,
  )
  const names = new Set(found.map(({ filename }) => path.relative(directory, filename ?? '')))
  return files.filter(file => names.has(file.path))
}

async function rewrite(warehouse: Warehouse, table: FactTable, old: DataFile): Promise<void> {
  const rows = eraseRows(table.columns, { from: storedRows(warehouse.directory, [old]), erased: 'newly_erased' })
  const files = await writeFiles(warehouse, { table: table.name, rows, partitionedBy: table.partitionedBy })
  await exchangeFiles(warehouse, table, { old: [old], files })
}
