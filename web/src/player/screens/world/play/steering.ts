import type { Cell, MapInView } from '@waystone/live-client'

/** Keys by `KeyboardEvent.code`, so that WASD lies where it lies on any keyboard. */
const DIRECTIONS: Readonly<Record<string, Cell>> = {
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  KeyW: { x: 0, y: 1 },
  KeyS: { x: 0, y: -1 },
  KeyA: { x: -1, y: 0 },
  KeyD: { x: 1, y: 0 },
}
/** Cells that one command walks ahead: few enough that letting go of the key stops soon. */
const AHEAD = 5

export const isSteering = (code: string): boolean => code in DIRECTIONS

/** Where the held keys lead: (0, 0) where there are none, or they contradict each other. */
export function directionOf(held: Iterable<string>): Cell {
  let [x, y] = [0, 0]
  for (const code of held) {
    x += DIRECTIONS[code]?.x ?? 0
    y += DIRECTIONS[code]?.y ?? 0
  }
  return { x: Math.sign(x), y: Math.sign(y) }
}

/**
 * The farthest of the next cells that a straight walk reaches. Walkers do not step diagonally past a corner: along a
 * wall the walk goes on by the half of the direction that is free.
 * @returns null where not even the first step is possible
 */
export function goalAhead(from: Cell, direction: Cell, map: Pick<MapInView, 'isWalkable'>): Cell | null {
  for (const way of [direction, { x: direction.x, y: 0 }, { x: 0, y: direction.y }]) {
    if (way.x === 0 && way.y === 0) continue
    let at = from
    for (let step = 0; step < AHEAD && canStep(at, way, map); step++) at = { x: at.x + way.x, y: at.y + way.y }
    if (at !== from) return at
  }
  return null
}

const canStep = (at: Cell, way: Cell, map: Pick<MapInView, 'isWalkable'>): boolean =>
  map.isWalkable(at.x + way.x, at.y + way.y) &&
  (way.x === 0 || way.y === 0 || (map.isWalkable(at.x + way.x, at.y) && map.isWalkable(at.x, at.y + way.y)))
