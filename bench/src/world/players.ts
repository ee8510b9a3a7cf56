import { createChance, type BenchMap, type Cell, type Chance } from './maps.js'

/** A player of the benchmark, the same one before each server. */
export interface BenchPlayer {
  readonly characterId: string
  readonly userId: string
  readonly name: string
  readonly mapIndex: number
  readonly home: Cell
}

/** Strong enough to fight for a while. */
export const LEVEL = 30

/** A quarter of a screen's side of 40 cells: half of the crowd's square. */
const CROWD_RADIUS = 20
export const CENTER = 100
const EDGE = 25
const WANDER = 8

/** @param sort one hexadecimal digit */
export const idOf = (sort: string, number: number): string =>
  `${sort}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Players all over the maps, or all of them on one screen of the first map. */
export function createPlayers(count: number, maps: readonly BenchMap[], where: 'spread' | 'crowd'): BenchPlayer[] {
  const chance = createChance(7)
  return Array.from({ length: count }, (_, number) => {
    const mapIndex = where === 'crowd' ? 0 : number % maps.length
    return {
      characterId: idOf('c', number),
      userId: idOf('d', number),
      name: `Bench${number}`,
      mapIndex,
      home: walkable(maps[mapIndex] as BenchMap, () =>
        where === 'crowd' ? around({ x: CENTER, y: CENTER }, CROWD_RADIUS, chance) : anywhere(chance),
      ),
    }
  })
}

/** Where a player walks next: near its home, so that the density stays as it is. */
export const nextCell = (map: BenchMap, { home }: BenchPlayer, chance: Chance): Cell =>
  walkable(map, () => around(home, WANDER, chance))

const anywhere = (chance: Chance): Cell => ({ x: EDGE + chance(200 - 2 * EDGE), y: EDGE + chance(200 - 2 * EDGE) })

const around = ({ x, y }: Cell, radius: number, chance: Chance): Cell => ({
  x: x - radius + chance(2 * radius + 1),
  y: y - radius + chance(2 * radius + 1),
})

function walkable(map: BenchMap, guess: () => Cell): Cell {
  for (;;) {
    const cell = guess()
    if (map.isWalkable(cell)) return cell
  }
}
