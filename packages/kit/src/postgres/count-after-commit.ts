import { sharedCounter, type Counter, type Registry } from '../metrics/index.js'
import type { Queryable } from './queryable.js'
import { afterCommit } from './transaction.js'

/** A counter of what transactions have done; its labels take few values, which are known beforehand. */
export interface CommitCounter<Label extends string = string> {
  readonly name: string
  readonly help: string
  readonly labelNames: readonly Label[]
  /** Shown as 0 from the start, so that `rate` and `increase` see the first of each. */
  readonly series: readonly Readonly<Record<Label, string>>[]
}

/** One addition to a counter. */
export interface Count<Label extends string = string> {
  readonly counter: CommitCounter<Label>
  readonly labels: Readonly<Record<Label, string>>
  readonly by?: number
}

/** The registry that shows what is committed on a pool. */
const registries = new WeakMap<object, Registry>()

/** Shows in the registry what is counted on the pool, with all series at 0. */
export function showCommitCounters(
  pool: object,
  { registry, counters }: { registry: Registry; counters: readonly CommitCounter[] },
): void {
  registries.set(pool, registry)
  for (const counter of counters) {
    const shown = counterIn(registry, counter)
    for (const labels of counter.series) shown.inc({ ...labels }, 0)
  }
}

/**
 * Counts once `db`'s transaction is committed, and never when it is rolled back or tried again; at once where `db` is
 * the pool itself, whose statement is its own transaction and has been run. A process that dies between the commit and
 * the count leaves the count out: it is never too high, and the database holds the exact figure.
 */
export function countAfterCommit<Label extends string>(db: Queryable, count: Count<Label>): void {
  const { counter, labels, by = 1 } = count
  const add = (pool: object) => {
    const registry = registries.get(pool)
    if (registry !== undefined) counterIn(registry, counter).inc({ ...labels }, by)
  }
  if (!afterCommit(db, Symbol(counter.name), add)) add(db)
}

const counterIn = (registry: Registry, { name, help, labelNames }: CommitCounter): Counter =>
  sharedCounter<string>(registry, { name, help, labelNames })

/** One entry of `series` for each combination of values. */
export const allSeries = <Label extends string>(
  values: Readonly<Record<Label, readonly string[]>>,
): readonly Readonly<Record<Label, string>>[] => {
  let series: Record<string, string>[] = [{}]
  for (const [label, each] of Object.entries<readonly string[]>(values))
    series = series.flatMap(labels => each.map(value => ({ ...labels, [label]: value })))
  return series as Record<Label, string>[]
}
