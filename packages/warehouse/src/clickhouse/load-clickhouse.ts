import path from 'node:path'
import { StartError } from '@waystone/kit/errors'
import { quoted } from '../engine.js'
import { readManifest, type Manifest } from '../manifest.js'
import { readableManifest } from '../query.js'
import { lockDirectory } from '../warehouse.js'
import { filesOfTable, planLoad, type LoadedFile, type LoadStep } from './plan-load.js'
import { prepareDatabase } from './prepare-database.js'
import {
  createLastRun,
  createTable,
  createViews,
  insertFile,
  loadedRows,
  loadedTables,
  loadingName,
  type LoadedTable,
} from './schema.js'
import { openClickHouse, type ClickHouse } from './server.js'

export interface LoadOptions {
  readonly directory: string
  /** `http://user:password@host:8123/database` */
  readonly url: string
  readonly spendLimitCents: number
}

export interface LoadResult {
  /** Files that were sent. */
  readonly files: number
  readonly rows: number
}

const LOCK = 'clickhouse.lock'
/** A run that ends meanwhile removes files: then what has changed is looked at again. A first load may see many. */
const ATTEMPTS_MAX = 100
/** ClickHouse refuses to drop more than 50 GB unless a statement says otherwise. */
const ANY_SIZE = 'SETTINGS max_table_size_to_drop = 0, max_partition_size_to_drop = 0'

/**
 * Brings a database of ClickHouse to what the warehouse has: tables, rows, and the questions as views. The rows
 * that are there say what is to be done, so a load that was killed, or whose answer was lost, is repeated safely.
 * @throws StartError when the server refuses, the database holds something else, or another load is under way
 */
export async function loadClickHouse(
  options: LoadOptions,
  onRows: (table: string, rows: number) => void = () => {},
): Promise<LoadResult> {
  const { directory, spendLimitCents, url } = options
  const first = await finishedManifest(directory)
  const unlock = await lockDirectory(directory, {
    lock: LOCK,
    refusal: `Another command loads ClickHouse from ${directory}: the next one loads what is new`,
  })
  const server = openClickHouse(url)
  try {
    await prepareDatabase(server, first.key)
    for (const view of createViews({ spendLimitCents }, first.key)) await server.run(view)
    const sent = { files: 0, rows: 0 }
    await loadNewest({ directory, server, sent, onRows })
    return sent
  } finally {
    await server.close()
    unlock()
  }
}

/** The statements that make the tables and the views, for a database that has none of them. */
export async function clickHouseSchema(options: Omit<LoadOptions, 'url'>): Promise<readonly string[]> {
  const { key } = await readableManifest(options.directory)
  return [...loadedTables.map(table => createTable(table, table.name, key)), ...createViews(options, key)]
}

interface Load {
  readonly directory: string
  readonly server: ClickHouse
  /** Counted as steps are done. */
  readonly sent: { files: number; rows: number }
  readonly onRows: (table: string, rows: number) => void
}

async function loadNewest(load: Load): Promise<void> {
  const { directory, server } = load
  for (let attempt = 1; ; attempt++) {
    const manifest = await finishedManifest(directory)
    try {
      for (const table of loadedTables) await loadTable(load, manifest, table)
      return await server.run(createLastRun(manifest.ranAt, manifest.key))
    } catch (error) {
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const isChanged = JSON.stringify(await readManifest(directory)) !== JSON.stringify(manifest)
      if (!isGone || !isChanged || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

/** @throws StartError before the first run has ended */
async function finishedManifest(directory: string): Promise<Manifest & { ranAt: string }> {
  const manifest = await readableManifest(directory)
  const { ranAt } = manifest
  if (ranAt === null) throw new StartError(`The first run into ${directory} has not ended: npm run warehouse -- run`)
  return { ...manifest, ranAt }
}

async function loadTable(load: Load, manifest: Manifest, table: LoadedTable): Promise<void> {
  const { server } = load
  const files = filesOfTable(manifest, table.name)
  const steps = planLoad(files, await rowsThere(server, table))
  if (steps.length === 0) return
  const loading = quoted(loadingName(table))
  await server.run(`DROP TABLE IF EXISTS ${loading} SYNC ${ANY_SIZE}`)
  await server.run(createTable(table, loadingName(table), manifest.key))
  const before = load.sent.rows
  for (const step of steps) {
    await applyStep(load, table, step)
    load.onRows(table.name, load.sent.rows - before)
  }
  await server.run(`DROP TABLE ${loading} SYNC ${ANY_SIZE}`)
  const [left] = planLoad(files, await rowsThere(server, table))
  if (left !== undefined)
    throw new StartError(
      `${table.name} of ClickHouse differs from the warehouse in partition ${left.partition} after it was loaded: something else writes to it`,
    )
}

async function rowsThere(server: ClickHouse, table: LoadedTable): Promise<readonly LoadedFile[]> {
  const rows = await server.rows(loadedRows(table))
  return rows.map(([file = '', partition = '', count = '0']) => ({ file, partition, rows: Number(count) }))
}

/** A partition changes by one statement, from rows that are complete: readers see it before or after. */
async function applyStep({ directory, sent, server }: Load, table: LoadedTable, step: LoadStep): Promise<void> {
  const partition = `PARTITION ID '${step.partition}'`
  const target = `ALTER TABLE ${quoted(table.name)}`
  if (step.kind === 'drop') return await server.run(`${target} DROP ${partition} ${ANY_SIZE}`)
  const loading = quoted(loadingName(table))
  for (const file of step.files) await server.insert(insertFile(table, file.path), path.join(directory, file.path))
  const rows = step.files.reduce((sum, file) => sum + file.rows, 0)
  const [found] = await server.rows(`SELECT count() FROM ${loading} WHERE _partition_id = '${step.partition}'`)
  if (Number(found?.[0]) !== rows)
    throw new StartError(`Expected ${rows} rows of ${table.name} in partition ${step.partition}, got ${found?.[0]}`)
  const verb = step.kind === 'append' ? 'ATTACH' : 'REPLACE'
  await server.run(`${target} ${verb} ${partition} FROM ${loading} ${ANY_SIZE}`)
  await server.run(`TRUNCATE TABLE ${loading} ${ANY_SIZE}`)
  sent.files += step.files.length
  sent.rows += rows
}
