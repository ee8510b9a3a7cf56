import { createHash } from 'node:crypto'

/** Cells of a side, as in the measurements that the design rests on. */
const SIDE = 200
const WALLS = 120
const LETTERS = 'ABCDEFGHIJ'
/** Where every map begins; portals lead from corner to corner. */
const SPAWN = { x: 3, y: 3 }

export interface GeneratedMap {
  readonly id: string
  /** In the format of prisma/characters/content. */
  readonly text: string
  /** From north to south, as in the file. */
  readonly rows: readonly string[]
}

export const isFree = ({ rows }: Pick<GeneratedMap, 'rows'>, x: number, y: number): boolean =>
  rows[SIDE - 1 - y]?.[x] === '.'

/** Repeatable numbers below `below`. */
export function createDice(seed: number): (below: number) => number {
  let state = seed
  // Mulberry32, by Tommy Ettinger.
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Maps of 200 × 200 cells with walls between which everything can be reached, and their monsters. */
export function generateMaps(count: number, monstersEach: number): readonly GeneratedMap[] {
  return Array.from({ length: count }, (_, index) => {
    const rows = wallsOf(index)
    const id = uuidOf(`map ${index}`)
    const [before, behind] = [(index + count - 1) % count, (index + 1) % count]
    const text = [
      `id ${id}`,
      `code ${LETTERS[index]}`,
      `name Map ${LETTERS[index]}`,
      `spawn ${SPAWN.x},${SPAWN.y}`,
      `returns ${keyOf(index)}`,
      ...(count > 1
        ? [
            `portal ${SIDE - 2},${SIDE - 2} to ${keyOf(behind)} ${SPAWN.x},${SPAWN.y}`,
            `portal 1,${SIDE - 2} to ${keyOf(before)} ${SPAWN.x},${SPAWN.y}`,
          ]
        : []),
      `monsters ${monstersEach} wolf in 2,2 to ${SIDE - 3},${SIDE - 3}`,
      'cells',
      ...rows,
    ].join('\n')
    return { id, text, rows }
  })
}

export const keyOf = (index: number): string => `map-${(LETTERS[index] ?? '').toLowerCase()}`

export const uuidOf = (name: string): string => {
  const hash = createHash('sha256').update(name).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** Short walls in rows and columns, never next to each other, so that they enclose nothing. */
function wallsOf(seed: number): readonly string[] {
  const roll = createDice(seed + 1)
  const cells = Array.from({ length: SIDE }, (_, y) =>
    Array.from({ length: SIDE }, (__, x) => (x === 0 || y === 0 || x === SIDE - 1 || y === SIDE - 1 ? '#' : '.')),
  )
  for (let wall = 0; wall < WALLS; wall++) {
    // On a grid of 12 cells: each wall has its own field.
    const [left, top] = [8 + roll(15) * 12, 8 + roll(15) * 12]
    const isAcross = roll(2) === 0
    for (let cell = 0; cell < 9; cell++) {
      const row = cells[isAcross ? top : top + cell]
      if (row !== undefined) row[isAcross ? left + cell : left] = '#'
    }
  }
  return cells.map(row => row.join(''))
}

/** Monsters that wander, notice, chase, strike and die. */
export const monsterKinds = JSON.stringify([
  {
    key: 'wolf',
    id: uuidOf('wolf'),
    name: 'Wolf',
    level: 5,
    maxHp: 60,
    attack: 12,
    defense: 2,
    hit: 60,
    flee: 5,
    experience: 10,
    cellsPerSecond: 4,
    sight: 6,
    reach: 1,
    attackSeconds: 1.5,
    respawnSeconds: 10,
    aggressive: true,
    fleesBelowPercent: 20,
    tamePercent: 0,
    drops: [{ itemId: uuidOf('fang'), name: 'Fang', percent: 50 }],
  },
])
