import type { Change } from '../simulation/outcome.js'
import { SharedLists } from './shared-lists.js'
import type { Slab } from './slab.js'
import type { BodyWriter } from './view-bodies.js'
import type { ViewRectangle } from './view-rectangle.js'
import { type MapTick, WAYS, TOLD_AS_APPEARED, TOLD_AS_LEFT } from './map-tick.js'
import { EXECUTED_FROM, EXECUTED_TO, render, type Projection } from './projection.js'
import { seenCharacter, type Profile } from './seen-character.js'
import { appearedBy, isStep, leftBy } from './tile-crossing.js'
import { appeared, left, viewOf, type ViewChange } from './view-change.js'

/** Ends of texts within the slab, by number; each is of the generation that it was written in. */
class Extents {
  start: Int32Array
  end: Int32Array
  generation: Int32Array

  constructor(length: number) {
    this.start = new Int32Array(length)
    this.end = new Int32Array(length)
    this.generation = new Int32Array(length)
  }

  fit(length: number): void {
    if (this.start.length >= length) return
    this.start = new Int32Array(length * 2)
    this.end = new Int32Array(length * 2)
    this.generation = new Int32Array(length * 2)
  }
}

/**
 * The changes of one map and tick as text of one projection, each written once into the slab, and only when a
 * viewer is told of it; so are the snapshots of tiles and the lists of what is left on them.
 */
export class MapTexts {
  readonly lists = new SharedLists()
  readonly #mapTick: MapTick
  readonly #writer: BodyWriter
  readonly #profiles: ReadonlyMap<string, Profile>
  #projection: Projection | undefined
  #tick = -1
  #generation = 0
  readonly #changes = new Extents(WAYS * 256)
  readonly #snapshots: Extents
  readonly #lefts: Extents

  constructor(
    mapTick: MapTick,
    { profiles, writer }: { readonly writer: BodyWriter; readonly profiles: ReadonlyMap<string, Profile> },
  ) {
    this.#mapTick = mapTick
    this.#writer = writer
    this.#profiles = profiles
    const { columns, lines } = mapTick.world.tiles.characters
    this.#snapshots = new Extents(columns * lines)
    this.#lefts = new Extents(columns * lines)
  }

  /** Forgets the texts of another tick or projection. */
  begin(projection: Projection): void {
    const { changes, tick } = this.#mapTick
    if (projection === this.#projection && tick === this.#tick) return
    this.#projection = projection
    this.#tick = tick
    this.#generation++
    this.#changes.fit(changes.length * WAYS)
    this.lists.clear()
  }

  /** The changes that a viewer is told, see MapTick.tell, without the words that are hidden from it. */
  changes(before: ViewRectangle, now: ViewRectangle, pieces: Pieces): void {
    const { told, words } = this.#mapTick
    const { hidden } = words
    this.#mapTick.tell(before, now)
    for (let at = 0; at < told.count; at++) {
      const telling = told.numbers[at] as number
      if (hidden.length === 0 || !hidden.includes(Math.floor(telling / WAYS))) this.#change(telling, pieces)
    }
  }

  /** Everything that stands on the tile, as it appears. */
  snapshot(tileX: number, tileY: number, pieces: Pieces): void {
    this.#tile(this.#snapshots, appeared, { tileX, tileY, pieces })
  }

  /** Everything that stands on the tile, as it leaves. */
  left(tileX: number, tileY: number, pieces: Pieces): void {
    this.#tile(this.#lefts, left, { tileX, tileY, pieces })
  }

  /** Something that one viewer alone is told. */
  own(change: ViewChange, pieces: Pieces): void {
    const start = this.#writer.slab.position
    this.#write(change)
    pieces.add(start, this.#writer.slab.position - 1)
  }

  /** @param telling as MapTick notes it */
  #change(telling: number, pieces: Pieces): void {
    const extents = this.#changes
    if (extents.generation[telling] !== this.#generation) {
      const { slab } = this.#writer
      extents.generation[telling] = this.#generation
      extents.start[telling] = slab.position
      this.#write(this.#viewOf(telling))
      extents.end[telling] = slab.position - 1
    }
    pieces.add(extents.start[telling] as number, extents.end[telling] as number)
  }

  #tile(
    extents: Extents,
    told: typeof appeared,
    { tileX, tileY, pieces }: { tileX: number; tileY: number; pieces: Pieces },
  ): void {
    const { world } = this.#mapTick
    const { slab } = this.#writer
    const tile = tileY * world.tiles.characters.columns + tileX
    if (extents.generation[tile] !== this.#generation) {
      extents.generation[tile] = this.#generation
      extents.start[tile] = slab.position
      world.tiles.characters.ofTile(tileX, tileY, row => this.#write(told.character(world, row)))
      world.tiles.monsters.ofTile(tileX, tileY, row => this.#write(told.monster(world, row)))
      world.tiles.drops.ofTile(tileX, tileY, row => this.#write(told.drop(world, row)))
      world.tiles.pets.ofTile(tileX, tileY, row => this.#write(told.pet(world, row)))
      extents.end[tile] = slab.position - 1
    }
    const start = extents.start[tile] as number
    const end = extents.end[tile] as number
    // Of a tile that nothing stands on the end is before the start.
    if (end >= start) pieces.add(start, end)
  }

  #viewOf(telling: number): ViewChange {
    const { changes, world } = this.#mapTick
    const change = changes[Math.floor(telling / WAYS)] as Change
    const how = telling % WAYS
    if (how === TOLD_AS_LEFT && isStep(change)) return leftBy(world, change)
    return how === TOLD_AS_APPEARED && isStep(change) ? appearedBy(world, change) : viewOf(world, change)
  }

  /** Writes the change, and a comma behind it. */
  #write(view: ViewChange): void {
    const { slab } = this.#writer
    // Where changes are not selected, the comma alone stands for each: it is counted, and never sent.
    if (this.#projection?.hasChanges === true) {
      const template = this.#projection.members[view.__typename]
      const text = template === undefined ? undefined : render(template, this.#withCarried(view))
      slab.write(text ?? EXECUTED_FROM + JSON.stringify(view) + EXECUTED_TO)
    }
    slab.comma()
  }

  /** Adds what resolvers of the change's fields would answer. */
  #withCarried(view: ViewChange): object {
    const { world } = this.#mapTick
    if (view.__typename === 'MapChanged') return { ...view, carried: { map: world.map } }
    if (view.__typename !== 'CharacterAppeared') return view
    const { characterId, position } = view
    const profile = this.#profiles.get(characterId)
    return { characterId, position, carried: { character: profile && seenCharacter(world, profile) } }
  }
}

/** The texts that one viewer is told, in their order, as parts of the slab; behind each is a comma. */
export class Pieces {
  count = 0
  #ends = new Int32Array(256)

  add(start: number, end: number): void {
    const at = this.count++ * 2
    if (this.#ends.length < at + 2) {
      const longer = new Int32Array(this.#ends.length * 2)
      longer.set(this.#ends)
      this.#ends = longer
    }
    this.#ends[at] = start
    this.#ends[at + 1] = end
  }

  /** Copies them to the end of the slab, with commas between; neighbours at once. */
  copyTo(slab: Slab): void {
    const last = this.count - 1
    for (let piece = 0; piece <= last; piece++) {
      const start = this.#ends[piece * 2] as number
      while (piece < last && this.#ends[piece * 2 + 2] === (this.#ends[piece * 2 + 1] as number) + 1) piece++
      slab.copy(start, (this.#ends[piece * 2 + 1] as number) + (piece < last ? 1 : 0))
    }
  }
}
