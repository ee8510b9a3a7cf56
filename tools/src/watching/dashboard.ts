/** The unit of a value, by Grafana's name for it. */
export type Unit = 'short' | 'reqps' | 'percentunit' | 's' | 'bytes' | 'ops'

export interface Query {
  readonly expr: string
  /** By labels: `{{subgraph}}`. */
  readonly legend: string
}

export interface Panel {
  readonly title: string
  /** `lines` over time, or the value of now as one `number`. */
  readonly kind: 'lines' | 'number'
  readonly unit: Unit
  readonly queries: readonly Query[]
}

export interface Row {
  readonly title: string
  readonly panels: readonly Panel[]
}

export interface Dashboard {
  /** In addresses, and the name of its file. */
  readonly uid: string
  readonly title: string
  readonly rows: readonly Row[]
}

type Expr = readonly [expr: string, legend: string]

export const lines = (title: string, unit: Unit, ...queries: readonly Expr[]): Panel => ({
  title,
  kind: 'lines',
  unit,
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
})

export const number = (title: string, unit: Unit, expr: string): Panel => ({
  title,
  kind: 'number',
  unit,
  queries: [{ expr, legend: title }],
})

/** Counts a second; Grafana's `$__rate_interval` is at least four scrapes. */
export const rate = (metric: string, by: string, selector = ''): string =>
  `sum by (${by}) (rate(${metric}${selector}[$__rate_interval]))`

/** A quantile of a histogram over all processes. */
export const quantile = (q: number, histogram: string, by = '', selector = ''): string =>
  `histogram_quantile(${q}, sum by (${['le', ...(by === '' ? [] : [by])].join(', ')}) (rate(${histogram}_bucket${selector}[$__rate_interval])))`
