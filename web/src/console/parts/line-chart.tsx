import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from '../../ui/ui.module.css'
import type { Point } from './rates.js'

const HEIGHT = 160
/** One point is no line: the axis shows as much time from the start. */
const SPAN_SECONDS = 300

/** With a gap before the first point, so that the line begins at the right and the axis has its span from the start. */
function columnsOf(points: readonly Point[]): UPlot.AlignedData {
  const end = points.at(-1)?.at ?? Date.now() / 1000
  const begin = Math.min(points[0]?.at ?? end, end - SPAN_SECONDS)
  return [
    [begin, ...points.map(({ at }) => at), end + 1],
    [null, ...points.map(({ value }) => value), null],
  ]
}

const clock = (seconds: number): string => clockTime.format(seconds * 1000)
const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

/**
 * A live line. Screen readers get the last value as text, which `format` writes.
 * @param points in the order of time
 */
export function LineChart(props: {
  readonly title: string
  readonly points: readonly Point[]
  readonly format: (value: number) => string
}) {
  const { title, points, format } = props
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot | null>(null)
  const written = useRef(format)
  const last = points.findLast(({ value }) => value !== null)?.value ?? null

  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    // Read at each drawing: the colours change with the scheme.
    const colour = (token: string) => () => getComputedStyle(element).getPropertyValue(token).trim()
    const axis: UPlot.Axis = {
      stroke: colour('--muted'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    }
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 8, 0, 0],
        axes: [
          { ...axis, size: 30, space: 60, values: (_, ticks) => ticks.map(clock) },
          { ...axis, size: 50, space: 40, values: (_, ticks) => ticks.map(tick => written.current(tick)) },
        ],
        scales: {
          y: { range: (_, min, max) => [Math.min(0, min), Math.max(1, max * 1.1)] },
        },
        series: [{}, { stroke: colour('--accent'), width: 2, spanGaps: false }],
      },
      columnsOf([]),
      element,
    )
    chart.current = plot
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      plot.destroy()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    written.current = format
    chart.current?.setData(columnsOf(points))
  }, [points, format])

  return (
    <figure className={styles.card} style={{ margin: 0 }}>
      <figcaption>
        {title}: <strong>{last === null ? '–' : format(last)}</strong>
      </figcaption>
      <div ref={place} aria-hidden style={{ color: 'var(--muted)', minHeight: HEIGHT }} />
    </figure>
  )
}
