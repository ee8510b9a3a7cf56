import fc from 'fast-check'
import { Histogram } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { createHistogram, createMetrics } from './index.js'

const configuration = { name: 'took_seconds', help: 'How long', labelNames: ['from', 'outcome'], buckets: [0.1, 1, 5] }

describe('createHistogram', () => {
  it('is exported as prom-client’s own, as text and as JSON', async () => {
    const value = fc.oneof(fc.constantFrom(0, 0.1, 1, 5), fc.double({ min: -1, max: 10, noNaN: true }))
    const observation = fc.record({
      from: fc.constantFrom('a', 'b "quoted"'),
      outcome: fc.constantFrom('ok', ''),
      value,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(observation), async observations => {
        const [ours, theirs] = [createMetrics({ service: 'test' }), createMetrics({ service: 'test' })]
        const mine = createHistogram(ours, configuration)
        const stock = new Histogram({ ...configuration, registers: [theirs] })
        for (const { from, outcome, value: observed } of observations) {
          mine.labels(from, outcome).observe(observed)
          stock.labels(from, outcome).observe(observed)
        }
        expect(await ours.metrics()).toBe(await theirs.metrics())
        // Exemplars are the only thing more that theirs has there.
        expect(await theirs.getMetricsAsJSON()).toMatchObject(await ours.getMetricsAsJSON())
      }),
      { numRuns: 200 },
    )
  })

  it('gives what was found before, and nothing for too few labels', () => {
    const { labels } = createHistogram(createMetrics({ service: 'test' }), configuration)
    expect(labels('a', 'ok')).toBe(labels('a', 'ok'))
    expect(() => labels('a')).toThrow('Expected 2 labels of took_seconds, got 1')
    expect(() => labels('a', 'ok').observe(Number.NaN)).toThrow(TypeError)
  })
})
