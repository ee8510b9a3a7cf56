import { CrowdCap } from './crowd-cap.js'
import type { MapTick } from './map-tick.js'
import type { MapTexts, Pieces } from './map-texts.js'
import type { Projection } from './projection.js'
import type { Envelope, ProjectionTexts } from './projection-texts.js'
import type { BodyWriter, Extent } from './view-bodies.js'
import { seesTile, type ViewRectangle } from './view-rectangle.js'

export interface WatchOptions {
  readonly characterId: string
  readonly everyTicks: number
  readonly projection: Projection
}

interface Telling {
  readonly tick: number
  readonly acknowledged: number | null
  readonly pieces: Pieces
  readonly writer: BodyWriter
}

const NOTHING: Extent = { start: 0, end: 0 }

/** What one client sees around its character. A class, since there is one for each. */
export class Viewer {
  readonly id: number
  readonly characterId: string
  readonly texts: ProjectionTexts
  needsSnapshot = true
  readonly #everyTicks: number
  /** Null while the character is not in the world. */
  #mapTick: MapTick | null = null
  #view: ViewRectangle | null = null
  readonly #crowdCap = new CrowdCap()
  /** The map that it was on, for as long as it has not come to another. */
  #lastMapId: string | null = null
  /** The list of another viewer who sees the same; null where there is none. */
  #shared: Extent | null = null
  /** Where its own list is shared from, once it is written; null where it is told something of its own. */
  #shareAs: { readonly key: number; readonly lists: Map<number, Extent> } | null = null
  /** Changes of earlier ticks that it has not been sent yet, with commas between. */
  #pending: Buffer | null = null
  #acknowledged: number | null = null
  #sequence = 0
  /** The tick of the last update. */
  #updatedAt = 0

  constructor(id: number, { characterId, everyTicks }: WatchOptions, texts: ProjectionTexts) {
    this.id = id
    this.characterId = characterId
    this.texts = texts
    this.#everyTicks = everyTicks
  }

