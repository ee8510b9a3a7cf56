import type { Keeping } from './table-keeping.js'

/** One look at the processes: how much memory each has in use, in bytes, by name. */
export interface MemorySample {
  /** Since the load began. */
  readonly atMs: number
  readonly bytes: Readonly<Record<string, number>>
}

/** One answer that a client waited for. */
export interface Latency {
  /** Since the load began. */
  readonly atMs: number
  readonly kind: 'read' | 'write'
  readonly ms: number
}

/** Rows by table, such as `users.session`, at two moments. */
export interface TableGrowth {
  readonly table: string
  readonly rowsBefore: number
  readonly rowsAfter: number
}

export interface Change {
  readonly name: string
  readonly before: number
  readonly after: number
  /** `after` divided by `before`. */
  readonly ratio: number
}

/**
 * The first sixth of a soak is its warm-up: caches fill, code is compiled, pools are opened. What follows is
 * compared with the last sixth: minutes 10 to 20 with minutes 50 to 60 of an hour.
 */
const WINDOW_SHARE = 1 / 6
const MEMORY_RATIO_MAX = 1.1
/** Less than this is the garbage collector's choice of a moment. */
const MEMORY_GROWTH_MIN_BYTES = 16 * 1024 * 1024
const MEDIAN_RATIO_MAX = 1.25
const TAIL_RATIO_MAX = 1.5
/** Of tables whose rows are on their way. */
const PASSING_ROWS_MAX = 5_000

export interface Windows {
  readonly warmUpMs: number
  /** The window that a moment is in: the one after the warm-up, the last one, or neither. */
  of(atMs: number): 'before' | 'after' | null
}

export function windowsOf(durationMs: number): Windows {
  const length = durationMs * WINDOW_SHARE
  return {
    warmUpMs: length,
    of: atMs => {
      if (atMs >= length && atMs < 2 * length) return 'before'
      return atMs >= durationMs - length ? 'after' : null
    },
  }
}

/** The smallest value that this share of all values does not exceed. @returns NaN of no value */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** The median of each process in both windows. */
export function memoryChanges(samples: readonly MemorySample[], windows: Windows): readonly Change[] {
  const names = [...new Set(samples.flatMap(({ bytes }) => Object.keys(bytes)))]
  const median = (name: string, window: 'before' | 'after') =>
    percentile(
      samples.filter(({ atMs }) => windows.of(atMs) === window).flatMap(({ bytes }) => bytes[name] ?? []),
      0.5,
    )
  return names.map(name => changeOf(name, median(name, 'before'), median(name, 'after')))
}

/** The median and the 99th percentile of each kind in both windows, in milliseconds. */
export function latencyChanges(latencies: readonly Latency[], windows: Windows): readonly Change[] {
  const at = (kind: Latency['kind'], share: number, window: 'before' | 'after') =>
    percentile(
      latencies.filter(one => one.kind === kind && windows.of(one.atMs) === window).map(({ ms }) => ms),
      share,
    )
  return (['read', 'write'] as const).flatMap(kind =>
    ([50, 99] as const).map(share =>
      changeOf(`${kind} p${share}`, at(kind, share / 100, 'before'), at(kind, share / 100, 'after')),
    ),
  )
}

const changeOf = (name: string, before: number, after: number): Change => ({
  name,
  before,
  after,
  ratio: after / before,
})

/** @returns what is not flat, and what there is no figure of */
export function memoryProblems(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ name, before, after, ratio }) => {
    if (Number.isNaN(ratio)) return [`${name}: there is no figure of its memory`]
    const isFlat = ratio <= MEMORY_RATIO_MAX || after - before < MEMORY_GROWTH_MIN_BYTES
    return isFlat ? [] : [`${name}: its memory grew from ${inMegabytes(before)} to ${inMegabytes(after)} MB`]
  })
}

/** @returns which answers take longer at the end than after the warm-up */
export function latencyProblems(changes: readonly Change[]): readonly string[] {
  return changes.flatMap(({ name, before, after, ratio }) => {
    if (Number.isNaN(ratio)) return [`${name}: there is no figure of it`]
    const ratioMax = name.endsWith('p50') ? MEDIAN_RATIO_MAX : TAIL_RATIO_MAX
    return ratio <= ratioMax ? [] : [`${name} drifted from ${before.toFixed(1)} to ${after.toFixed(1)} ms`]
  })
}

/** The part of a table's keeping that a soak can see broken. */
export type Grows = Keeping['grows']

/**
 * @param growsOf what lets a table grow; undefined of one that nobody has thought about
 * @returns tables that grow though nothing lets them
 */
export function tableProblems(
  tables: readonly TableGrowth[],
  growsOf: (table: string) => Grows | undefined,
): readonly string[] {
  return tables.flatMap(({ table, rowsBefore, rowsAfter }) => {
    const grows = growsOf(table)
    const told = `${table} grew from ${rowsBefore} to ${rowsAfter} rows`
    if (grows === undefined) return rowsAfter > 0 ? [`${table} has rows, and nothing says how long they are kept`] : []
    if (grows === 'content' && rowsAfter > rowsBefore) return [`${told}: it is to grow by what the studio writes alone`]
    if (grows === 'passing' && rowsAfter > Math.max(PASSING_ROWS_MAX, rowsBefore * 2))
      return [`${told}: they are to be on their way`]
    return []
  })
}

export const inMegabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)
