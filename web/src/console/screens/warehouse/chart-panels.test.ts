import { expect, test } from 'vitest'
import type { Answer } from '../../parts/warehouse-feed.js'
import { panelsOf } from './chart-panels.js'

const answer = (given: Pick<Answer, 'columns' | 'rows' | 'chart'>): Answer => ({
  question: 'a-question',
  ranAt: '2026-11-30T00:00:00Z',
  rowCount: given.rows.length,
  ...given,
})

test('a line runs from the oldest day to the newest, with a gap where there is no figure', () => {
  const { panels } = panelsOf(
    answer({
      columns: ['day', 'players', 'new_players'],
      rows: [
        ['2026-11-02', '12', null],
        ['2026-11-01', '10', '4'],
      ],
      chart: { kind: 'line', x: 'day', scale: 'time', y: ['players', 'new_players'], series: null, panels: [] },
    }),
  )
  expect(panels).toEqual([
    {
      title: '',
      x: [Date.UTC(2026, 10, 1) / 1000, Date.UTC(2026, 10, 2) / 1000],
      labels: null,
      series: [
        { name: 'players', values: [10, 12] },
        { name: 'new players', values: [4, null] },
      ],
      seriesCount: 2,
    },
  ])
})

test('rows of the same series are added up, and currencies never are', () => {
  const { panels } = panelsOf(
    answer({
      columns: ['month', 'pack_id', 'price_currency', 'left_cents'],
      rows: [
        ['2026-11', 'small', 'EUR', '100'],
        ['2026-11', 'small', 'EUR', '50'],
        ['2026-11', 'large', 'EUR', '900'],
        ['2026-11', 'small', 'JPY', '7'],
      ],
      chart: {
        kind: 'line',
        x: 'month',
        scale: 'time',
        y: ['left_cents'],
        series: 'pack_id',
        panels: ['price_currency'],
      },
    }),
  )
  expect(panels.map(({ title, series }) => ({ title, series }))).toEqual([
    {
      title: 'EUR',
      series: [
        { name: 'small', values: [150] },
        { name: 'large', values: [900] },
      ],
    },
    { title: 'JPY', series: [{ name: 'small', values: [7] }] },
  ])
})

test('categories keep the order of the answer, and what does not fit is counted', () => {
  const rows = Array.from({ length: 30 }, (_, index) => [`Quest ${30 - index}`, String(index), 'one'])
  const chart = { kind: 'bars', x: 'quest', scale: 'category', y: ['begun'], series: null, panels: [] } as const
  const [panel] = panelsOf(answer({ columns: ['quest', 'begun', 'map'], rows, chart })).panels
  expect(panel?.labels).toHaveLength(20)
  expect(panel?.labels?.slice(0, 2)).toEqual(['Quest 30', 'Quest 29'])
  expect(panel?.series[0]?.values.slice(0, 2)).toEqual([0, 1])
  const many = rows.map(([quest, begun], index) => [quest ?? '', begun ?? '', `map ${index}`])
  const { panels, count } = panelsOf(
    answer({ columns: ['quest', 'begun', 'map'], rows: many, chart: { ...chart, panels: ['map'] } }),
  )
  expect([panels.length, count]).toEqual([6, 30])
  const [lines] = panelsOf(
    answer({ columns: ['quest', 'begun', 'map'], rows: many, chart: { ...chart, series: 'map' } }),
  ).panels
  expect([lines?.series.length, lines?.seriesCount]).toEqual([6, 30])
})
