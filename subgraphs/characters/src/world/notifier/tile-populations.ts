import type { MapWorld } from '../simulation/state.js'
import type { ViewRectangle } from './view-rectangle.js'

/**
 * How many entities stand on rectangles of tiles: sums over all tiles to the south-west, so any rectangle takes
 * four look-ups.
 */
export class TilePopulations {
  readonly #columns: number
  readonly #lines: number
  /** Of tiles below column x and line y, at y · (columns + 1) + x. */
  readonly #sums: Int32Array

  constructor({ tiles }: MapWorld) {
    this.#columns = tiles.characters.columns
    this.#lines = tiles.characters.lines
    this.#sums = new Int32Array((this.#columns + 1) * (this.#lines + 1))
  }

  count({ tiles }: MapWorld): void {
    const width = this.#columns + 1
    const sums = this.#sums
    let found = 0
    const note = () => {
      found++
    }
    for (let y = 0; y < this.#lines; y++)
      for (let x = 0; x < this.#columns; x++) {
        found = 0
        tiles.characters.ofTile(x, y, note)
        tiles.monsters.ofTile(x, y, note)
        tiles.drops.ofTile(x, y, note)
        tiles.pets.ofTile(x, y, note)
        const at = (y + 1) * width + x + 1
        sums[at] = found + (sums[at - 1] as number) + (sums[at - width] as number) - (sums[at - width - 1] as number)
      }
  }

  readonly within = (view: ViewRectangle): number => {
    const x0 = Math.max(0, view.x0)
    const y0 = Math.max(0, view.y0)
    const x1 = Math.min(this.#columns, view.x1 + 1)
    const y1 = Math.min(this.#lines, view.y1 + 1)
    if (x1 <= x0 || y1 <= y0) return 0
    const at = (x: number, y: number) => this.#sums[y * (this.#columns + 1) + x] as number
    return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)
  }
}
