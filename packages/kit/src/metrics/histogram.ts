import type { Metric, MetricValueWithName, Registry } from 'prom-client'

/** Values with one set of labels. */
export interface Observer {
  /** @param value in the unit of the metric's name. */
  observe(value: number): void
}

interface Seen extends Observer {
  readonly labels: Readonly<Record<string, string>>
  readonly counts: () => { readonly ofBuckets: readonly number[]; readonly count: number; readonly sum: number }
}

/** As prom-client writes it to text: the labels of all values of one observer are written once. */
interface SharingValue extends MetricValueWithName<string> {
  readonly sharedLabels: Readonly<Record<string, string>>
}

/**
 * A histogram for hot paths: prom-client's own resolves the labels anew for each value, even on the result of
 * `labels`. Here a caller that keeps the result of `labels` resolves them once. It is exported as prom-client
 * exports its own.
 */
export function createHistogram(
  registry: Registry,
  configuration: { name: string; help: string; labelNames: readonly string[]; buckets: readonly number[] },
): { labels(...values: readonly string[]): Observer } {
  const { name, help, labelNames, buckets } = configuration
  const seen = new Map<string, Seen>()

  const valuesOf = ({ labels: sharedLabels, counts }: Seen): SharingValue[] => {
    const { ofBuckets, count, sum } = counts()
    let upTo = 0
    return [
      ...buckets.map((le, place) => ({
        metricName: `${name}_bucket`,
        labels: { le },
        sharedLabels,
        value: (upTo += ofBuckets[place] ?? 0),
      })),
      { metricName: `${name}_bucket`, labels: { le: '+Inf' }, sharedLabels, value: count },
      { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum },
      { metricName: `${name}_count`, labels: {}, sharedLabels, value: count },
    ]
  }
  const exported = <Value>(values: readonly Value[]) => ({ name, help, type: 'histogram', aggregator: 'sum', values })
  const metric = {
    name,
    get: async () =>
      exported(
        [...seen.values()]
          .flatMap(valuesOf)
          .map(({ sharedLabels, ...value }) => ({ ...value, labels: { ...value.labels, ...sharedLabels } })),
      ),
    getForPromString: async () => exported([...seen.values()].flatMap(valuesOf)),
    reset: () => seen.clear(),
  }
  // Of a metric, a registry needs no more; prom-client's types know its own classes only.
  registry.registerMetric(metric as unknown as Metric)

  return {
    labels: (...values) => {
      const key = JSON.stringify(values)
      const known = seen.get(key)
      if (known !== undefined) return known
      if (values.length !== labelNames.length)
        throw new Error(`Expected ${labelNames.length} labels of ${name}, got ${values.length}`)
      const labels = Object.fromEntries(labelNames.map((label, place) => [label, values[place] ?? '']))
      const made = observeInto(labels, buckets)
      seen.set(key, made)
      return made
    },
  }
}

function observeInto(labels: Seen['labels'], buckets: readonly number[]): Seen {
  const ofBuckets = buckets.map(() => 0)
  let count = 0
  let sum = 0
  return {
    labels,
    observe: value => {
      if (!Number.isFinite(value)) throw new TypeError(`Expected a number to observe, got ${value}`)
      let place = 0
      while (place < buckets.length && value > (buckets[place] as number)) place++
      if (place < buckets.length) ofBuckets[place] = (ofBuckets[place] as number) + 1
      count++
      sum += value
    },
    counts: () => ({ ofBuckets, count, sum }),
  }
}
