import type { Grid } from './grid.js'
import type { Cell } from './protocol.js'

/** East, north-east and on counterclockwise; odd ones are diagonal. */
export const STEPS: readonly Cell[] = [
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
  { x: -1, y: 1 },
  { x: -1, y: 0 },
  { x: -1, y: -1 },
  { x: 0, y: -1 },
  { x: 1, y: -1 },
]
/** Costs of a straight and a diagonal step: √2 to one per cent, in integers. */
const STRAIGHT = 10
const DIAGONAL = 14
export const costOf = (direction: number): number => (direction % 2 === 0 ? STRAIGHT : DIAGONAL)

/** Steps that one search finds; the server walks a longer way in parts, and searches anew in between. */
export const STEPS_MAX = 60
/** Cells that one search visits at most. */
const CELLS_MAX = 8_192

/** Finds the way that the server would find; null where it would refuse. */
export type FindPath = (from: Cell, to: Cell) => readonly number[] | null

/**
 * The server's search: A* with the octile distance; equal estimates go by the number of their cell, so that both
 * find the same of several shortest ways. Walkers do not step diagonally past a corner.
 */
export function createPathFinder(grid: Grid): FindPath {
  const { width } = grid
  const cellCount = width * grid.height
  const canStep = (x: number, y: number, step: Cell) =>
    grid.isWalkable(x + step.x, y + step.y) &&
    (step.x === 0 || step.y === 0 || (grid.isWalkable(x + step.x, y) && grid.isWalkable(x, y + step.y)))

  return (from, to) => {
    if (!grid.isWalkable(to.x, to.y)) return null
    const cost = new Map<number, number>()
    const cameBy = new Map<number, number>()
    const closed = new Set<number>()
    // The estimate and its cell as one number, which orders by both.
    const open = createHeap()
    const push = (cell: number, x: number, y: number) =>
      open.push(((cost.get(cell) as number) + octile(to.x - x, to.y - y)) * cellCount + cell)
    const [start, goal] = [from.y * width + from.x, to.y * width + to.x]
    cost.set(start, 0)
    push(start, from.x, from.y)
    for (let lowest = open.pop(); lowest !== undefined; lowest = open.pop()) {
      const cell = lowest % cellCount
      if (closed.has(cell)) continue
      if (cell === goal) return stepsTo(goal, { start, width, cameBy })
      if (closed.size === CELLS_MAX) return null
      closed.add(cell)
      const x = cell % width
      const y = (cell - x) / width
      for (const [direction, step] of STEPS.entries()) {
        if (!canStep(x, y, step)) continue
        const next = (y + step.y) * width + x + step.x
        const along = (cost.get(cell) as number) + costOf(direction)
        if (closed.has(next) || (cost.get(next) ?? Infinity) <= along) continue
        cost.set(next, along)
        cameBy.set(next, direction)
        push(next, x + step.x, y + step.y)
      }
    }
    return null
  }
}

/** Follows the way back to its start. */
function stepsTo(
  goal: number,
  { start, width, cameBy }: { start: number; width: number; cameBy: ReadonlyMap<number, number> },
): readonly number[] {
  const steps: number[] = []
  for (let cell = goal; cell !== start; ) {
    const direction = cameBy.get(cell) as number
    const { x, y } = STEPS[direction] as Cell
    steps.push(direction)
    cell -= y * width + x
  }
  return steps.toReversed().slice(0, STEPS_MAX)
}

const octile = (byX: number, byY: number): number => {
  const [x, y] = [Math.abs(byX), Math.abs(byY)]
  return STRAIGHT * Math.max(x, y) + (DIAGONAL - STRAIGHT) * Math.min(x, y)
}

/** A binary heap of numbers, the lowest first. */
function createHeap() {
  const values: number[] = []
  const at = (index: number) => values[index] as number
  return {
    push: (value: number) => {
      let index = values.push(value) - 1
      for (let parent = (index - 1) >> 1; index > 0 && value < at(parent); parent = (index - 1) >> 1) {
        values[index] = at(parent)
        index = parent
      }
      values[index] = value
    },
    pop: (): number | undefined => {
      const lowest = values[0]
      const last = values.pop()
      if (last === undefined || values.length === 0) return lowest
      let index = 0
      for (let child = 1; child < values.length; child = 2 * index + 1) {
        if (child + 1 < values.length && at(child + 1) < at(child)) child++
        if (last <= at(child)) break
        values[index] = at(child)
        index = child
      }
      values[index] = last
      return lowest
    },
  }
}
