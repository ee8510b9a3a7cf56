import type { Position } from '../../domain/position.js'
import type { Grid } from './cells.js'

/** 1 for each cell, y · width + x, to which steps in the four directions lead. A diagonal step leads nowhere else. */
export function reachableCells(grid: Grid, from: Position): Uint8Array {
  const { width, height } = grid
  const reached = new Uint8Array(width * height)
  const waiting: Position[] = [from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { x, y } = next
    if (!grid.isWalkable(x, y) || reached[y * width + x] === 1) continue
    reached[y * width + x] = 1
    waiting.push({ x: x + 1, y }, { x: x - 1, y }, { x, y: y + 1 }, { x, y: y - 1 })
  }
  return reached
}
