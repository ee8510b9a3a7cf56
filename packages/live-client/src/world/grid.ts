import type { Cell } from './protocol.js'

/** The cells of a map, as far as walkers care: outside of it nothing is walkable. */
export interface Grid {
  readonly width: number
  readonly height: number
  isWalkable(x: number, y: number): boolean
}

/**
 * @param rows from north to south, a character a cell
 * @param isWalkable by the map's legend
 */
export function createGrid(rows: readonly string[], isWalkable: (symbol: string) => boolean): Grid {
  const height = rows.length
  const width = rows[0]?.length ?? 0
  return {
    width,
    height,
    isWalkable: (x, y) =>
      x >= 0 && y >= 0 && x < width && y < height && isWalkable(rows[height - 1 - y]?.charAt(x) ?? ''),
  }
}

export const isSameCell = (one: Cell, other: Cell): boolean => one.x === other.x && one.y === other.y
