import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import styles from '../../ui/ui.module.css'
import type { Point } from './rates.js'

const HEIGHT = 160

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
  const last = points.findLast(({ value }) => value !== null)?.value ?? null

  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const colour = getComputedStyle(element)
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        axes: [{ stroke: colour.color }, { stroke: colour.color, size: 48 }],
        scales: { y: { range: (_, min, max) => [Math.min(0, min), Math.max(1, max * 1.1)] } },
        series: [{}, { stroke: colour.getPropertyValue('--accent').trim(), width: 2, spanGaps: false }],
      },
      [[], []],
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
    chart.current?.setData([points.map(({ at }) => at), points.map(({ value }) => value)])
  }, [points])

  return (
    <figure className={styles.card} style={{ margin: 0 }}>
      <figcaption>
        {title}: <strong>{last === null ? '–' : format(last)}</strong>
      </figcaption>
      <div ref={place} aria-hidden style={{ color: 'var(--muted)', minHeight: HEIGHT }} />
    </figure>
  )
}
