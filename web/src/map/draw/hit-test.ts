import type { Point } from './camera.js'

/** Something on the map that can be clicked, in the middle of its picture. */
export interface Target extends Point {
  readonly kind: 'monster' | 'drop' | 'character' | 'pet'
  readonly id: string
}

/** Cells around the middle of a picture that belong to it: fingers are not exact. */
const REACH_CELLS = 0.75
/** Pictures stand on their cell and rise above it. */
const RISE_CELLS = 0.25
/** Of two that are equally near: whatever a click is more likely to mean. */
const ORDER = { monster: 0, drop: 0.1, character: 0.3, pet: 0.4 } as const

/** @returns the target under a place on the map; null for the ground */
export function targetUnder<Any extends Target>(place: Point, targets: Iterable<Any>): Any | null {
  let found: Any | null = null
  let nearest = Infinity
  for (const target of targets) {
    const distance = Math.hypot(place.x - target.x, place.y - target.y - RISE_CELLS)
    if (distance > REACH_CELLS || distance + ORDER[target.kind] >= nearest) continue
    nearest = distance + ORDER[target.kind]
    found = target
  }
  return found
}
