import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createGrid, type Grid } from '../content/cells.js'
import { reachableCells } from '../content/reachable-cells.js'
import { canStep, costOf, createPathSearch, PATH_MAX, stepX, stepY } from './path-search.js'

const SIDE = 11
const rows = fc.array(fc.string({ unit: fc.constantFrom('.', '.', '.', '#'), minLength: SIDE, maxLength: SIDE }), {
  minLength: SIDE,
  maxLength: SIDE,
})
const cell = fc.record({ x: fc.nat(SIDE - 1), y: fc.nat(SIDE - 1) })
const CELLS_MAX = SIDE * SIDE

/** Costs from a cell to all others, by relaxing every step until nothing changes. */
function costsFrom(grid: Grid, from: { x: number; y: number }): readonly number[] {
  const costs = Array.from({ length: CELLS_MAX }, () => Infinity)
  costs[from.y * SIDE + from.x] = 0
  for (let changed = true; changed; ) {
    changed = false
    for (const [index, cost] of costs.entries())
      for (let direction = 0; direction < 8; direction++) {
        const [x, y] = [index % SIDE, Math.floor(index / SIDE)]
        if (!canStep(grid, x, y, direction)) continue
        const to = (y + (stepY[direction] ?? 0)) * SIDE + x + (stepX[direction] ?? 0)
        if (!(cost + costOf(direction) < (costs[to] ?? 0))) continue
        costs[to] = cost + costOf(direction)
        changed = true
      }
  }
  return costs
}

test('a path that is found leads to its goal through no wall, and none is shorter', () => {
  fc.assert(
    fc.property(rows, cell, cell, (map, from, to) => {
      const grid = createGrid(map)
      fc.pre(grid.isWalkable(from.x, from.y))
      const out = new Uint8Array(PATH_MAX)
      const found = createPathSearch(grid).find(from, to, { cellsMax: CELLS_MAX, out })
      const shortest = costsFrom(grid, from)[to.y * SIDE + to.x] ?? Infinity
      const steps = found.outcome === 'path' ? found.steps : 0
      expect(found.outcome).toBe(shortest < Infinity ? 'path' : 'no-way')
      let { x, y } = from
      let cost = 0
      for (const direction of out.subarray(0, steps)) {
        expect(canStep(grid, x, y, direction)).toBe(true)
        x += stepX[direction] ?? 0
        y += stepY[direction] ?? 0
        cost += costOf(direction)
      }
      expect({ x, y, cost }).toEqual(shortest < Infinity ? { ...to, cost: shortest } : { ...from, cost: 0 })
    }),
    { numRuns: 500 },
  )
})

test('one search tells nothing to the next', () => {
  fc.assert(
    fc.property(rows, fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 8 }), (map, asked) => {
      const grid = createGrid(map)
      const [reused, out, expected] = [createPathSearch(grid), new Uint8Array(PATH_MAX), new Uint8Array(PATH_MAX)]
      for (const [from, to] of asked.filter(([{ x, y }]) => grid.isWalkable(x, y))) {
        const options = { cellsMax: CELLS_MAX, out }
        const found = reused.find(from, to, options)
        expect(found).toEqual(createPathSearch(grid).find(from, to, { ...options, out: expected }))
        const steps = found.outcome === 'path' ? found.steps : 0
        expect(out.subarray(0, steps)).toEqual(expected.subarray(0, steps))
      }
    }),
    { numRuns: 200 },
  )
})

test('cells to which paths lead are those that steps in four directions lead to', () => {
  fc.assert(
    fc.property(rows, cell, (map, from) => {
      const grid = createGrid(map)
      fc.pre(grid.isWalkable(from.x, from.y))
      const byPath = costsFrom(grid, from).map(cost => (cost < Infinity ? 1 : 0))
      expect([...reachableCells(grid, from)]).toEqual(byPath)
    }),
    { numRuns: 200 },
  )
})

test('a search gives up after the cells that it may visit, and a long path is given in parts', () => {
  const grid = createGrid(['.'.repeat(200)])
  const [search, out] = [createPathSearch(grid), new Uint8Array(PATH_MAX)]
  const ask = (cellsMax: number) => search.find({ x: 0, y: 0 }, { x: 199, y: 0 }, { cellsMax, out })
  expect(ask(100)).toEqual({ outcome: 'too-far', cells: 100 })
  expect(ask(500)).toMatchObject({ outcome: 'path', steps: PATH_MAX, isWhole: false })
  expect(out.every(direction => direction === 0)).toBe(true)
})
