/** A square board; 0 is the gap. */
export interface Board {
  readonly size: number
  readonly tiles: readonly number[]
}

/** The longest way to the goal that is searched. */
export const SOLUTION_MOVES_MAX = 20
/** States this near to the goal are known; a search from a board goes the other half of the way. */
const KNOWN_DEPTH = SOLUTION_MOVES_MAX / 2
/** Ways of one board that are told apart: whether there is one, and whether there is another. */
const WAYS_MAX = 2

/** Tiles in their order, the gap last. */
export const goalOf = (size: number): Board => ({
  size,
  tiles: Array.from({ length: size ** 2 }, (_, place) => (place + 1) % size ** 2),
})

/** The board after a tile has slid into the gap; null for a tile that is not beside it. */
export function slid({ size, tiles }: Board, tile: number): Board | null {
  const [from, gap] = [tiles.indexOf(tile), tiles.indexOf(0)]
  if (tile === 0 || from === -1 || !areNeighbours(from, gap, size)) return null
  const moved = [...tiles]
  moved[gap] = tile
  moved[from] = 0
  return { size, tiles: moved }
}

function areNeighbours(a: number, b: number, size: number): boolean {
  const rows = Math.abs(Math.floor(a / size) - Math.floor(b / size))
  return rows + Math.abs((a % size) - (b % size)) === 1
}

/** A state that a search has reached: the board, and up to two shortest ways to it. */
interface Reached {
  readonly board: Board
  readonly ways: (readonly number[])[]
}

/**
 * The shortest lists of moves from the board to the goal, of which two are enough: none when the goal is
 * more than SOLUTION_MOVES_MAX moves away or out of reach. Searches from both ends: a board of 20 moves costs
 * some 8,000 states.
 */
export function shortestSolutions(board: Board): readonly (readonly number[])[] {
  const known = nearGoal(board.size)
  const start = known.get(keyOf(board))
  if (start !== undefined) return start.ways.map(way => way.toReversed())
  let layer = new Map([[keyOf(board), { board, ways: [[]] as (readonly number[])[] }]])
  let before = new Map<string, Reached>()
  for (let depth = 1; depth <= SOLUTION_MOVES_MAX - KNOWN_DEPTH; depth++) {
    ;[layer, before] = [nextLayer(layer, before), layer]
    const met = [...layer].flatMap(([key, { ways }]) => {
      const rest = known.get(key)?.ways ?? []
      return ways.flatMap(way => rest.map(back => [...way, ...back.toReversed()]))
    })
    if (met.length > 0) return met.slice(0, WAYS_MAX)
  }
  return []
}

/** By size, so that a process searches from the goal once; it depends on nothing but the size. */
const nearGoals = new Map<number, ReadonlyMap<string, Reached>>()

function nearGoal(size: number): ReadonlyMap<string, Reached> {
  const known = nearGoals.get(size) ?? searchFromGoal(goalOf(size))
  nearGoals.set(size, known)
  return known
}

function searchFromGoal(goal: Board): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>()
  let layer = new Map<string, Reached>([[keyOf(goal), { board: goal, ways: [[]] }]])
  let before = new Map<string, Reached>()
  for (let depth = 0; depth <= KNOWN_DEPTH; depth++) {
    for (const [key, state] of layer) reached.set(key, state)
    ;[layer, before] = [nextLayer(layer, before), layer]
  }
  return reached
}

/**
 * States one move further. Moves change the parity of a state, so those of two layers before cannot come
 * again.
 */
function nextLayer(layer: ReadonlyMap<string, Reached>, before: ReadonlyMap<string, Reached>): Map<string, Reached> {
  const next = new Map<string, Reached>()
  for (const { board, ways } of layer.values())
    for (const tile of besideGap(board)) {
      const moved = slid(board, tile)
      if (moved === null) continue
      const key = keyOf(moved)
      if (before.has(key)) continue
      const longer = ways.map(way => [...way, tile])
      const known = next.get(key)
      if (known === undefined) next.set(key, { board: moved, ways: longer })
      else known.ways.push(...longer.slice(0, WAYS_MAX - known.ways.length))
    }
  return next
}

function besideGap({ size, tiles }: Board): number[] {
  const gap = tiles.indexOf(0)
  const places = [
    gap - size,
    gap + size,
    ...(gap % size > 0 ? [gap - 1] : []),
    ...(gap % size < size - 1 ? [gap + 1] : []),
  ]
  return places.flatMap(place => tiles[place] ?? [])
}

const keyOf = ({ tiles }: Board): string => String.fromCharCode(...tiles)
