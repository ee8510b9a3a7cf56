import type { Position } from '../../domain/position.js'
import { TICKS_PER_SECOND } from '../tick.js'
import { NEEDS_PATH, ON_PATH, pathFields, STANDING, type Mover } from './entities.js'
import { COST_STRAIGHT, costOf, stepX, stepY } from './path-search.js'
import type { MapWorld } from './state.js'
import type { TileIndex } from './tile-index.js'

/** Directions in one path field, three bits each. */
const DIRECTIONS_PER_FIELD = 10

/** Sends a mover to a cell. Where the search finds no way there, nothing changes. */
export function setGoal(
  world: MapWorld,
  mover: Mover,
  goal: Position,
  cellsMax: number,
): 'walks' | 'stands' | 'no-way' | 'too-far' {
  if (mover.x === goal.x && mover.y === goal.y) {
    stand(mover)
    return 'stands'
  }
  const found = world.search.find(mover, goal, { cellsMax, out: world.found })
  world.searchCells -= found.cells
  if (found.outcome !== 'path') return found.outcome
  mover.walking = ON_PATH
  mover.goalX = goal.x
  mover.goalY = goal.y
  mover.pathLength = found.steps
  mover.pathStep = 0
  writeSteps(mover, world.found, found.steps)
  return 'walks'
}

export function stand(mover: Mover): void {
  if (mover.walking === STANDING) return
  mover.walking = STANDING
  mover.progress = 0
  mover.goalX = 0
  mover.goalY = 0
  mover.pathLength = 0
  mover.pathStep = 0
  for (const field of pathFields) mover[field] = 0
}

export const NO_STEP = -1

/**
 * One tick of a walk. Each tick adds the speed, `cellsPerSecond · 10`; a step takes the cost of its
 * direction, 10 or 14, times the ticks of a second: exact in integers, at any speed.
 * @returns the direction of the step that was made, or NO_STEP
 */
export function walk(
  world: MapWorld,
  mover: Mover,
  { cellsPerSecond, searchCellsMax }: { readonly cellsPerSecond: number; readonly searchCellsMax: number },
): number {
  if (mover.walking === STANDING) return NO_STEP
  if (mover.walking === NEEDS_PATH && world.searchCells > 0) {
    const outcome = setGoal(world, mover, { x: mover.goalX, y: mover.goalY }, searchCellsMax)
    if (outcome !== 'walks') stand(mover)
  }
  if (mover.walking !== ON_PATH) return NO_STEP
  const direction = directionAt(mover, mover.pathStep)
  const needed = costOf(direction) * TICKS_PER_SECOND
  mover.progress += cellsPerSecond * COST_STRAIGHT
  if (mover.progress < needed) return NO_STEP
  mover.progress -= needed
  mover.x += stepX[direction] as number
  mover.y += stepY[direction] as number
  mover.pathStep++
  if (mover.x === mover.goalX && mover.y === mover.goalY) stand(mover)
  else if (mover.pathStep === mover.pathLength) mover.walking = NEEDS_PATH
  return direction
}

/** The move that a step was, once the index has the mover on its new cell. */
export function stepOf(
  tiles: TileIndex,
  mover: Mover,
  direction: number,
): { x: number; y: number; fromX: number; fromY: number } {
  const { row, x, y } = mover
  const fromX = x - (stepX[direction] as number)
  const fromY = y - (stepY[direction] as number)
  tiles.remove(row, fromX, fromY)
  tiles.add(row, x, y)
  return { x, y, fromX, fromY }
}

function writeSteps(mover: Mover, directions: Uint8Array, steps: number): void {
  for (const [index, field] of pathFields.entries()) {
    let packed = 0
    const first = index * DIRECTIONS_PER_FIELD
    for (let step = Math.min(steps, first + DIRECTIONS_PER_FIELD) - 1; step >= first; step--)
      packed = (packed << 3) | (directions[step] as number)
    mover[field] = packed
  }
}

function directionAt(mover: Mover, step: number): number {
  const field = pathFields[Math.floor(step / DIRECTIONS_PER_FIELD)]
  if (field === undefined) throw new RangeError(`No path has a step ${step}`)
  return (mover[field] >>> (3 * (step % DIRECTIONS_PER_FIELD))) & 7
}
