import { CrowdCap, VIEW_ENTITIES_MAX } from './crowd-cap.js'
import type { MapTick } from './map-tick.js'
import type { MapTexts, Pieces } from './map-texts.js'
import type { Projection } from './projection.js'
import type { ProjectionTexts } from './projection-texts.js'
import type { BodyWriter } from './view-bodies.js'
import { seesTile, type ViewRectangle } from './view-rectangle.js'

export interface WatchOptions {
  readonly characterId: string
  readonly everyTicks: number
  readonly projection: Projection
  /** The map that the viewer has seen last: it is told of another one. */
  readonly lastMapId?: string | null
}

/** Positions in a slab begin behind its index: no text is at 0. */
const NOTHING = 0
const NONE = -1

/** The view of one client around its character. A class, since there is one for each. */
export class Viewer {
  readonly id: number
  readonly characterId: string
  readonly texts: ProjectionTexts
  needsSnapshot = true
  /** The last number of a command of its client that the world has applied or refused; null before the first. */
  acknowledged: number | null = null
  readonly #everyTicks: number
  /** Null while the character is not in the world. */
  #mapTick: MapTick | null = null
  /** The texts of its projection on that map. */
  #mapTexts: MapTexts | null = null
  /** Of the character, on that map. */
  row = NONE
  #view: ViewRectangle | null = null
  #x = NONE
  #y = NONE
  readonly #crowdCap = new CrowdCap()
  /** The map that it was on, for as long as it has not come to another. */
  #lastMapId: string | null
  /** Where the list of another viewer is who sees the same: NONE without one, NOTHING where nothing has happened. */
  #sharedStart = NONE
  #sharedEnd = NONE
  /** The slot that its own list is shared in, once it is written; NONE where it is told something of its own. */
  #shareIn = NONE
  /** Changes of earlier ticks that it has not been sent yet, with commas between. */
  #pending: Buffer | null = null
  #told: number | null = null
  #sequence = 0
  /** The tick of the last update. */
  #updatedAt = 0

  constructor(id: number, { characterId, everyTicks, lastMapId = null }: WatchOptions, texts: ProjectionTexts) {
    this.id = id
    this.characterId = characterId
    this.texts = texts
    this.#everyTicks = everyTicks
    this.#lastMapId = lastMapId
  }

  /** The map that its character is still on, where it stood at the tick before; null where it has to be looked for. */
  get staysOn(): MapTick | null {
    const mapTick = this.#mapTick
    if (mapTick === null || mapTick.isReleased) return null
    const { characterIds, state } = mapTick.world
    const isThere = characterIds[this.row] === this.characterId && state.characters.find(this.row) !== undefined
    return isThere ? mapTick : null
  }

