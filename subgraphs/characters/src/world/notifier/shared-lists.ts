import type { ViewRectangle } from './view-rectangle.js'

/** A power of two; on a map of 200 cells there are some hundred rectangles. */
const SLOTS = 1_024
/** A view may begin outside of the map. */
const TILES_OUTSIDE = 128

/**
 * Lists of one tick by the rectangle that they are for: viewers who see the same share them. Of two rectangles
 * in one slot the later one stays, since to miss a list only costs writing it again.
 */
export class SharedLists {
  /** Of the list in each slot: where it is in the slab. */
  readonly start = new Int32Array(SLOTS)
  readonly end = new Int32Array(SLOTS)
  readonly #low = new Int32Array(SLOTS)
  readonly #high = new Int32Array(SLOTS)
  readonly #generation = new Int32Array(SLOTS)
  #current = 0

  clear(): void {
    this.#current++
  }

  slotOf({ x0, x1, y0, y1 }: ViewRectangle): number {
    return (Math.imul(Math.imul(Math.imul(x0, 31) + y0, 31) + x1, 31) + y1) & (SLOTS - 1)
  }

  has(slot: number, view: ViewRectangle): boolean {
    return (
      this.#generation[slot] === this.#current &&
      this.#low[slot] === packed(view.x0, view.y0) &&
      this.#high[slot] === packed(view.x1, view.y1)
    )
  }

  set(slot: number, view: ViewRectangle, start: number, end: number): void {
    this.#generation[slot] = this.#current
    this.#low[slot] = packed(view.x0, view.y0)
    this.#high[slot] = packed(view.x1, view.y1)
    this.start[slot] = start
    this.end[slot] = end
  }
}

const packed = (x: number, y: number): number => ((x + TILES_OUTSIDE) << 16) | (y + TILES_OUTSIDE)
