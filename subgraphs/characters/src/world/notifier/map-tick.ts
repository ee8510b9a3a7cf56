import type { Change } from '../simulation/outcome.js'
import type { MapWorld } from '../simulation/state.js'
import { tileOf } from '../simulation/tile-index.js'
import { HeardWords, type KnownProfile } from './heard-words.js'
import { isStep } from './tile-crossing.js'
import { TilePopulations } from './tile-populations.js'
import type { ViewRectangle } from './view-rectangle.js'

const NONE = -1
const AT_FIRST = 256
/** Up to here insertion is faster than TypedArray.sort, which needs an object for the part. */
const INSERTION_MAX = 48

/** How a viewer is told of a change. */
export const TOLD_AS_IT_IS = 0
export const TOLD_AS_LEFT = 1
export const TOLD_AS_APPEARED = 2
export const WAYS = 3

/**
 * The changes of one map and tick by the tiles that they are seen on. Its arrays serve all ticks of the map,
 * so a tick makes no garbage.
 */
export class MapTick {
  readonly world: MapWorld
  /** Tick that the index is of. */
  tick = NONE
  changes: readonly Change[] = []
  /** The loop has let go of the map: nobody is on it any more. */
  isReleased = false
  readonly populations: TilePopulations
  readonly words: HeardWords
  /** The changes that the last viewer is told, in order: number of the change · WAYS + how. */
  readonly told: { numbers: Int32Array; count: number } = { numbers: new Int32Array(AT_FIRST), count: 0 }
  /** By tile: the first of its entries, of which change c has 2c for where it begins and 2c + 1 for where it ends. */
  readonly #first: Int32Array
  #next = new Int32Array(AT_FIRST)
  /** Tiles of each change: where it begins, and where it ends. */
  #tiles = new Int32Array(AT_FIRST)

  constructor(world: MapWorld, profiles: ReadonlyMap<string, KnownProfile>) {
    this.world = world
    this.words = new HeardWords(profiles)
    this.populations = new TilePopulations(world)
    const { columns, lines } = world.tiles.characters
    this.#first = new Int32Array(columns * lines)
  }

  /** Indexes the changes of a tick, once. */
  index(tick: number): void {
    if (this.tick === tick) return
    const { changes } = this.world
    this.tick = tick
    this.changes = changes
    this.populations.count(this.world)
    this.#first.fill(NONE)
    this.words.clear()
    if (this.#next.length < changes.length * 2) {
      this.#next = new Int32Array(changes.length * 4)
      this.#tiles = new Int32Array(changes.length * 4)
    }
    const { columns } = this.world.tiles.characters
    for (let number = 0; number < changes.length; number++) {
      const change = changes[number] as Change
      if (change.type === 'characterSaid') this.words.add(number, change)
      const to = tileOf(change.y) * columns + tileOf(change.x)
      const from = isStep(change) ? tileOf(change.fromY) * columns + tileOf(change.fromX) : to
      this.#list(from, number * 2)
      // A step to another tile is seen on both.
      if (to !== from) this.#list(to, number * 2 + 1)
      this.#tiles[number * 2] = from
      this.#tiles[number * 2 + 1] = to
    }
  }

  /**
   * Notes in `told` the changes that a viewer is told, in the order in which they happened.
   * @param before the rectangle that it saw at the tick before: what happens on other tiles is in the snapshots
   * of those that come into view
   * @param now the rectangle that it sees now
   */
  tell(before: ViewRectangle, now: ViewRectangle): void {
    const { columns, lines } = this.world.tiles.characters
    const { told } = this
    told.count = 0
    if (this.changes.length === 0) return
    if (told.numbers.length < this.changes.length * 2) told.numbers = new Int32Array(this.changes.length * 4)
    const [x0, x1] = [Math.max(0, before.x0), Math.min(columns - 1, before.x1)]
    for (let y = Math.max(0, before.y0); y <= Math.min(lines - 1, before.y1); y++)
      for (let tile = y * columns + x0; tile <= y * columns + x1; tile++)
        for (let entry = this.#first[tile] as number; entry !== NONE; entry = this.#next[entry] as number)
          told.numbers[told.count++] = entry >> 1
    sort(told.numbers, told.count)
    let kept = 0
    let last = NONE
    for (let at = 0; at < told.count; at++) {
      const number = told.numbers[at] as number
      if (number === last) continue
      last = number
      told.numbers[kept++] = number * WAYS + this.#howTold(number, before, now)
    }
    told.count = kept
  }

  #howTold(number: number, before: ViewRectangle, now: ViewRectangle): number {
    const from = this.#tiles[number * 2] as number
    const to = this.#tiles[number * 2 + 1] as number
    if (from === to) return TOLD_AS_IT_IS
    if (!this.#sees(before, from)) return TOLD_AS_APPEARED
    // A step to a tile that goes from view is told: the viewer then takes leave of all that stands there.
    return this.#sees(now, to) || this.#sees(before, to) ? TOLD_AS_IT_IS : TOLD_AS_LEFT
  }

  #sees(view: ViewRectangle, tile: number): boolean {
    const { columns } = this.world.tiles.characters
    const y = Math.floor(tile / columns)
    const x = tile - y * columns
    return x >= view.x0 && x <= view.x1 && y >= view.y0 && y <= view.y1
  }

  #list(tile: number, entry: number): void {
    this.#next[entry] = this.#first[tile] as number
    this.#first[tile] = entry
  }
}

function sort(numbers: Int32Array, count: number): void {
  if (count > INSERTION_MAX) {
    numbers.subarray(0, count).sort()
    return
  }
  for (let at = 1; at < count; at++) {
    const number = numbers[at] as number
    let place = at - 1
    for (; place >= 0 && (numbers[place] as number) > number; place--) numbers[place + 1] = numbers[place] as number
    numbers[place + 1] = number
  }
}