  /** The character has left the world, or is between two maps: its viewer sees it go, and nothing more. */
  lookAway(pieces: Pieces): void {
    this.#sharedStart = NONE
    this.#shareIn = NONE
    if (this.#mapTick === null) return
    this.#mapTexts?.begin(this.texts.projection)
    this.#mapTexts?.own({ __typename: 'CharacterLeft', characterId: this.characterId }, pieces)
    this.#mapTick = null
  }

  /** Moves the rectangle with the character, and notes what there is to tell. */
  look(mapTick: MapTick, row: number, pieces: Pieces): void {
    const { map } = mapTick.world
    const before = this.#mapTick === mapTick ? this.#view : null
    const view = this.#turn(mapTick, row, before)
    const known = before === null ? null : this.#mapTexts
    const texts = known ?? this.texts.of(mapTick)
    texts.begin(this.texts.projection)
    this.#mapTick = mapTick
    this.#mapTexts = texts
    this.row = row
    this.#view = view
    this.#sharedStart = NONE
    this.#shareIn = NONE
    if (before === null || this.needsSnapshot) {
      this.needsSnapshot = true
      this.#pending = null
      if (this.#lastMapId !== null && this.#lastMapId !== map.id)
        texts.own({ __typename: 'MapChanged', mapId: map.id, position: { x: this.#x, y: this.#y } }, pieces)
      this.#lastMapId = map.id
      tellTiles(mapTick, view, null, (tileX, tileY) => texts.snapshot(tileX, tileY, pieces))
      return
    }
    const isHidden = mapTick.words.hideFrom(this.characterId, before)
    if (view === before && !isHidden) this.#lookOn(texts, pieces)
    else {
      texts.changes(before, view, pieces)
      // Those that stand on tiles that have come into view, and then those on tiles that have gone from it.
      tellTiles(mapTick, view, before, (tileX, tileY) => texts.snapshot(tileX, tileY, pieces))
      tellTiles(mapTick, before, view, (tileX, tileY) => texts.left(tileX, tileY, pieces))
    }
  }

  /** Snapshots go out at once; deltas when as many ticks as the viewer wants have passed. */
  tell(tick: number, pieces: Pieces, writer: BodyWriter): void {
    const snapshot = this.needsSnapshot && this.#mapTick !== null
    const isDue = tick - this.#updatedAt >= this.#everyTicks
    const hasChanges = this.#sharedStart === NONE ? pieces.count > 0 : this.#sharedStart !== NOTHING
    const hasNews = hasChanges || this.#pending !== null || this.acknowledged !== this.#told
    if (!snapshot && (this.needsSnapshot || !isDue || !hasNews)) {
      if (hasChanges) this.#keep(pieces, writer)
      return
    }
    this.#sequence = snapshot ? 1 : this.#sequence + 1
    this.needsSnapshot = false
    this.#told = this.acknowledged
    this.#updatedAt = tick
    this.#write(snapshot, pieces, writer)
    this.#pending = null
  }

  /** @returns the same object for the same rectangle */
  #turn(mapTick: MapTick, row: number, before: ViewRectangle | null): ViewRectangle {
    const { populations, tick, world } = mapTick
    const { x, y } = world.state.characters.at(row)
    const isStill = before !== null && x === this.#x && y === this.#y && this.#crowdCap.level === 0
    if (isStill && populations.within(before) <= VIEW_ENTITIES_MAX) return before
    this.#x = x
    this.#y = y
    return this.#crowdCap.view({ x, y, before, tick }, populations.within)
  }

  /** With the rectangle of the tick before. */
  #lookOn(texts: MapTexts, pieces: Pieces): void {
    const view = this.#view as ViewRectangle
    const { lists } = texts
    const slot = lists.slotOf(view)
    if (lists.has(slot, view)) {
      this.#sharedStart = lists.start[slot] as number
      this.#sharedEnd = lists.end[slot] as number
      return
    }
    texts.changes(view, view, pieces)
    if (pieces.count > 0) this.#shareIn = slot
    else {
      lists.set(slot, view, NOTHING, NOTHING)
      this.#sharedStart = NOTHING
    }
  }

  #write(snapshot: boolean, pieces: Pieces, writer: BodyWriter): void {
    const { texts } = this
    const { entry, slab } = writer
    entry.viewerId = this.id
    entry.sequence = this.#sequence
    entry.snapshot = snapshot
    entry.acknowledged = this.acknowledged
    entry.headStart = slab.position
    texts.writeHead(entry)
    entry.headEnd = slab.position
    if (this.#sharedStart > NOTHING && this.#pending === null) {
      entry.listStart = this.#sharedStart
      entry.listEnd = this.#sharedEnd
    } else {
      entry.listStart = slab.position
      if (texts.projection.hasChanges) this.#writeList(pieces, writer)
      entry.listEnd = slab.position
      if (this.#shareIn !== NONE && this.#pending === null && this.#view !== null)
        this.#mapTexts?.lists.set(this.#shareIn, this.#view, entry.listStart, entry.listEnd)
    }
    entry.tailStart = slab.position
    texts.writeTail(entry)
    entry.tailEnd = slab.position
    writer.add()
  }

  #writeList(pieces: Pieces, writer: BodyWriter): void {
    const { slab } = writer
    const hasShared = this.#sharedStart > NOTHING
    if (this.#pending !== null) {
      slab.copyFrom(this.#pending)
      if (hasShared || pieces.count > 0) slab.comma()
    }
    if (hasShared) slab.copy(this.#sharedStart, this.#sharedEnd)
    else pieces.copyTo(slab)
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
