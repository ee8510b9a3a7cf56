import type { Change } from '../simulation/outcome.js'
import type { MapWorld } from '../simulation/state.js'
import type { TileIndex } from '../simulation/tile-index.js'
import { indexChanges, type TickChanges } from './tick-changes.js'
import { appeared, left, type ViewChange } from './view-change.js'
import { isSameView, seesTile, viewAround, type ViewRectangle } from './view-rectangle.js'

/** An update for one viewer: everything that has happened around its character since the update before. */
export interface ViewUpdate {
  /** The newest tick that it covers. */
  readonly tick: number
  /** The server's clock at that tick, in milliseconds since 1970. */
  readonly at: number
  /** Consecutive from 1, the snapshot's. */
  readonly sequence: number
  readonly snapshot: boolean
  /**
   * The last number of a command of the viewer's client that the world has applied or refused; null before
   * the first.
   */
  readonly acknowledged: number | null
  readonly changes: readonly ViewChange[]
}

export interface ViewOfMap {
  readonly world: MapWorld
  readonly changes: readonly Change[]
}

export interface Viewers {
  /** @param options.lastMapId the map that the viewer has seen last: it is told of another one */
  watch(
    viewerId: number,
    options: { readonly characterId: string; readonly everyTicks: number; readonly lastMapId?: string | null },
  ): void
  /** The viewer has missed an update: the next one is a snapshot. */
  resync(viewerId: number): void
  unwatch(viewerId: number): void
  /** The updates of one tick. A viewer around whom nothing has changed gets none. */
  after(tick: {
    readonly tick: number
    readonly at: number
    readonly viewOf: (characterId: string) => ViewOfMap | undefined
    readonly acknowledgedOf: (characterId: string) => number | null
  }): readonly { readonly viewerId: number; readonly update: ViewUpdate }[]
}

interface Viewer {
  readonly characterId: string
  readonly everyTicks: number
  /** Null while the character is not in the world. */
  place: { readonly world: MapWorld; readonly view: ViewRectangle } | null
  /** The map that it was on, for as long as it has not come to another. */
  lastMapId: string | null
  needsSnapshot: boolean
  sequence: number
  acknowledged: number | null
  /** The tick of the last update. */
  updatedAt: number
  pending: ViewChange[]
}

export function createViewers(): Viewers {
  const viewers = new Map<number, Viewer>()
  return {
    watch: (viewerId, { characterId, everyTicks, lastMapId = null }) => {
      viewers.set(viewerId, {
        characterId,
        everyTicks,
        place: null,
        lastMapId,
        needsSnapshot: true,
        sequence: 0,
        acknowledged: null,
        updatedAt: 0,
        pending: [],
      })
    },
    resync: viewerId => {
      const viewer = viewers.get(viewerId)
      if (viewer !== undefined) viewer.needsSnapshot = true
    },
    unwatch: viewerId => {
      viewers.delete(viewerId)
    },
    after: ({ tick, at, viewOf, acknowledgedOf }) => {
      const indexed = new Map<MapWorld, TickChanges>()
      const changesOf = ({ world, changes }: ViewOfMap) => {
        const found = indexed.get(world) ?? indexChanges(world, changes)
        indexed.set(world, found)
        return found
      }
      return [...viewers].flatMap(([viewerId, viewer]) => {
        look(viewer, viewOf(viewer.characterId), changesOf)
        const update = takeUpdate(viewer, { tick, at, acknowledged: acknowledgedOf(viewer.characterId) })
        return update === null ? [] : [{ viewerId, update }]
      })
    },
  }
}

/** Moves the viewer's rectangle with its character, and notes what there is to tell. */
function look(viewer: Viewer, found: ViewOfMap | undefined, changesOf: (found: ViewOfMap) => TickChanges): void {
  const row = found?.world.rowOfCharacter.get(viewer.characterId)
  if (found === undefined || row === undefined) return lookAway(viewer)
  const { world } = found
  const { x, y } = world.state.characters.at(row)
  const before = viewer.place?.world === world ? viewer.place.view : null
  const view = viewAround(x, y, before)
  viewer.place = { world, view }
  if (before === null || viewer.needsSnapshot) {
    viewer.needsSnapshot = true
    viewer.pending = viewer.lastMapId === null || viewer.lastMapId === world.map.id ? [] : [mapChanged(world, x, y)]
    viewer.lastMapId = world.map.id
    tell(viewer, world, view, () => true)
    return
  }
  const heard = changesOf(found).heardBy(before, view)
  if (heard.length > 0) viewer.pending.push(...heard)
  if (!isSameView(before, view)) turn(viewer, world, { before, view, heard })
}

