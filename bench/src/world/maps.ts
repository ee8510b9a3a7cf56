import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const SIDE = 200
/** A block of walls in each square of this side: a way leads around every one. */
const BLOCK_SQUARE = 10
/** Far from anyone's home: nobody leaves its map. */
const PORTAL = { x: 1, y: 1 }
const ARRIVAL = { x: 4, y: 1 }

export interface Cell {
  readonly x: number
  readonly y: number
}

/** A map of the benchmark, of 200 by 200 cells with walls. */
export interface BenchMap {
  readonly id: string
  readonly key: string
  isWalkable(cell: Cell): boolean
  /** As a file of content. */
  readonly text: string
}

/** Half of them come at those who pass. */
const monsters = [
  [70, 'meadow-slime'],
  [30, 'burrow-rabbit'],
  [60, 'road-bandit'],
  [40, 'reed-viper'],
] as const
export const MONSTERS_EACH = monsters.reduce((sum, [count]) => sum + count, 0)

export const createMaps = (count: number): readonly BenchMap[] =>
  Array.from({ length: count }, (_, index) => createMap(index, count))

/** The first is where the content of Waystone begins; a portal leads from each to the next. */
const keyOf = (index: number): string => (index === 0 ? 'dawnhaven' : `plain-${String.fromCodePoint(96 + index)}`)

function createMap(index: number, count: number): BenchMap {
  const chance = createChance(index + 1)
  const walls = new Uint8Array(SIDE * SIDE)
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) if (x === 0 || y === 0 || x === SIDE - 1 || y === SIDE - 1) walls[y * SIDE + x] = 1
  for (let top = BLOCK_SQUARE; top < SIDE - BLOCK_SQUARE; top += BLOCK_SQUARE)
    for (let left = BLOCK_SQUARE; left < SIDE - BLOCK_SQUARE; left += BLOCK_SQUARE) {
      const [width, height] = [1 + chance(BLOCK_SQUARE - 4), 1 + chance(BLOCK_SQUARE - 4)]
      for (let y = top + 2; y < top + 2 + height; y++) walls.fill(1, y * SIDE + left + 2, y * SIDE + left + 2 + width)
    }
  const isWalkable = ({ x, y }: Cell) => walls[y * SIDE + x] === 0
  const rows = Array.from({ length: SIDE }, (_, line) =>
    Array.from({ length: SIDE }, (__, x) => (walls[(SIDE - 1 - line) * SIDE + x] === 1 ? '#' : '.')).join(''),
  )
  const [key, next] = [keyOf(index), keyOf((index + 1) % count)]
  const at = (cell: Cell) => `${cell.x},${cell.y}`
  const header = [
    `id 6d1f0a52-3c1e-4b8e-9a51-0000000000${String(index).padStart(2, '0')}`,
    `code ${String.fromCodePoint(65 + index)}`,
    `name Plain ${index}`,
    // In the middle of no block: those squares begin with two cells without walls.
    `spawn ${SIDE / 2},${SIDE / 2}`,
    `returns ${key}`,
    ...(count > 1 ? [`portal ${at(PORTAL)} to ${next} ${at(ARRIVAL)}`] : []),
    ...monsters.map(([each, kind]) => `monsters ${each} ${kind} in 10,10 to ${SIDE - 11},${SIDE - 11}`),
    'cells',
  ]
  const id = header[0]?.slice('id '.length) ?? ''
  return { id, key, isWalkable, text: [...header, ...rows, ''].join('\n') }
}

/** Puts the maps in place of those of a directory of content; its kinds of monsters stay. */
export function writeMaps(directory: string, maps: readonly BenchMap[]): void {
  const folder = path.join(directory, 'maps')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { key, text } of maps) writeFileSync(path.join(folder, `${key}.txt`), text)
}

/** A number from 0 to below `limit`; the same ones for the same seed (the generator of Park and Miller). */
export type Chance = (limit: number) => number

export function createChance(seed: number): Chance {
  let state = seed
  return limit => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
}