  /** The character has left the world, or is between two maps: its viewer sees it go, and nothing more. */
  lookAway(pieces: Pieces): void {
    this.#shared = null
    this.#shareAs = null
    if (this.#mapTick === null) return
    this.texts.of(this.#mapTick).own({ __typename: 'CharacterLeft', characterId: this.characterId }, pieces)
    this.#mapTick = null
  }

  /** Moves the rectangle with the character, and notes what there is to tell. */
  look(mapTick: MapTick, row: number, pieces: Pieces): void {
    const { map, state } = mapTick.world
    const { x, y } = state.characters.at(row)
    const before = this.#mapTick === mapTick ? this.#view : null
    const view = this.#crowdCap.view({ x, y, before, tick: mapTick.tick }, mapTick.populations.within)
    const texts = this.texts.of(mapTick)
    this.#mapTick = mapTick
    this.#view = view
    this.#shared = null
    this.#shareAs = null
    if (before === null || this.needsSnapshot) {
      this.needsSnapshot = true
      this.#pending = null
      if (this.#lastMapId !== null && this.#lastMapId !== map.id)
        texts.own({ __typename: 'MapChanged', mapId: map.id, position: { x, y } }, pieces)
      this.#lastMapId = map.id
      tellTiles(mapTick, view, null, (tileX, tileY) => texts.snapshot(tileX, tileY, pieces))
    } else if (view === before) this.#lookOn(mapTick, texts, pieces)
    else {
      tellChanges(mapTick, { before, now: view }, texts, pieces)
      // Those that stand on tiles that have come into view, and then those on tiles that have gone from it.
      tellTiles(mapTick, view, before, (tileX, tileY) => texts.snapshot(tileX, tileY, pieces))
      tellTiles(mapTick, before, view, (tileX, tileY) => texts.left(tileX, tileY, pieces))
    }
  }

  /** Snapshots go out at once; deltas when as many ticks as the viewer wants have passed. */
  tell({ acknowledged, pieces, tick, writer }: Telling): void {
    const snapshot = this.needsSnapshot && this.#mapTick !== null
    const isDue = tick - this.#updatedAt >= this.#everyTicks
    const list = this.#shared
    const hasChanges = list === null ? pieces.count > 0 : list !== NOTHING
    const hasNews = hasChanges || this.#pending !== null || acknowledged !== this.#acknowledged
    if (!snapshot && (this.needsSnapshot || !isDue || !hasNews)) {
      if (hasChanges) this.#keep(pieces, writer)
      return
    }
    this.#sequence = snapshot ? 1 : this.#sequence + 1
    this.needsSnapshot = false
    this.#acknowledged = acknowledged
    this.#updatedAt = tick
    this.#write({ sequence: this.#sequence, snapshot, acknowledged }, pieces, writer)
    this.#pending = null
  }

  /** With the rectangle of the tick before. */
  #lookOn(mapTick: MapTick, texts: MapTexts, pieces: Pieces): void {
    const view = this.#view as ViewRectangle
    const key = keyOf(view)
    const known = texts.lists.get(key)
    if (known !== undefined) {
      this.#shared = known
      return
    }
    tellChanges(mapTick, { before: view, now: view }, texts, pieces)
    if (pieces.count === 0) texts.lists.set(key, (this.#shared = NOTHING))
    else this.#shareAs = { key, lists: texts.lists }
  }

  #write(envelope: Envelope, pieces: Pieces, writer: BodyWriter): void {
    const { texts } = this
    const { slab } = writer
    const headStart = slab.position
    texts.writeHead(envelope)
    const headEnd = slab.position
    let list = this.#shared
    if (list === null || this.#pending !== null) {
      if (texts.projection.hasChanges) this.#writeList(pieces, writer)
      list = { start: headEnd, end: slab.position }
      if (this.#pending === null) this.#shareAs?.lists.set(this.#shareAs.key, list)
    }
    const tailStart = slab.position
    texts.writeTail(envelope)
    writer.add(
      { viewerId: this.id, ...envelope },
      { head: { start: headStart, end: headEnd }, list, tail: { start: tailStart, end: slab.position } },
    )
  }

  #writeList(pieces: Pieces, writer: BodyWriter): void {
    const { slab } = writer
    if (this.#pending !== null) slab.copyFrom(this.#pending)
    if (this.#shared === null) pieces.copyTo(writer, this.#pending === null)
    else if (this.#shared !== NOTHING) {
      if (this.#pending !== null) slab.comma()
      slab.copy(this.#shared.start, this.#shared.end)
    }
  }

  /** Keeps the changes for a later update: the slab of this tick is not there any more by then. */
  #keep(pieces: Pieces, writer: BodyWriter): void {
    const { slab } = writer
    const start = slab.position
    this.#writeList(pieces, writer)
    this.#pending = Buffer.from(slab.bytes.subarray(start, slab.position))
    slab.position = start
  }
}

function tellChanges(
  mapTick: MapTick,
  { before, now }: { before: ViewRectangle; now: ViewRectangle },
  texts: MapTexts,
  pieces: Pieces,
): void {
  mapTick.tell(before, now)
  const { count, numbers } = mapTick.told
  for (let at = 0; at < count; at++) texts.change(numbers[at] as number, pieces)
}

/** Calls back with the tiles of the map that are in one rectangle, and not in the other. */
function tellTiles(
  { world }: MapTick,
  view: ViewRectangle,
  except: ViewRectangle | null,
  tell: (tileX: number, tileY: number) => void,
): void {
  const { columns, lines } = world.tiles.monsters
  for (let tileY = Math.max(0, view.y0); tileY <= Math.min(lines - 1, view.y1); tileY++)
    for (let tileX = Math.max(0, view.x0); tileX <= Math.min(columns - 1, view.x1); tileX++)
      if (except === null || !seesTile(except, tileX, tileY)) tell(tileX, tileY)
}

/** Tiles of one edge; no map has as many. */
const TILES_MAX = 4_096
/** A view may begin outside of the map. */
const TILES_OUTSIDE = 8

/** Different for different rectangles. */
function keyOf({ x0, x1, y0, y1 }: ViewRectangle): number {
  const from = (x0 + TILES_OUTSIDE) * TILES_MAX + y0 + TILES_OUTSIDE
  return (from * TILES_MAX + x1) * TILES_MAX + y1
}
