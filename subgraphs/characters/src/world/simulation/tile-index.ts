/**
 * Cells in a direction; measured: smaller tiles cost assembly, larger ones bytes (7.4 / 7.9 / 9.6 kB/s a
 * player for 4 / 8 / 16).
 */
export const TILE_SIDE = 8

export const tileOf = (cell: number): number => Math.floor(cell / TILE_SIDE)

/**
 * The rows of one table by the tile that they stand on, as linked lists in arrays. The order within a tile is that of
 * arrival, which a restored world does not have: a choice among equals goes by row, never by this order.
 */
export interface TileIndex {
  readonly columns: number
  readonly lines: number
  add(row: number, x: number, y: number): void
  /** To be called before the row's fields change. */
  remove(row: number, x: number, y: number): void
  /** Calls back with each row whose tile is less than `radius` cells away, and some that are a tile farther. */
  near(x: number, y: number, radius: number, found: (row: number) => void): void
  /** Calls back with each row of one tile. */
  ofTile(tileX: number, tileY: number, found: (row: number) => void): void
}

const NONE = -1
const ROWS_AT_FIRST = 256

export function createTileIndex(width: number, height: number): TileIndex {
  const columns = tileOf(width - 1) + 1
  const lines = tileOf(height - 1) + 1
  const first = new Int32Array(columns * lines).fill(NONE)
  let next = new Int32Array(ROWS_AT_FIRST).fill(NONE)
  let previous = new Int32Array(ROWS_AT_FIRST).fill(NONE)
  const tileAt = (x: number, y: number) => tileOf(y) * columns + tileOf(x)
  const grow = (row: number) => {
    if (row < next.length) return
    const length = Math.max(row + 1, next.length * 2)
    const [longerNext, longerPrevious] = [new Int32Array(length).fill(NONE), new Int32Array(length).fill(NONE)]
    longerNext.set(next)
    longerPrevious.set(previous)
    next = longerNext
    previous = longerPrevious
  }
  const ofTile = (tileX: number, tileY: number, found: (row: number) => void) => {
    for (let row = first[tileY * columns + tileX] as number; row !== NONE; row = next[row] as number) found(row)
  }
  return {
    columns,
    lines,
    add: (row, x, y) => {
      grow(row)
      const tile = tileAt(x, y)
      const behind = first[tile] as number
      next[row] = behind
      previous[row] = NONE
      if (behind !== NONE) previous[behind] = row
      first[tile] = row
    },
    remove: (row, x, y) => {
      const [before, behind] = [previous[row] as number, next[row] as number]
      if (before === NONE) first[tileAt(x, y)] = behind
      else next[before] = behind
      if (behind !== NONE) previous[behind] = before
    },
    near: (x, y, radius, found) => {
      const [fromX, toX] = [Math.max(0, tileOf(x - radius)), Math.min(columns - 1, tileOf(x + radius))]
      const [fromY, toY] = [Math.max(0, tileOf(y - radius)), Math.min(lines - 1, tileOf(y + radius))]
      for (let tileY = fromY; tileY <= toY; tileY++)
        for (let tileX = fromX; tileX <= toX; tileX++) ofTile(tileX, tileY, found)
    },
    ofTile,
  }
}