const mapChanged = (world: MapWorld, x: number, y: number): ViewChange => ({
  __typename: 'MapChanged',
  mapId: world.map.id,
  position: { x, y },
})

/** The character has left the world, or is between two maps: its viewer sees it go, and nothing more. */
function lookAway(viewer: Viewer): void {
  if (viewer.place === null) return
  viewer.place = null
  viewer.pending.push({ __typename: 'CharacterLeft', characterId: viewer.characterId })
}

/**
 * Tells what stands on tiles that have come into view, and takes leave of what stands on those that have gone
 * from it.
 */
function turn(
  viewer: Viewer,
  world: MapWorld,
  { before, view, heard }: { before: ViewRectangle; view: ViewRectangle; heard: readonly ViewChange[] },
): void {
  tell(viewer, world, view, (tileX, tileY) => !seesTile(before, tileX, tileY))
  // An entity that stepped out of view within the tick has left already, as one of its changes.
  const gone = new Set(heard.map(keyOfLeft))
  eachTile(before, world.tiles.monsters, (tileX, tileY) => {
    if (seesTile(view, tileX, tileY)) return
    for (const leaving of entitiesOf(world, tileX, tileY, left))
      if (!gone.has(keyOfLeft(leaving))) viewer.pending.push(leaving)
  })
}

/** The id of what a change takes from view; empty for other changes. */
function keyOfLeft(change: ViewChange): string {
  if (change.__typename === 'CharacterLeft') return change.characterId
  if (change.__typename === 'MonsterLeft') return change.monsterId
  if (change.__typename === 'DropLeft') return change.dropId
  return change.__typename === 'PetLeft' ? change.petId : ''
}

function tell(
  viewer: Viewer,
  world: MapWorld,
  view: ViewRectangle,
  isTold: (tileX: number, tileY: number) => boolean,
): void {
  eachTile(view, world.tiles.monsters, (tileX, tileY) => {
    if (isTold(tileX, tileY)) viewer.pending.push(...entitiesOf(world, tileX, tileY, appeared))
  })
}

type Sorts = typeof appeared

function entitiesOf(world: MapWorld, tileX: number, tileY: number, told: Sorts): ViewChange[] {
  const { characters, monsters, drops, pets } = world.tiles
  const found: ViewChange[] = []
  characters.ofTile(tileX, tileY, row => found.push(told.character(world, row)))
  monsters.ofTile(tileX, tileY, row => found.push(told.monster(world, row)))
  drops.ofTile(tileX, tileY, row => found.push(told.drop(world, row)))
  pets.ofTile(tileX, tileY, row => found.push(told.pet(world, row)))
  return found
}

function eachTile(
  view: ViewRectangle,
  { columns, lines }: TileIndex,
  visit: (tileX: number, tileY: number) => void,
): void {
  for (let tileY = Math.max(0, view.y0); tileY <= Math.min(lines - 1, view.y1); tileY++)
    for (let tileX = Math.max(0, view.x0); tileX <= Math.min(columns - 1, view.x1); tileX++) visit(tileX, tileY)
}

/** Snapshots go out at once; deltas when as many ticks as the viewer wants have passed. */
function takeUpdate(
  viewer: Viewer,
  { tick, at, acknowledged }: { tick: number; at: number; acknowledged: number | null },
): ViewUpdate | null {
  const snapshot = viewer.needsSnapshot && viewer.place !== null
  const isDue = tick - viewer.updatedAt >= viewer.everyTicks
  const hasNews = viewer.pending.length > 0 || acknowledged !== viewer.acknowledged
  if (!snapshot && (viewer.needsSnapshot || !isDue || !hasNews)) return null
  const changes = viewer.pending
  viewer.sequence = snapshot ? 1 : viewer.sequence + 1
  viewer.needsSnapshot = false
  viewer.acknowledged = acknowledged
  viewer.updatedAt = tick
  viewer.pending = []
  return { tick, at, sequence: viewer.sequence, snapshot, acknowledged, changes }
}
