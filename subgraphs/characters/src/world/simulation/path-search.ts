import type { Position } from '../../domain/position.js'
import type { Grid } from '../content/cells.js'

/** East, north-east and on counterclockwise; odd ones are diagonal. */
export const stepX = [1, 1, 0, -1, -1, -1, 0, 1] as const
export const stepY = [0, 1, 1, 1, 0, -1, -1, -1] as const
/** Costs of a straight and a diagonal step: 14 / 10 is √2 to one per cent, in integers. */
export const COST_STRAIGHT = 10
export const COST_DIAGONAL = 14

export const costOf = (direction: number): number => (direction % 2 === 0 ? COST_STRAIGHT : COST_DIAGONAL)

/** Steps that a path holds; a longer way is walked in parts. */
export const PATH_MAX = 60

export type Found =
  /** Steps written; `isWhole` says whether they lead all the way. `cells` is what the search has cost. */
  | { readonly outcome: 'path'; readonly steps: number; readonly isWhole: boolean; readonly cells: number }
  | { readonly outcome: 'no-way' | 'too-far'; readonly cells: number }

/** Finds shortest paths on one grid. A search allocates nothing. */
export interface PathSearch {
  /**
   * Writes the directions of a shortest path to `out`, PATH_MAX at most. Walkers step in eight directions, but not
   * diagonally past a corner.
   * @param options.cellsMax the search gives up, as too far, after that many cells
   */
  find(from: Position, to: Position, options: { readonly cellsMax: number; readonly out: Uint8Array }): Found
}

export function canStep(grid: Grid, x: number, y: number, direction: number): boolean {
  const byX = stepX[direction] as number
  const byY = stepY[direction] as number
  if (!grid.isWalkable(x + byX, y + byY)) return false
  return byX === 0 || byY === 0 || (grid.isWalkable(x + byX, y) && grid.isWalkable(x, y + byY))
}

/** A* with the octile distance, which never overestimates; equal estimates go by the order of their cells. */
export function createPathSearch(grid: Grid): PathSearch {
  const { width } = grid
  const cells = width * grid.height
  /** Which search has last reached the cell: nothing is cleared between searches. */
  const reachedBy = new Int32Array(cells)
  const closedBy = new Int32Array(cells)
  const cost = new Int32Array(cells)
  const cameBy = new Uint8Array(cells)
  const open = createHeap()
  let search = 0

  const open8 = (cell: number, goal: Position) => {
    const x = cell % width
    const y = (cell - x) / width
    for (let direction = 0; direction < 8; direction++) {
      if (!canStep(grid, x, y, direction)) continue
      const toX = x + (stepX[direction] as number)
      const toY = y + (stepY[direction] as number)
      const to = toY * width + toX
      const along = (cost[cell] as number) + costOf(direction)
      if (closedBy[to] === search || (reachedBy[to] === search && (cost[to] as number) <= along)) continue
      reachedBy[to] = search
      cost[to] = along
      cameBy[to] = direction
      open.push(along + octile(goal.x - toX, goal.y - toY), to)
    }
  }
  /** Follows the path back to its start; only its first steps are kept. */
  const writePath = (start: number, end: number, out: Uint8Array): { steps: number; isWhole: boolean } => {
    let length = 0
    for (let cell = end; cell !== start; cell = backFrom(cell)) length++
    const steps = Math.min(length, PATH_MAX)
    let at = length
    for (let cell = end; cell !== start; cell = backFrom(cell)) {
      at--
      if (at < steps) out[at] = cameBy[cell] as number
    }
    return { steps, isWhole: steps === length }
  }
  const backFrom = (cell: number) => {
    const direction = cameBy[cell] as number
    return cell - (stepY[direction] as number) * width - (stepX[direction] as number)
  }
  return {
    find: (from, to, { cellsMax, out }) => {
      if (!grid.isWalkable(to.x, to.y)) return { outcome: 'no-way', cells: 1 }
      search++
      open.clear()
      const [start, goal] = [from.y * width + from.x, to.y * width + to.x]
      reachedBy[start] = search
      cost[start] = 0
      open.push(octile(to.x - from.x, to.y - from.y), start)
      for (let closed = 0; ; ) {
        const cell = open.pop()
        if (cell === undefined) return { outcome: 'no-way', cells: closed + 1 }
        if (closedBy[cell] === search) continue
        if (cell === goal) return { outcome: 'path', ...writePath(start, goal, out), cells: closed + 1 }
        if (closed === cellsMax) return { outcome: 'too-far', cells: closed }
        closedBy[cell] = search
        closed++
        open8(cell, to)
      }
    },
  }
}

const octile = (byX: number, byY: number): number => {
  const x = Math.abs(byX)
  const y = Math.abs(byY)
  return COST_STRAIGHT * Math.max(x, y) + (COST_DIAGONAL - COST_STRAIGHT) * Math.min(x, y)
}

/** A binary heap of cells, the lowest estimate first, then the lowest cell. */
function createHeap() {
  let estimates = new Int32Array(1_024)
  let cells = new Int32Array(1_024)
  let length = 0
  const isBefore = (estimate: number, cell: number, index: number) =>
    estimate < (estimates[index] as number) || (estimate === estimates[index] && cell < (cells[index] as number))
  const put = (index: number, estimate: number, cell: number) => {
    estimates[index] = estimate
    cells[index] = cell
  }
  const grow = () => {
    const [longerEstimates, longerCells] = [new Int32Array(length * 2), new Int32Array(length * 2)]
    longerEstimates.set(estimates)
    longerCells.set(cells)
    estimates = longerEstimates
    cells = longerCells
  }
  const sink = (estimate: number, cell: number) => {
    let index = 0
    for (let child = 1; child < length; child = 2 * index + 1) {
      const right = child + 1
      if (right < length && isBefore(estimates[right] as number, cells[right] as number, child)) child = right
      if (isBefore(estimate, cell, child)) break
      put(index, estimates[child] as number, cells[child] as number)
      index = child
    }
    put(index, estimate, cell)
  }
  return {
    clear: () => {
      length = 0
    },
    push: (estimate: number, cell: number) => {
      if (length === cells.length) grow()
      let index = length++
      for (let parent = (index - 1) >> 1; index > 0 && isBefore(estimate, cell, parent); parent = (index - 1) >> 1) {
        put(index, estimates[parent] as number, cells[parent] as number)
        index = parent
      }
      put(index, estimate, cell)
    },
    pop: (): number | undefined => {
      if (length === 0) return undefined
      const lowest = cells[0] as number
      length--
      if (length > 0) sink(estimates[length] as number, cells[length] as number)
      return lowest
    },
  }
}
