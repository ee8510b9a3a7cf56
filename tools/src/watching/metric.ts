export type MetricType = 'counter' | 'gauge' | 'histogram'

/** The processes that export a metric. `npm start` is all of them in one. */
export type Exporter =
  | 'every process'
  | 'gateway'
  | 'subgraphs'
  | 'users'
  | 'characters'
  | 'quests'
  | 'gacha'
  /** Files of node exporter's textfile collector, which commands write. */
  | 'textfile'

/** One metric as it is exported, without the label `service`, which each of a process has. */
export interface Metric {
  readonly name: string
  readonly type: MetricType
  /** Without the `le` of histograms. */
  readonly labels: readonly string[]
  readonly meaning: string
  readonly exporter: Exporter
  /** The setting or set-up without which it is not exported. */
  readonly needs?:
    | 'REDIS_URL'
    | 'DATABASE_READ_URL'
    | 'ENTITY_CACHE'
    | 'RATE_LIMIT'
    | 'documents'
    | 'policies'
    | 'HTTP'
    | 'GATEWAY_WORKERS'
}

/** A metric in the list: `[name, type, labels, meaning]`. */
export type Line = readonly [
  name: string,
  type: MetricType,
  labels: string,
  meaning: string,
  needs?: NonNullable<Metric['needs']>,
]

export const listOf = (exporter: Exporter, lines: readonly Line[]): readonly Metric[] =>
  lines.map(([name, type, labels, meaning, needs]) => ({
    name,
    type,
    labels: labels === '' ? [] : labels.split(' '),
    meaning,
    exporter,
    ...(needs !== undefined && { needs }),
  }))
