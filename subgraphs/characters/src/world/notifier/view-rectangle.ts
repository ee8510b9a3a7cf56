import { tileOf } from '../simulation/tile-index.js'

/** A cell this near is in view … */
export const VIEW_IN = 20
/** … and one that was in view stays so up to here: a character that walks to and fro over an edge changes nothing. */
export const VIEW_OUT = 22

/** The tiles that a viewer sees, both ends included: a cell is in view with its whole tile. */
export interface ViewRectangle {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** @param before the rectangle of the tick before; null where there was none on this map */
export function viewAround(x: number, y: number, before: ViewRectangle | null): ViewRectangle {
  const low = (cell: number, edge: number | undefined) =>
    Math.min(tileOf(cell - VIEW_IN), Math.max(tileOf(cell - VIEW_OUT), edge ?? Infinity))
  const high = (cell: number, edge: number | undefined) =>
    Math.max(tileOf(cell + VIEW_IN), Math.min(tileOf(cell + VIEW_OUT), edge ?? -Infinity))
  const view = { x0: low(x, before?.x0), y0: low(y, before?.y0), x1: high(x, before?.x1), y1: high(y, before?.y1) }
  return before !== null && isSameView(view, before) ? before : view
}

export const isSameView = (one: ViewRectangle, other: ViewRectangle): boolean =>
  one.x0 === other.x0 && one.y0 === other.y0 && one.x1 === other.x1 && one.y1 === other.y1

export const seesTile = (view: ViewRectangle, tileX: number, tileY: number): boolean =>
  tileX >= view.x0 && tileX <= view.x1 && tileY >= view.y0 && tileY <= view.y1

export const seesCell = (view: ViewRectangle, x: number, y: number): boolean => seesTile(view, tileOf(x), tileOf(y))
