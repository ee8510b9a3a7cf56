import type { Manifest } from './manifest.js'
import type { Source } from './source.js'
import { factTables } from './tables.js'

/** Where a database is, beside what the warehouse has read of it. */
export type Standing =
  | { readonly phase: 'level' }
  /** A failover or a restore has begun another history since the last run: it may lack rows that were read. */
  | { readonly phase: 'other-timeline'; readonly known: number; readonly found: number }
  /** Rows of transactions up to `position` were read, and the database has not come to `horizon` yet. */
  | { readonly phase: 'behind'; readonly position: string; readonly horizon: string }

export async function standingOf(manifest: Manifest, source: Source): Promise<Standing> {
  const known = manifest.timelines[source.name]
  // A replica that knows of the newest timeline later than another one is no reason to compare everything.
  if (known !== undefined && source.timeline > known) return { phase: 'other-timeline', known, found: source.timeline }
  const position = greatestPosition(manifest, source)
  const horizon = await source.horizon()
  return horizon < position
    ? { phase: 'behind', position: String(position), horizon: String(horizon) }
    : { phase: 'level' }
}

function greatestPosition({ tables }: Manifest, { name }: Source): bigint {
  const positions = factTables
    .filter(({ source }) => source === name)
    .map(table => {
      const position = tables[table.name]?.position ?? { phase: 'new' }
      if (position.phase === 'new') return 0n
      return BigInt(position.phase === 'following' ? position.next : position.horizon)
    })
  return positions.reduce((greatest, each) => (each > greatest ? each : greatest), 0n)
}
