import { sharedCounter, sharedGauge, sharedHistogram, type Registry } from '@waystone/kit/metrics'
import type { TickReport } from './loop/messages.js'
import { TICK_MS } from './tick.js'

/** Shows how the game loop of this process is doing. */
export interface WorldMetrics {
  /** @param playersOnline in this process */
  observe(report: Pick<TickReport, 'pace'>, playersOnline: number): void
}

/** In seconds: a tick is due every 0.04. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.2, 1]

export function createWorldMetrics(registry: Registry): WorldMetrics {
  const took = sharedHistogram(registry, {
    name: 'waystone_world_tick_seconds',
    help: 'How long a tick of the world took',
    buckets,
  })
  const late = sharedHistogram(registry, {
    name: 'waystone_world_tick_lateness_seconds',
    help: 'How much later than it was due a tick of the world began',
    buckets,
  })
  const overruns = sharedCounter(registry, {
    name: 'waystone_world_tick_overruns_total',
    help: `Ticks of the world that took longer than ${TICK_MS} ms`,
  })
  const skipped = sharedCounter(registry, {
    name: 'waystone_world_ticks_skipped_total',
    help: 'Ticks of the world that never were, since the loop was too late for them',
  })
  const players = sharedGauge(registry, {
    name: 'waystone_world_players',
    help: 'Characters in the world, in this process',
  })
  return {
    observe: ({ pace }, playersOnline) => {
      took.observe(pace.tookMs / 1_000)
      late.observe(pace.lateMs / 1_000)
      if (pace.tookMs > TICK_MS) overruns.inc()
      skipped.inc(pace.skipped)
      players.set(playersOnline)
    },
  }
}
