import type { Position } from '../../domain/position.js'

export interface CellKind {
  readonly symbol: string
  readonly name: string
  readonly walkable: boolean
  /** True where arrows and looks pass over it. */
  readonly open: boolean
}

/** Every symbol that a map may have, in the order of the legend that clients get. */
export const cellKinds: readonly CellKind[] = [
  { symbol: '.', name: 'ground', walkable: true, open: true },
  { symbol: ',', name: 'grass', walkable: true, open: true },
  { symbol: '=', name: 'road', walkable: true, open: true },
  { symbol: '#', name: 'wall', walkable: false, open: false },
  { symbol: 'T', name: 'tree', walkable: false, open: false },
  { symbol: '~', name: 'water', walkable: false, open: true },
]

const kindOf = new Map(cellKinds.map(kind => [kind.symbol, kind]))

/** Undefined for a symbol that is none. */
export const cellKindOf = (symbol: string): CellKind | undefined => kindOf.get(symbol)

/** The cells of one map as the simulation asks for them: outside of the map nothing is walkable. */
export interface Grid {
  readonly width: number
  readonly height: number
  isWalkable(x: number, y: number): boolean
  /** True when one cell is in sight of another: no closed cell lies between them. */
  isInSight(from: Position, to: Position): boolean
}

/** @param rows from north to south, all of one length, as a map file has them */
export function createGrid(rows: readonly string[]): Grid {
  const height = rows.length
  const width = rows[0]?.length ?? 0
  const walkable = new Uint8Array(width * height)
  const open = new Uint8Array(width * height)
  for (const [index, row] of rows.entries())
    for (let x = 0; x < width; x++) {
      const kind = cellKindOf(row.charAt(x))
      const cell = (height - 1 - index) * width + x
      walkable[cell] = kind?.walkable === true ? 1 : 0
      open[cell] = kind?.open === true ? 1 : 0
    }
  return {
    width,
    height,
    isWalkable: (x, y) => x >= 0 && y >= 0 && x < width && y < height && walkable[y * width + x] === 1,
    isInSight: (from, to) => isLineOpen(from, to, (x, y) => open[y * width + x] === 1),
  }
}

/** Bresenham's line in integers; its two ends do not count. */
function isLineOpen(from: Position, to: Position, isOpen: (x: number, y: number) => boolean): boolean {
  const [distanceX, distanceY] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)]
  const [stepX, stepY] = [Math.sign(to.x - from.x), Math.sign(to.y - from.y)]
  let [x, y, error] = [from.x, from.y, distanceX - distanceY]
  for (;;) {
    const doubled = 2 * error
    if (doubled > -distanceY) {
      error -= distanceY
      x += stepX
    }
    if (doubled < distanceX) {
      error += distanceX
      y += stepY
    }
    if (x === to.x && y === to.y) return true
    if (!isOpen(x, y)) return false
  }
}
