import type { Point } from './camera.js'

/** A place that moves evenly from where an entity is shown to where it is told to be. */
export interface Glide extends Point {
  readonly isMoving: boolean
  /** Sign of the last move to the west or east, so that pictures can face it. */
  readonly facing: 1 | -1
  /** @param durationMs measured from the time between two targets when left out */
  aim(target: Point, nowMs: number, durationMs?: number): void
  advance(nowMs: number): void
}

/** A step of the fastest and of the slowest walkers. */
const STEP_MIN_MS = 120
const STEP_MAX_MS = 520
const STEP_MS = 220
/** An entity that was told to be farther away has not walked there: portals, deaths. */
const JUMP_CELLS = 4
/** Steps arrive a little late now and then: without it each of them would end in a short stop. */
const STRETCH = 1.12

export function createGlide(start: Point): Glide {
  let [x, y] = [start.x, start.y]
  let [fromX, fromY] = [x, y]
  let target: Point = start
  let [begunMs, duration, aimedMs] = [0, 0, -Infinity]
  let facing: 1 | -1 = 1

  const advance = (nowMs: number) => {
    const share = duration <= 0 ? 1 : Math.min(1, (nowMs - begunMs) / duration)
    x = fromX + (target.x - fromX) * share
    y = fromY + (target.y - fromY) * share
  }
  return {
    get x() {
      return x
    },
    get y() {
      return y
    },
    get isMoving() {
      return x !== target.x || y !== target.y
    },
    get facing() {
      return facing
    },
    aim: (next, nowMs, durationMs) => {
      if (next.x === target.x && next.y === target.y) return
      advance(nowMs)
      if (next.x !== target.x) facing = next.x > target.x ? 1 : -1
      ;[fromX, fromY, target, begunMs] = [x, y, { x: next.x, y: next.y }, nowMs]
      duration = durationMs ?? stepDuration(nowMs - aimedMs)
      if (Math.max(Math.abs(next.x - x), Math.abs(next.y - y)) > JUMP_CELLS) duration = 0
      aimedMs = nowMs
      advance(nowMs)
    },
    advance,
  }
}

/** How long a step takes, by the time since the one before; the usual time where that was long ago. */
export const stepDuration = (sinceLastMs: number): number =>
  sinceLastMs > STEP_MAX_MS * 2
    ? STEP_MS
    : Math.min(STEP_MAX_MS, Math.max(STEP_MIN_MS, Math.round(sinceLastMs * STRETCH)))
