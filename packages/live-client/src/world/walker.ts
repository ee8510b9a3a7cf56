import { isSameCell } from './grid.js'
import { costOf, STEPS, type FindPath } from './path-finder.js'
import type { Cell } from './protocol.js'

export const TICK_MS = 40
const TICKS_PER_SECOND = 1_000 / TICK_MS
/** Progress of a step in a tick, for each cell a second of speed. */
const PROGRESS_PER_TICK = 10

/** Cells a second: `5 + ⌊agility / 40⌋`, 7 at most. */
export const walkingSpeed = (agility: number): number => Math.min(7, 5 + Math.floor(agility / 40))

/** A character that walks by the rule of the server, tick by tick. */
export interface Walker {
  readonly at: Cell
  /** The cell that it is on its way to; null while it stands. */
  readonly next: Cell | null
  /** Share of the step to `next` that is done, from 0 to below 1. */
  readonly progress: number
  readonly isWalking: boolean
  /** Where there is no way, it goes on as before. @param findPath null for a map that is not known: it stands */
  walkTo(goal: Cell, findPath: FindPath | null): void
  stand(): void
  /** Puts it on another cell, where it stands. */
  place(at: Cell): void
  /** Makes the step to `next` at once. */
  finishStep(): void
  /** @returns the cell that it has stepped on, null where it has made no step */
  tick(cellsPerSecond: number): Cell | null
}

export function createWalker(start: Cell): Walker {
  let at = start
  let walk: { readonly goal: Cell; readonly findPath: FindPath; steps: readonly number[]; taken: number } | null = null
  let progress = 0

  const direction = (): number | undefined => walk?.steps[walk.taken]
  const needed = () => costOf(direction() ?? 0) * TICKS_PER_SECOND
  const after = (step: number): Cell => ({ x: at.x + (STEPS[step]?.x ?? 0), y: at.y + (STEPS[step]?.y ?? 0) })
  const stand = () => {
    walk = null
    progress = 0
  }
  const step = (): Cell => {
    if (walk === null) return at
    at = after(direction() ?? 0)
    walk.taken++
    if (isSameCell(at, walk.goal)) stand()
    return at
  }
  const walkTo = (goal: Cell, findPath: FindPath | null) => {
    if (isSameCell(at, goal)) return stand()
    const steps = findPath?.(at, goal) ?? null
    if (findPath !== null && steps !== null) walk = { goal, findPath, steps, taken: 0 }
  }
  return {
    get at() {
      return at
    },
    get next() {
      const towards = direction()
      return towards === undefined ? null : after(towards)
    },
    get progress() {
      return direction() === undefined ? 0 : progress / needed()
    },
    get isWalking() {
      return walk !== null
    },
    walkTo,
    stand,
    place: cell => {
      at = cell
      stand()
    },
    finishStep: () => {
      progress = 0
      step()
    },
    tick: cellsPerSecond => {
      if (walk === null) return null
      if (direction() === undefined) {
        const steps = walk.findPath(at, walk.goal)
        if (steps === null) {
          stand()
          return null
        }
        walk = { ...walk, steps, taken: 0 }
      }
      progress += cellsPerSecond * PROGRESS_PER_TICK
      if (progress < needed()) return null
      progress -= needed()
      return step()
    },
  }
}
