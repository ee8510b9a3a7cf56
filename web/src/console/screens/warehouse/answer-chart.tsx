import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatDay, formatNumber } from '../../../texts/format.js'
import styles from '../../../ui/ui.module.css'
import type { Answer, Chart } from '../../parts/warehouse-feed.js'
import { panelsOf, type Panel } from './chart-panels.js'

const HEIGHT = 220
/** In the order of the series; all have enough contrast on cards in both colour schemes. */
const COLOURS = ['--accent', '--good', '--warn', '--rarity-3', '--bad', '--rarity-4']
/** Bars of a later series stand within those of the first: a part of the whole, or a figure to compare with. */
const BAR_WIDTHS = [0.8, 0.5, 0.3, 0.2, 0.15, 0.1]
const LABEL_CHARACTERS = 12

/** The charts of an answer. The table beside them has the same figures for screen readers. */
export function AnswerChart({ answer, title }: { answer: Answer; title: string }) {
  const { t } = useTranslation()
  const { panels, count } = panelsOf(answer)
  return (
    <>
      <div className={styles.grid}>
        {panels.map(panel => (
          <PanelChart key={panel.title} panel={panel} chart={answer.chart} title={title} />
        ))}
      </div>
      {count > panels.length && (
        <p className={styles.muted}>
          {t('consoleWarehouse.morePanels', { shown: panels.length, all: formatNumber(count) })}
        </p>
      )}
    </>
  )
}

function PanelChart({ panel, chart, title }: { panel: Panel; chart: Chart; title: string }) {
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const { kind, scale } = chart
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const plot = new UPlot(
      optionsOf(panel, { kind, scale, element }),
      [[...panel.x], ...panel.series.map(({ values }) => [...values])],
      element,
    )
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      plot.destroy()
    }
  }, [panel, kind, scale])
  return (
    <figure
      className={styles.card}
      style={{ margin: 0 }}
      aria-label={t('consoleWarehouse.chartOf', { question: panel.title || title })}
    >
      <figcaption>
        <strong>{panel.title || title}</strong>
        <ul className={styles.row} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {panel.series.map(({ name }, index) => (
            <li key={name}>
              <span aria-hidden style={{ color: `var(${COLOURS[index] ?? '--text'})` }}>
                ■{' '}
              </span>
              {name}
            </li>
          ))}
        </ul>
        {panel.seriesCount > panel.series.length && (
          <span className={styles.muted}>
            {t('consoleWarehouse.moreSeries', { shown: panel.series.length, all: formatNumber(panel.seriesCount) })}
          </span>
        )}
      </figcaption>
      <div ref={place} aria-hidden style={{ minHeight: HEIGHT }} />
    </figure>
  )
}

function optionsOf(
  { x, labels, series }: Panel,
  { kind, scale, element }: Pick<Chart, 'kind' | 'scale'> & { element: HTMLElement },
): UPlot.Options {
  // Read at each drawing: the colours change with the scheme.
  const colour = (token: string) => () => getComputedStyle(element).getPropertyValue(token).trim()
  const axis: UPlot.Axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  const label = (at: number): string => (labels === null ? labelOf(at, scale) : shortened(labels[at] ?? ''))
  const [first = 0, last = 0] = [x[0], x.at(-1)]
  const margin = labels === null && scale === 'time' ? 43_200 : 0.5
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 8, 0, 0],
    axes: [
      {
        ...axis,
        space: 70,
        values: (_, ticks) => ticks.map(tick => (labels === null || Number.isInteger(tick) ? label(tick) : '')),
      },
      { ...axis, size: 60, values: (_, ticks) => ticks.map(formatNumber) },
    ],
    scales: {
      x: { time: false, range: () => [first - margin, last + margin] },
      y: { range: (_, min, max) => [Math.min(0, min ?? 0), Math.max(1, (max ?? 0) * 1.05)] },
    },
    series: [
      {},
      ...series.map((_, index): UPlot.Series => {
        const token = COLOURS[index] ?? '--text'
        if (kind === 'line')
          return { stroke: colour(token), width: 2, spanGaps: false, points: { show: x.length < 40, size: 5 } }
        const width = BAR_WIDTHS[index] ?? 0.1
        const paths = UPlot.paths.bars?.({ size: [width, 60] })
        return {
          stroke: colour(token),
          fill: colour(token),
          width: 0,
          points: { show: false },
          ...(paths && { paths }),
        }
      }),
    ],
  }
}

const labelOf = (at: number, scale: Chart['scale']): string =>
  scale === 'time' ? formatDay(new Date(at * 1000).toISOString()) : formatNumber(at)

const shortened = (text: string): string =>
  text.length > LABEL_CHARACTERS ? `${text.slice(0, LABEL_CHARACTERS)}…` : text
