import { tileOf } from '../simulation/tile-index.js'

/** A cell this near is in view … */
export const VIEW_IN = 20
/** … and one that was in view stays so a bit farther: a character that walks over an edge and back changes nothing. */
export const VIEW_PLAY = 2

/** The tiles that a viewer sees, both ends included: a cell is in view with its whole tile. */
export interface ViewRectangle {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/**
 * @param before the rectangle of the tick before; null where there was none on this map
 * @param radius cells
 */
export function viewAround(x: number, y: number, before: ViewRectangle | null, radius = VIEW_IN): ViewRectangle {
  const out = radius + VIEW_PLAY
  const x0 = low(tileOf(x - radius), tileOf(x - out), before?.x0)
  const y0 = low(tileOf(y - radius), tileOf(y - out), before?.y0)
  const x1 = high(tileOf(x + radius), tileOf(x + out), before?.x1)
  const y1 = high(tileOf(y + radius), tileOf(y + out), before?.y1)
  return before !== null && before.x0 === x0 && before.y0 === y0 && before.x1 === x1 && before.y1 === y1
    ? before
    : { x0, y0, x1, y1 }
}

const low = (nearest: number, farthest: number, edge: number | undefined): number =>
  edge === undefined ? nearest : Math.min(nearest, Math.max(farthest, edge))
const high = (nearest: number, farthest: number, edge: number | undefined): number =>
  edge === undefined ? nearest : Math.max(nearest, Math.min(farthest, edge))

export const isSameView = (one: ViewRectangle, other: ViewRectangle): boolean =>
  one.x0 === other.x0 && one.y0 === other.y0 && one.x1 === other.x1 && one.y1 === other.y1

export const seesTile = (view: ViewRectangle, tileX: number, tileY: number): boolean =>
  tileX >= view.x0 && tileX <= view.x1 && tileY >= view.y0 && tileY <= view.y1

export const seesCell = (view: ViewRectangle, x: number, y: number): boolean => seesTile(view, tileOf(x), tileOf(y))
