/** One value of a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Samples by the name of their metric. */
export type Samples = ReadonlyMap<string, readonly Sample[]>

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g

/** Reads the samples of Waystone's own metrics and of the process from Prometheus' text format, version 0.0.4. */
export function readSamples(text: string): Samples {
  const samples = new Map<string, Sample[]>()
  for (const line of text.split('\n')) {
    if (!line.startsWith('waystone_') && !line.startsWith('process_start_time_seconds')) continue
    const [, name, labels = '', written] = LINE.exec(line) ?? []
    const value = Number(written)
    if (name === undefined || Number.isNaN(value)) continue
    const sample = { labels: labelsIn(labels), value }
    const known = samples.get(name)
    if (known === undefined) samples.set(name, [sample])
    else known.push(sample)
  }
  return samples
}

const labelsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(LABEL)].map(([, name = '', value = '']) => [name, unescaped(value)]))

const unescaped = (value: string): string =>
  value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
