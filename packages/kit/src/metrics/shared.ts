import {
  Counter,
  Gauge,
  Histogram,
  type CounterConfiguration,
  type GaugeConfiguration,
  type HistogramConfiguration,
  type Registry,
} from 'prom-client'

// In one process several buses, caches and clients may share a registry: the first of them makes a metric,
// the others find it.

export function sharedCounter<Label extends string>(
  registry: Registry,
  configuration: CounterConfiguration<Label>,
): Counter<Label> {
  const known = registry.getSingleMetric(configuration.name) as Counter<Label> | undefined
  return known ?? new Counter({ ...configuration, registers: [registry] })
}

export function sharedGauge<Label extends string>(
  registry: Registry,
  configuration: GaugeConfiguration<Label>,
): Gauge<Label> {
  const known = registry.getSingleMetric(configuration.name) as Gauge<Label> | undefined
  return known ?? new Gauge({ ...configuration, registers: [registry] })
}

export function sharedHistogram<Label extends string>(
  registry: Registry,
  configuration: HistogramConfiguration<Label>,
): Histogram<Label> {
  const known = registry.getSingleMetric(configuration.name) as Histogram<Label> | undefined
  return known ?? new Histogram({ ...configuration, registers: [registry] })
}
