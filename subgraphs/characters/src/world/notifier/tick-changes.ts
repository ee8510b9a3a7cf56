import type { Change } from '../simulation/outcome.js'
import type { MapWorld } from '../simulation/state.js'
import { tileOf } from '../simulation/tile-index.js'
import { appeared, left, viewOf, type ViewChange } from './view-change.js'
import { seesCell, type ViewRectangle } from './view-rectangle.js'

/**
 * The changes of one map and tick by the tiles that they are seen on: what a viewer gets is looked up, not
 * searched for.
 */
export interface TickChanges {
  /**
   * The changes that a viewer is sent, in the order in which they happened.
   * @param before the rectangle that it saw at the tick before
   * @param now the rectangle that it sees now; of tiles that are new in it, it gets a snapshot, and no change
   */
  heardBy(before: ViewRectangle, now: ViewRectangle): readonly ViewChange[]
}

interface Entry {
  readonly change: Change
  readonly order: number
  readonly fromX: number
  readonly fromY: number
  /** Made once, whoever hears it; undefined until somebody does. */
  view: ViewChange | undefined
}

export function indexChanges(world: MapWorld, changes: readonly Change[]): TickChanges {
  const columns = world.tiles.characters.columns
  const byTile = new Map<number, Entry[]>()
  const list = (x: number, y: number, entry: Entry) => {
    const tile = tileOf(y) * columns + tileOf(x)
    const entries = byTile.get(tile)
    if (entries === undefined) byTile.set(tile, [entry])
    else entries.push(entry)
  }
  for (const [order, change] of changes.entries()) {
    const { fromX, fromY } = 'fromX' in change ? change : { fromX: change.x, fromY: change.y }
    const entry: Entry = { change, order, fromX, fromY, view: undefined }
    list(change.x, change.y, entry)
    // A step to another tile is seen on both.
    if (tileOf(fromX) !== tileOf(change.x) || tileOf(fromY) !== tileOf(change.y)) list(fromX, fromY, entry)
  }

  const heard = (entry: Entry, before: ViewRectangle, now: ViewRectangle): ViewChange | null => {
    const { change, fromX, fromY } = entry
    const saw = seesCell(before, fromX, fromY)
    if (!('fromX' in change)) return saw ? (entry.view ??= viewOf(world, change)) : null
    if (saw) return seesCell(now, change.x, change.y) ? (entry.view ??= viewOf(world, change)) : leftBy(world, change)
    // Of tiles that go from view within this tick, too: the viewer takes leave of all that stands there.
    return seesCell(before, change.x, change.y) ? appearedBy(world, change) : null
  }
  return {
    heardBy: (before, now) => {
      const entries = new Set<Entry>()
      for (const view of before === now ? [now] : [before, now])
        for (let y = view.y0; y <= view.y1; y++)
          for (let x = view.x0; x <= view.x1; x++)
            if (x >= 0 && x < columns) for (const entry of byTile.get(y * columns + x) ?? []) entries.add(entry)
      return [...entries]
        .toSorted((one, other) => one.order - other.order)
        .flatMap(entry => heard(entry, before, now) ?? [])
    },
  }
}

type Moved = Extract<Change, { readonly fromX: number }>

function leftBy(world: MapWorld, change: Moved): ViewChange {
  switch (change.type) {
    case 'characterMoved':
      return { __typename: 'CharacterLeft', characterId: change.characterId }
    case 'monsterMoved':
      return left.monster(world, change.row)
    case 'petMoved':
      return { __typename: 'PetLeft', petId: change.petId }
  }
}

function appearedBy(world: MapWorld, change: Moved): ViewChange {
  const position = { x: change.x, y: change.y }
  switch (change.type) {
    case 'characterMoved':
      return { __typename: 'CharacterAppeared', characterId: change.characterId, position }
    case 'monsterMoved':
      return appeared.monster(world, change.row)
    case 'petMoved':
      return { __typename: 'PetAppeared', petId: change.petId, ownerId: change.ownerId, position }
  }
}
