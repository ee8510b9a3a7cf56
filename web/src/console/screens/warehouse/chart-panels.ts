import type { Answer } from '../../parts/warehouse-feed.js'

/** One chart. */
export interface Panel {
  /** The values that its rows have in common; empty where there is one panel. */
  readonly title: string
  /** Ascending. Seconds since 1970, numbers, or the indexes of `labels`. */
  readonly x: readonly number[]
  /** Of categories, in the order of the answer. */
  readonly labels: readonly string[] | null
  readonly series: readonly Series[]
  /** Series that the answer has, of which the first are drawn. */
  readonly seriesCount: number
}
export interface Series {
  readonly name: string
  /** One for each of `x`; null where the answer has none. */
  readonly values: readonly (number | null)[]
}

export const PANELS_MAX = 6
export const SERIES_MAX = 6
/** Of the x axis. */
const CATEGORIES_MAX = 20

/** Column names as they are read: `new_players` is "new players". */
export const titleOf = (column: string): string => column.replaceAll('_', ' ')

/**
 * The charts of an answer, in the order of its rows, which has the newest and the greatest first.
 * @returns the first PANELS_MAX of `count`
 */
export function panelsOf({ columns, rows, chart }: Answer): { readonly panels: readonly Panel[]; count: number } {
  const at = (column: string) => columns.indexOf(column)
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const title = chart.panels.map(column => row[at(column)] ?? '–').join(' · ')
    groups.set(title, [...(groups.get(title) ?? []), row])
  }
  const panels = [...groups].slice(0, PANELS_MAX).map(([title, group]) => panelOf(title, group, { at, chart }))
  return { panels, count: groups.size }
}

type Row = Answer['rows'][number]

function panelOf(
  title: string,
  rows: readonly Row[],
  { at, chart }: { at: (column: string) => number; chart: Answer['chart'] },
): Panel {
  const { x: xColumn, scale, y, series: seriesColumn } = chart
  const keys = [...new Set(rows.map(row => row[at(xColumn)] ?? '–'))]
  const drawn = scale === 'category' ? keys.slice(0, CATEGORIES_MAX) : keys
  const position = (key: string): number => (scale === 'category' ? drawn.indexOf(key) : numberOf(key, scale))
  const ordered = drawn
    .map(key => ({ key, x: position(key) }))
    .filter(({ x }) => Number.isFinite(x))
    .toSorted((a, b) => a.x - b.x)
  const sums = new Map<string, Map<string, number>>()
  for (const row of rows)
    for (const column of y) {
      const value = row[at(column)]
      const name = nameOf(row, column, { at, y, seriesColumn })
      const ofSeries = sums.get(name) ?? new Map<string, number>()
      sums.set(name, ofSeries)
      const key = row[at(xColumn)] ?? '–'
      if (value !== null && value !== undefined) ofSeries.set(key, (ofSeries.get(key) ?? 0) + Number(value))
    }
  const series = [...sums].map(([name, values]) => ({
    name,
    values: ordered.map(({ key }) => values.get(key) ?? null),
  }))
  return {
    title,
    x: ordered.map(({ x }) => x),
    labels: scale === 'category' ? drawn : null,
    series: series.slice(0, SERIES_MAX),
    seriesCount: series.length,
  }
}

function nameOf(
  row: Row,
  column: string,
  { at, y, seriesColumn }: { at: (column: string) => number; y: readonly string[]; seriesColumn: string | null },
): string {
  if (seriesColumn === null) return titleOf(column)
  const value = row[at(seriesColumn)] ?? '–'
  return y.length === 1 ? value : `${value}: ${titleOf(column)}`
}

/** `2026-11` and `2026-11-30`, with or without a time, are UTC. */
function numberOf(text: string, scale: 'time' | 'number'): number {
  if (scale === 'number') return Number(text)
  return Date.parse(text.length === 7 ? `${text}-01` : text.slice(0, 10)) / 1000
}
