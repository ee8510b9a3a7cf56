import * as z from 'zod'
import type { Problem } from '../problems.js'
import type { KindRules } from './puzzle-rules.js'
import type { Random } from './random.js'
import { isNumbers } from './sliding.js'

/** Lamps are numbered in rows from the top left, from 0. */
export interface LightsOutData {
  readonly rows: number
  readonly columns: number
  /** The lamps that are on. */
  readonly lit: readonly number[]
}

const SIDES = { min: 2, max: 8 } as const

/**
 * Lights out: pressing a lamp switches it and its neighbours in row and column. The order of presses does
 * not count, and a second press undoes the first, so an answer is a set of lamps. On some boards, such as 4 ×
 * 4 and 5 × 5, there are sets that switch nothing, and so several answers: those boards are not used.
 */
export const lightsOut: KindRules<LightsOutData, readonly number[]> = {
  data: z.strictObject({
    rows: z.int().min(SIDES.min).max(SIDES.max),
    columns: z.int().min(SIDES.min).max(SIDES.max),
    lit: z.array(z.int().min(0)).max(SIDES.max ** 2),
  }),
  dataProblems: ({ rows, columns, lit }) => [
    ...(new Set(lit).size < lit.length || lit.some(lamp => lamp >= rows * columns) ? [lampProblem('data.lit')] : []),
    ...(lit.length === 0 ? [{ field: 'data.lit', message: 'must have at least one lamp that is on' }] : []),
  ],
  generate: generateLightsOut,
  solve: solveLightsOut,
  shown: data => data,
  readAnswer: (value, { rows, columns }) => {
    const isSet = isNumbers(value) && new Set(value).size === value.length
    if (!isSet || value.some(lamp => lamp < 0 || lamp >= rows * columns)) return [lampProblem('answer')]
    return value
  },
  isRight: (answer, { data }) => answer.reduce((lamps, lamp) => lamps ^ switched(data, lamp), bitsOf(data.lit)) === 0n,
}

const lampProblem = (field: string): Problem => ({
  field,
  message: 'must be a list of lamps of the board by their numbers, each at most once',
  rule: 'FORMAT',
})

/** Lamps as bits. */
const bitsOf = (lamps: readonly number[]): bigint => lamps.reduce((bits, lamp) => bits | (1n << BigInt(lamp)), 0n)

const lampsOf = (bits: bigint, count: number): number[] =>
  Array.from({ length: count }, (_, lamp) => lamp).filter(lamp => (bits >> BigInt(lamp)) & 1n)

/** The lamps that a press switches. */
function switched({ rows, columns }: Pick<LightsOutData, 'rows' | 'columns'>, lamp: number): bigint {
  const [row, column] = [Math.floor(lamp / columns), lamp % columns]
  return bitsOf([
    lamp,
    ...(row > 0 ? [lamp - columns] : []),
    ...(row < rows - 1 ? [lamp + columns] : []),
    ...(column > 0 ? [lamp - 1] : []),
    ...(column < columns - 1 ? [lamp + 1] : []),
  ])
}

/**
 * Gaussian elimination over GF(2). Each row is an equation: which presses reach a lamp, and as the highest
 * bit whether the lamp is on.
 */
function solveLightsOut(data: LightsOutData): readonly number[] | null {
  const count = data.rows * data.columns
  const isOn = 1n << BigInt(count)
  // The relation is symmetric: the lamps that a press switches are the presses that switch the lamp.
  const equations = Array.from(
    { length: count },
    (_, lamp) => switched(data, lamp) | (data.lit.includes(lamp) ? isOn : 0n),
  )
  for (let press = 0; press < count; press++) {
    const bit = 1n << BigInt(press)
    const found = equations.findIndex((equation, place) => place >= press && (equation & bit) !== 0n)
    const pivot = equations[found]
    // A press that no equation decides could be left out or taken: no answer, or several.
    if (pivot === undefined) return null
    ;[equations[found], equations[press]] = [equations[press] ?? 0n, pivot]
    equations.forEach((equation, place) => {
      if (place !== press && (equation & bit) !== 0n) equations[place] = equation ^ pivot
    })
  }
  return lampsOf(
    equations.reduce(
      (presses, equation, press) => ((equation & isOn) === 0n ? presses : presses | (1n << BigInt(press))),
      0n,
    ),
    count,
  )
}

/** Boards on which every pattern has one answer, by difficulty; and how many presses answer it. */
const boards = [
  { rows: 3, columns: 3, presses: 2 },
  { rows: 3, columns: 3, presses: 3 },
  { rows: 3, columns: 3, presses: 4 },
  { rows: 3, columns: 4, presses: 5 },
  { rows: 3, columns: 4, presses: 6 },
  { rows: 4, columns: 5, presses: 7 },
  { rows: 4, columns: 5, presses: 8 },
  { rows: 6, columns: 6, presses: 9 },
  { rows: 6, columns: 6, presses: 11 },
  { rows: 6, columns: 6, presses: 13 },
] as const

function generateLightsOut(random: Random, difficulty: number): LightsOutData {
  const { rows, columns, presses } = boards[difficulty - 1] ?? boards[0]
  for (;;) {
    const pressed = new Set<number>()
    while (pressed.size < presses) pressed.add(random.below(rows * columns))
    const lit = [...pressed].reduce((lamps, lamp) => lamps ^ switched({ rows, columns }, lamp), 0n)
    // On few patterns the answer is to press what is on, which needs no thought; other presses are drawn then.
    if (lit !== bitsOf([...pressed])) return { rows, columns, lit: lampsOf(lit, rows * columns) }
  }
}
