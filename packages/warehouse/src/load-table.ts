import { StartError } from '@waystone/kit/errors'
import { copyRows, sourceQuery } from './copy-rows.js'
import type { DataFile, Manifest, Position } from './manifest.js'
import type { Source } from './source.js'
import type { FactTable } from './table.js'
import type { Warehouse } from './warehouse.js'

/** Blocks of 8 kB that a first load reads between two commits: about a million ledger entries. */
const BLOCKS_A_STEP = 16_384
/** Transactions whose rows are read between two commits. */
const TRANSACTIONS_A_STEP = 500_000n
/** Transactions without a row of the table that are looked through again. */
const QUIET_TRANSACTIONS = 50_000n

export interface LoadOptions {
  readonly source: Source
  readonly table: FactTable
  /** How many more rows are in files, committed or about to be. */
  readonly onRows: (rows: number) => void
}

/**
 * Reads all rows of a table that are not in the warehouse yet. Each step commits its files with the position
 * behind them, so a killed run goes on where its last step ended, and no row is read twice or left out.
 *
 * Transactions commit in another order than they begin, so a row's number says nothing about when it becomes
 * visible. The position is therefore a transaction id, and a run reads only below the horizon: the oldest
 * transaction that still runs. A row that its transaction commits late is above the position until then.
 */
export async function loadTable(warehouse: Warehouse, options: LoadOptions): Promise<void> {
  const position = positionOf(warehouse.manifest(), options.table.name)
  if (position.phase === 'following') return await follow(warehouse, options, BigInt(position.next))
  const horizon = await firstLoad(warehouse, options, position)
  // Rows that were written while a long first load went on.
  await follow(warehouse, options, horizon)
}

export const positionOf = ({ tables }: Manifest, table: string): Position => tables[table]?.position ?? { phase: 'new' }

async function follow(warehouse: Warehouse, options: LoadOptions, next: bigint): Promise<void> {
  const { source, table } = options
  const horizon = await source.horizon()
  if (horizon < next) throw behindWarehouse(source)
  for (let from = next; from < horizon; ) {
    const to = from + TRANSACTIONS_A_STEP < horizon ? from + TRANSACTIONS_A_STEP : horizon
    const query = sourceQuery(table, `r.xact_id >= ${from} AND r.xact_id < ${to}`)
    const files = await copyRows(warehouse, { ...options, query })
    // A quiet table's position moves now and then: a commit waits for the disk.
    if (files.length > 0 || to - next >= QUIET_TRANSACTIONS)
      await commitFiles(warehouse, table, files, { phase: 'following', next: String(to) })
    from = to
  }
}

/** Reads rows of transactions below a horizon, which it returns; rows from before the column have no id. */
async function firstLoad(
  warehouse: Warehouse,
  options: LoadOptions,
  position: Exclude<Position, { phase: 'following' }>,
): Promise<bigint> {
  const { source, table } = options
  const [relation] = await source.rows<{ filenode: string; blocks: string }>(
    `SELECT pg_relation_filenode('${table.relation}')::text AS filenode,
      (pg_relation_size('${table.relation}') / current_setting('block_size')::int)::text AS blocks`,
  )
  const { filenode = '0', blocks = '0' } = relation ?? {}
  // A table that was written anew has its rows in other blocks: the load begins again.
  const goesOn = position.phase === 'loading' && position.filenode === filenode
  const horizon = goesOn ? BigInt(position.horizon) : await source.horizon()
  if ((await source.horizon()) < horizon) throw behindWarehouse(source)
  const below = `(r.xact_id IS NULL OR r.xact_id < ${horizon})`
  const following: Position = { phase: 'following', next: String(horizon) }
  if (!goesOn) {
    await refuseForeignIds(source, table)
    if (position.phase === 'loading') await replaceFiles(warehouse, table, [], { phase: 'new' })
  }
  if (!table.isAppendOnly) {
    const files = await copyRows(warehouse, { ...options, query: sourceQuery(table, below) })
    await replaceFiles(warehouse, table, files, following)
    return horizon
  }
  let block = goesOn ? position.nextBlock : 0
  do {
    const end = block + BLOCKS_A_STEP
    const isLast = end >= Number(blocks)
    // Blocks that are added meanwhile hold rows above the horizon, or were freed and hold none.
    const range = `r.ctid >= '(${block},0)'::tid${isLast ? '' : ` AND r.ctid < '(${end},0)'::tid`}`
    const files = await copyRows(warehouse, { ...options, query: sourceQuery(table, `${range} AND ${below}`) })
    const loading: Position = { phase: 'loading', horizon: String(horizon), filenode, nextBlock: end }
    await commitFiles(warehouse, table, files, isLast ? following : loading)
    block = isLast ? -1 : end
  } while (block >= 0)
  return horizon
}

/** A dump carries transaction ids of the server that it was made on, which mean nothing on another one. */
async function refuseForeignIds(source: Source, { relation }: FactTable): Promise<void> {
  const [row] = await source.rows<{ foreign: boolean }>(
    `SELECT EXISTS (SELECT FROM ${relation} WHERE xact_id >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint) AS foreign`,
  )
  if (row?.foreign === true)
    throw new StartError(
      `${relation} of ${source.name} holds transaction ids of another server, as after a restore from a dump: ops/runbooks/warehouse.md says how to clear them`,
    )
}

const commitFiles = (warehouse: Warehouse, table: FactTable, files: readonly DataFile[], position: Position) =>
  warehouse.commit(before => ({
    ...before,
    tables: {
      ...before.tables,
      [table.name]: { position, files: [...(before.tables[table.name]?.files ?? []), ...files] },
    },
  }))

const replaceFiles = (warehouse: Warehouse, table: FactTable, files: readonly DataFile[], position: Position) =>
  warehouse.commit(before => ({
    ...before,
    tables: { ...before.tables, [table.name]: { position, files: [...files] } },
  }))

const behindWarehouse = ({ name }: Source) =>
  new StartError(
    `The database of ${name} is behind the warehouse: it is a replica that lags, or was put back to an earlier time. Wait for the replica; after a restore: npm run warehouse -- rewind`,
  )
