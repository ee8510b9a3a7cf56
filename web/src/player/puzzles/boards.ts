/** The public data of each kind of puzzle, as PuzzleKind of the schema describes it. */
export interface SlidingData {
  readonly size: number
  /** In rows; 0 is the gap. */
  readonly tiles: readonly number[]
  readonly moves: number
}
export interface LampsData {
  readonly rows: number
  readonly columns: number
  readonly lit: readonly number[]
}
export interface SequenceData {
  readonly terms: readonly number[]
}
export interface CipherData {
  readonly text: string
  readonly keyLength: number
  readonly words: readonly string[]
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The board after a tile has slid into the gap; null for a tile that is not beside it. */
export function slide({ size, tiles }: Pick<SlidingData, 'size' | 'tiles'>, tile: number): readonly number[] | null {
  const [from, gap] = [tiles.indexOf(tile), tiles.indexOf(0)]
  const rows = Math.abs(Math.floor(from / size) - Math.floor(gap / size))
  if (tile === 0 || from === -1 || rows + Math.abs((from % size) - (gap % size)) !== 1) return null
  return tiles.map(one => (one === tile ? 0 : one === 0 ? tile : one))
}

/** The tile that would move in this direction, into the gap. */
export function tileToMove({ size, tiles }: Pick<SlidingData, 'size' | 'tiles'>, to: Direction): number | null {
  const gap = tiles.indexOf(0)
  const column = gap % size
  const from = {
    up: gap + size,
    down: gap - size,
    left: column < size - 1 ? gap + 1 : -1,
    right: column > 0 ? gap - 1 : -1,
  }[to]
  return tiles[from] ?? null
}

export const isInOrder = (tiles: readonly number[]): boolean =>
  tiles.every((tile, place) => tile === (place + 1) % tiles.length)

/** The lamps that are on after these presses. */
export function lampsAfter({ rows, columns, lit }: LampsData, presses: readonly number[]): ReadonlySet<number> {
  const on = new Set(lit)
  for (const press of presses) for (const lamp of switched({ rows, columns }, press)) if (!on.delete(lamp)) on.add(lamp)
  return on
}

function switched({ rows, columns }: Pick<LampsData, 'rows' | 'columns'>, press: number): number[] {
  const [row, column] = [Math.floor(press / columns), press % columns]
  return [
    press,
    ...(row > 0 ? [press - columns] : []),
    ...(row < rows - 1 ? [press + columns] : []),
    ...(column > 0 ? [press - 1] : []),
    ...(column < columns - 1 ? [press + 1] : []),
  ]
}

const LETTERS = 26
const A = 65

/** The text with each letter moved back by the key; what is not yet known of the key leaves dots. */
export function decipher({ text, keyLength }: Pick<CipherData, 'text' | 'keyLength'>, key: string): string {
  const shifts = Array.from(key.toUpperCase(), letter => letter.charCodeAt(0) - A)
  let place = 0
  return text.replaceAll(/[A-Z]/g, letter => {
    const shift = shifts[place++ % keyLength]
    if (shift === undefined || shift < 0 || shift >= LETTERS) return '·'
    return String.fromCharCode(((letter.charCodeAt(0) - A - shift + LETTERS) % LETTERS) + A)
  })
}

/** The place that an arrow key leads to on a board of rows and columns; the same at its edge. */
export function placeBeside(
  place: number,
  to: Direction,
  { rows, columns }: { rows: number; columns: number },
): number {
  const [row, column] = [Math.floor(place / columns), place % columns]
  if (to === 'up') return row > 0 ? place - columns : place
  if (to === 'down') return row < rows - 1 ? place + columns : place
  if (to === 'left') return column > 0 ? place - 1 : place
  return column < columns - 1 ? place + 1 : place
}

export const directionOf = (key: string): Direction | undefined => DIRECTIONS.find(([name]) => name === key)?.[1]

const DIRECTIONS: readonly (readonly [string, Direction])[] = [
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
]
