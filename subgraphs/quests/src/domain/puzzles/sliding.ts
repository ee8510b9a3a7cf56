import * as z from 'zod'
import { countProblems, type Problem } from '../problems.js'
import type { KindRules } from './puzzle-rules.js'
import type { Random } from './random.js'
import { goalOf, shortestSolutions, slid, SOLUTION_MOVES_MAX, type Board } from './sliding-search.js'

/**
 * Tiles in rows from the top left; 0 is the gap. `moves` is how many a right answer has: the fewest possible.
 */
export interface SlidingData extends Board {
  readonly moves?: number | undefined
}

const SIZES = { min: 3, max: 4 } as const

/**
 * The sliding puzzle. The right answer is the shortest list of moves to the goal. Boards with two shortest
 * lists are not used, so there is exactly one. An answer names the tiles in the order in which they slide
 * into the gap.
 */
export const sliding: KindRules<SlidingData, readonly number[]> = {
  data: z.strictObject({
    size: z.int().min(SIZES.min).max(SIZES.max),
    tiles: z.array(z.int().min(0)).max(SIZES.max ** 2),
    moves: z.int().optional(),
  }),
  dataProblems: ({ size, tiles, moves }) => {
    const isWhole = goalOf(size).tiles.every(tile => tiles.includes(tile)) && tiles.length === size ** 2
    if (!isWhole) return [{ field: 'data.tiles', message: 'must hold the gap and each tile of the board once' }]
    const fewest = shortestSolutions({ size, tiles })[0]?.length ?? 0
    if (fewest === 0) return [tooFar]
    return moves === undefined || moves === fewest ? [] : [notFewest]
  },
  generate: generateSliding,
  solve: board => {
    const [only, ...others] = shortestSolutions(board)
    return only === undefined || only.length === 0 || others.length > 0 ? null : only
  },
  shown: ({ size, tiles }, { length }) => ({ size, tiles, moves: length }),
  readAnswer: (value, { moves = SOLUTION_MOVES_MAX }) => {
    if (!isNumbers(value))
      return [{ field: 'answer', message: 'must be a list of tiles by their numbers', rule: 'FORMAT' }]
    const problems = countProblems('answer', value.length, { min: 1, max: moves })
    return problems.length > 0 ? problems : value
  },
  isRight: (answer, { data }) => {
    let board: Board | null = data
    for (const tile of answer) board = board && slid(board, tile)
    const goal = goalOf(data.size)
    return board !== null && board.tiles.every((tile, place) => tile === goal.tiles[place])
  },
}

const tooFar: Problem = {
  field: 'data.tiles',
  message: `must be solvable in at most ${SOLUTION_MOVES_MAX} moves, and not be solved`,
  rule: 'RANGE',
  min: 1,
  max: SOLUTION_MOVES_MAX,
}

const notFewest: Problem = {
  field: 'data.moves',
  message: 'must be left out, or be the fewest moves that solve the board',
}

export const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every(one => Number.isInteger(one))

/** Moves of the answer, by difficulty. */
const MOVES = [4, 6, 8, 10, 12, 10, 12, 14, 16, 18] as const
/** The first difficulty whose board has 4 × 4 tiles. */
const LARGE_FROM = 6
const WALKS_MAX = 400

/** Walks away from the goal until the way back is the only shortest one. */
function generateSliding(random: Random, difficulty: number): SlidingData {
  const size = difficulty < LARGE_FROM ? SIZES.min : SIZES.max
  const moves = MOVES[difficulty - 1] ?? MOVES[0]
  for (let walk = 0; walk < WALKS_MAX; walk++) {
    const board = walkFrom(goalOf(size), { moves, random })
    const [only, ...others] = shortestSolutions(board)
    if (only?.length === moves && others.length === 0) return { ...board, moves }
  }
  throw new Error(`Expected one of ${WALKS_MAX} walks to have only one way back`)
}

function walkFrom(goal: Board, { moves, random }: { moves: number; random: Random }): Board {
  let board = goal
  let last = 0
  for (let move = 0; move < moves; move++) {
    const [first = 0, ...rest] = movable(board).filter(tile => tile !== last)
    last = random.pick([first, ...rest])
    board = slid(board, last) ?? board
  }
  return board
}

const movable = (board: Board): number[] => board.tiles.filter(tile => tile !== 0 && slid(board, tile) !== null)
