/** A scrape of /metrics. */
export interface Metrics {
  readonly text: string
  /** Of the one series that has these labels. @throws Error where there is none, or more than one */
  value(name: string, labels?: Readonly<Record<string, string>>): number
  /** Over all series that have these labels. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number
}

export async function readMetrics(url: string): Promise<Metrics> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return metricsOf(await response.text())
}

function metricsOf(text: string): Metrics {
  const series = text.split('\n').flatMap(line => {
    const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text_ = '']) => [key, text_] as const)
    return name === '' ? [] : [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
  })
  const find = (name: string, labels: Readonly<Record<string, string>>) =>
    series.filter(
      each => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value),
    )
  return {
    text,
    value: (name, labels = {}) => {
      const found = find(name, labels)
      if (found.length !== 1) throw new Error(`${name} has ${found.length} series with ${JSON.stringify(labels)}`)
      return found[0]?.value ?? Number.NaN
    },
    sum: (name, labels = {}) => find(name, labels).reduce((total, { value }) => total + value, 0),
  }
}
