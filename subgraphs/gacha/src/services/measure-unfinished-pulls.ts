import type { Clock } from '@waystone/kit/clock'
import { sharedGauge, type Registry } from '@waystone/kit/metrics'
import type { Pool } from '@waystone/kit/postgres'
import { findUnfinishedPulls } from '../repositories/pull.js'

/**
 * Shows how many pulls are under way and how old the oldest is: seconds while requests and recovery work,
 * more where recovery fails again and again. Every instance shows the same figures.
 * @returns one measurement, to be repeated.
 */
export function createPullMeasurement(options: { pool: Pool; metrics: Registry; clock: Clock }): () => Promise<void> {
  const { pool, metrics, clock } = options
  const count = sharedGauge(metrics, {
    name: 'waystone_pulls_unfinished',
    help: 'Pulls that are neither drawn nor refused nor released',
  })
  const oldest = sharedGauge(metrics, {
    name: 'waystone_pulls_unfinished_oldest_seconds',
    help: 'Age of the oldest pull that is neither drawn nor refused nor released, 0 when there is none',
  })
  return async () => {
    const { pulls, oldestAt } = await findUnfinishedPulls(pool)
    count.set(pulls)
    oldest.set(oldestAt === null ? 0 : Math.max(0, (clock.now().getTime() - oldestAt.getTime()) / 1_000))
  }
}
