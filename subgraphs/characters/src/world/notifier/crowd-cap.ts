import { TICKS_PER_SECOND } from '../tick.js'
import { isSameView, VIEW_IN, viewAround, type ViewRectangle } from './view-rectangle.js'

/** A view with more entities shrinks: an update of a crowd costs bytes, and no screen shows a thousand. */
export const VIEW_ENTITIES_MAX = 150
/** Cells to each side, by how far a view has shrunk. The last one stays, whatever is in it. */
export const VIEW_RADII: readonly number[] = [VIEW_IN, 16, 12, 8, 4]
/** A view grows again once the wider one would hold fewer. */
export const GROWS_BELOW = 0.8 * VIEW_ENTITIES_MAX
/** A view changes its radius outwards at most once in so many ticks. */
export const GROWS_EVERY_TICKS = TICKS_PER_SECOND

/** How far the view of one viewer has shrunk. A class, since there is one for each. */
export class CrowdCap {
  /** Index in VIEW_RADII. */
  level = 0
  #changedAt = 0

  /**
   * The rectangle of this tick.
   * @param place.before the rectangle of the tick before; null where there was none on this map
   * @param count how many entities stand on the tiles of a rectangle
   */
  view(
    { before, tick, x, y }: { x: number; y: number; before: ViewRectangle | null; tick: number },
    count: (view: ViewRectangle) => number,
  ): ViewRectangle {
    if (before === null) this.level = 0
    let view = viewAround(x, y, before, this.#radius)
    if (count(view) > VIEW_ENTITIES_MAX) {
      // First without the play at its edges.
      view = viewAround(x, y, null, this.#radius)
      while (this.level < VIEW_RADII.length - 1 && count(view) > VIEW_ENTITIES_MAX) {
        this.level++
        this.#changedAt = tick
        view = viewAround(x, y, null, this.#radius)
      }
    } else if (this.level > 0 && tick - this.#changedAt >= GROWS_EVERY_TICKS) {
      const wider = viewAround(x, y, null, VIEW_RADII[this.level - 1])
      if (count(wider) < GROWS_BELOW) {
        this.level--
        this.#changedAt = tick
        view = wider
      }
    }
    return before !== null && isSameView(before, view) ? before : view
  }

  get #radius(): number {
    return VIEW_RADII[this.level] ?? VIEW_IN
  }
}
