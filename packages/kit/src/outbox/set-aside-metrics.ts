import { repeat, type RepeatedJob } from '../lifecycle/index.js'
import type { Logger } from '../logger/index.js'
import { sharedGauge, type Registry } from '../metrics/index.js'
import type { Pool, Queryable } from '../postgres/index.js'

const MEASURE_INTERVAL_MS = 5_000

/**
 * Shows how many events of each producer lie among a consumer's dead letters and refused events, now and not since
 * the start: an alert ends when they have been replayed. Every instance of the consumer shows the same figures.
 */
export function measureSetAside(options: {
  group: string
  producers: readonly string[]
  pool: Pool
  metrics: Registry
  logger: Logger
}): RepeatedJob {
  const { group, producers, pool, metrics, logger } = options
  const tables = [
    {
      table: 'dead_letter',
      gauge: sharedGauge(metrics, {
        name: 'waystone_dead_letters',
        help: 'Events that a consumer has set aside since it could not apply them, those behind them included',
        labelNames: ['group', 'producer'],
      }),
    },
    {
      table: 'refused_event',
      gauge: sharedGauge(metrics, {
        name: 'waystone_refused_events',
        help: 'Events that a consumer has kept and not applied, since they are not shown to be their producer’s',
        labelNames: ['group', 'producer'],
      }),
    },
  ]
  const run = async () => {
    for (const { table, gauge } of tables) {
      const counts = await countByProducer(pool, table)
      for (const producer of producers) gauge.set({ group, producer }, counts.get(producer) ?? 0)
    }
  }
  return repeat({ job: 'measure dead letters', intervalMs: MEASURE_INTERVAL_MS, logger, run })
}

async function countByProducer(db: Queryable, table: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ producer: string; count: number }>({
    name: `${table}_by_producer`,
    text: `select producer, count(*)::int as count from ${table} group by producer`,
  })
  return new Map(rows.map(({ producer, count }) => [producer, count]))
}
