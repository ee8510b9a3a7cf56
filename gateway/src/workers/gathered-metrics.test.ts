import { Counter, createHistogram, createMetrics, Gauge } from '@waystone/kit/metrics'
import { expect, test } from 'vitest'
import { gatherMetrics, type MeasuredWorker } from './gathered-metrics.js'

/** A process with one metric of each kind. */
function aProcess() {
  const registry = createMetrics({ service: 'gateway' })
  const registers = [registry]
  return {
    registry,
    requests: new Counter({ name: 'requests_total', help: 'h', labelNames: ['outcome'], registers }),
    open: new Gauge({ name: 'open', help: 'h', registers }),
    healthy: new Gauge({ name: 'healthy', help: 'h', aggregator: 'min', registers }),
    late: new Gauge({ name: 'late_seconds', help: 'h', aggregator: 'average', registers }),
    started: new Gauge({ name: 'started_seconds', help: 'h', aggregator: 'omit', registers }),
    durations: createHistogram(registry, { name: 'seconds', help: 'h', labelNames: ['operation'], buckets: [1, 5] }),
  }
}

function aGateway(count: number) {
  const primary = createMetrics({ service: 'gateway' })
  const processes = Array.from({ length: count }, aProcess)
  const silent = new Set<MeasuredWorker>()
  const workers: MeasuredWorker[] = processes.map(({ registry }) => {
    const worker: MeasuredWorker = {
      snapshot: async () => {
        if (silent.has(worker)) throw new Error('busy')
        return structuredClone(await registry.getMetricsAsJSON())
      },
    }
    return worker
  })
  const alive = new Set(workers)
  const gathered = gatherMetrics({ own: primary, workers: () => [...alive] })
  return {
    processes,
    silence: (place: number) => void silent.add(workers[place] as MeasuredWorker),
    kill: (place: number) => {
      const worker = workers[place] as MeasuredWorker
      alive.delete(worker)
      gathered.ended(worker)
    },
    samples: async () => (await gathered.metrics()).split('\n').filter(line => line !== '' && !line.startsWith('#')),
  }
}

test('counters and histograms of the workers are summed, and gauges as each of them says', async () => {
  const gateway = aGateway(2)
  for (const [place, each] of gateway.processes.entries()) {
    each.requests.inc({ outcome: 'ok' }, 2 + place)
    each.open.set(10)
    each.healthy.set(place)
    each.late.set(place === 0 ? 0.5 : 0.1)
    each.started.set(1_000 + place)
    each.durations.labels('A').observe(place === 0 ? 0.5 : 3)
  }
  expect(await gateway.samples()).toEqual([
    'requests_total{outcome="ok",service="gateway"} 5',
    'open{service="gateway"} 20',
    'healthy{service="gateway"} 0',
    'late_seconds{service="gateway"} 0.5',
    'started_seconds{service="gateway"} 1000',
    'seconds_bucket{le="1",operation="A",service="gateway"} 1',
    'seconds_bucket{le="5",operation="A",service="gateway"} 2',
    'seconds_bucket{le="+Inf",operation="A",service="gateway"} 2',
    'seconds_sum{operation="A",service="gateway"} 3.5',
    'seconds_count{operation="A",service="gateway"} 2',
  ])
})

test('a gauge that one worker does not know is that of the others', async () => {
  const gateway = aGateway(2)
  gateway.processes[0]?.late.set(Number.NaN)
  gateway.processes[1]?.late.set(0.1)
  expect(await gateway.samples()).toContain('late_seconds{service="gateway"} 0.1')
})

test('workers that end leave what they counted to the sums, and take their gauges along', async () => {
  const gateway = aGateway(3)
  for (const each of gateway.processes) {
    each.requests.inc({ outcome: 'ok' }, 5)
    each.open.set(1)
    each.durations.labels('A').observe(3)
  }
  await gateway.samples()
  gateway.kill(0)
  gateway.kill(1)
  gateway.processes[2]?.requests.inc({ outcome: 'ok' })
  for (let scrape = 0; scrape < 2; scrape++) {
    const samples = await gateway.samples()
    expect(samples).toContain('requests_total{outcome="ok",service="gateway"} 16')
    expect(samples).toContain('seconds_count{operation="A",service="gateway"} 3')
    expect(samples).toContain('open{service="gateway"} 1')
  }
})

test('a worker that does not answer counts with what it told last', async () => {
  const gateway = aGateway(2)
  for (const each of gateway.processes) each.requests.inc({ outcome: 'ok' }, 5)
  await gateway.samples()
  gateway.silence(0)
  gateway.processes[1]?.requests.inc({ outcome: 'ok' })
  expect(await gateway.samples()).toContain('requests_total{outcome="ok",service="gateway"} 11')
})
