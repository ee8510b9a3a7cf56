import { expect, it } from 'vitest'
import { comparedRows, figureRows } from './tier-figures.js'

const figures = (basePercent: number) => ({
  basePercent,
  longRunPercent: null,
  expectedDraws: null,
  p50Draws: null,
  p90Draws: null,
  maxDraws: null,
})
const tier = (name: string, ...pools: string[]) => ({
  name,
  ...figures(10),
  pools: pools.map(pool => ({ name: pool, ...figures(5) })),
})

it('shows pools where a tier has several of them', () => {
  const rows = figureRows({ tiers: [tier('SSR', 'featured', 'others'), tier('R', 'all')] })
  expect(rows.map(({ id, basePercent }) => [id, basePercent])).toEqual([
    ['SSR', 10],
    ['SSR.featured', 5],
    ['SSR.others', 5],
    ['R', 10],
  ])
})

it('puts two versions beside each other, with tiers that only one of them has', () => {
  const [before, after] = [
    [tier('SSR', 'all'), tier('R', 'all')],
    [tier('UR', 'all'), tier('SSR', 'all')],
  ].map(tiers => figureRows({ tiers }))
  expect(
    comparedRows(before ?? [], after ?? []).map(({ id, old, now }) => [id, old?.id ?? null, now?.id ?? null]),
  ).toEqual([
    ['UR', null, 'UR'],
    ['SSR', 'SSR', 'SSR'],
    ['R', 'R', null],
  ])
})
