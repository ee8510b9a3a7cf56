import { StartError } from '@waystone/kit/errors'
import { compareTable } from './compare-table.js'
import { positionOf } from './load-table.js'
import type { Manifest } from './manifest.js'
import type { Source } from './source.js'
import { standingOf } from './standing.js'
import type { FactTable } from './table.js'
import { factTables } from './tables.js'
import type { Warehouse } from './warehouse.js'

type TableState = Manifest['tables'][string]

/**
 * After a failover or a restore, transactions take the ids of lost ones: reading on from the position would leave
 * their rows out. So everything that was read is compared once, and a database that has all of it is read on.
 * @throws StartError when the warehouse has rows that a database has lost
 */
export async function followTimelines(warehouse: Warehouse, sources: readonly Source[]): Promise<void> {
  for (const source of sources) {
    const standing = await standingOf(warehouse.manifest(), source)
    if (standing.phase !== 'other-timeline') continue
    const states: Record<string, TableState> = {}
    for (const table of factTables.filter(each => each.source === source.name)) {
      const state = await stateOnTimeline(warehouse, source, table)
      if (state === 'lost') throw lostRows(source, { ...standing, table: table.name })
      states[table.name] = state
    }
    await warehouse.commit(before => ({ ...before, tables: { ...before.tables, ...states } }))
  }
  await recordTimelines(warehouse, sources)
}

/** The next run compares again where a database has another timeline by then. */
export async function recordTimelines(warehouse: Warehouse, sources: readonly Source[]): Promise<void> {
  const before = warehouse.manifest().timelines
  const timelines = Object.fromEntries(
    sources.map(({ name, timeline }) => [name, Math.max(before[name] ?? 0, timeline)]),
  )
  if (sources.some(({ name }) => before[name] !== timelines[name]))
    await warehouse.commit(manifest => ({ ...manifest, timelines }))
}

/** Nothing is read ahead of the database: rows from its horizon on are read by the next step. */
async function stateOnTimeline(warehouse: Warehouse, source: Source, table: FactTable): Promise<TableState | 'lost'> {
  const manifest = warehouse.manifest()
  const position = positionOf(manifest, table.name)
  // A first load begins again: blocks that it has read may hold other rows by now.
  if (position.phase !== 'following') return { position: { phase: 'new' }, files: [] }
  const horizon = await source.horizon()
  const next = horizon < BigInt(position.next) ? String(horizon) : position.next
  const { differences } = await compareTable(warehouse, { source, table, below: next })
  if (differences.length > 0) return 'lost'
  return { position: { phase: 'following', next }, files: manifest.tables[table.name]?.files ?? [] }
}

const lostRows = ({ name }: Source, { known, found, table }: { known: number; found: number; table: string }) =>
  new StartError(
    `The database of ${name} was put back to an earlier time, or has lost writes in a failover, since the last run (timeline ${known}, now ${found}): ${table} differs. npm run warehouse -- check shows how, and npm run warehouse -- rewind brings the warehouse back to what the database has`,
  )
