import { createMetrics } from '@waystone/kit/metrics'
import { expect, test } from 'vitest'
import { createWorldMetrics } from './world-metrics.js'

test('overruns, lateness and skipped ticks are counted', async () => {
  const registry = createMetrics({ service: 'characters' })
  const metrics = createWorldMetrics(registry)
  metrics.observe({ pace: { tookMs: 3, lateMs: 0.2, skipped: 0 } }, 5)
  metrics.observe({ pace: { tookMs: 41, lateMs: 90, skipped: 7 } }, 6)
  const shown = await registry.metrics()
  const valueOf = (name: string) => Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(shown)?.[1])
  expect(valueOf('waystone_world_tick_overruns_total')).toBe(1)
  expect(valueOf('waystone_world_ticks_skipped_total')).toBe(7)
  expect(valueOf('waystone_world_players')).toBe(6)
  expect(valueOf('waystone_world_tick_seconds_count')).toBe(2)
  expect(valueOf('waystone_world_tick_seconds_sum')).toBeCloseTo(0.044)
  expect(valueOf('waystone_world_tick_lateness_seconds_sum')).toBeCloseTo(0.0902)
})
