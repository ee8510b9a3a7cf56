import type { Change } from '../simulation/outcome.js'
import type { MapWorld } from '../simulation/state.js'
import { MapTick } from './map-tick.js'
import { Pieces, type MapTexts } from './map-texts.js'
import type { Projection } from './projection.js'
import { ProjectionTexts } from './projection-texts.js'
import type { Profile } from './seen-character.js'
import { BodyWriter, type ViewBodies } from './view-bodies.js'
import { Viewer, type WatchOptions } from './viewer.js'

export interface ViewOfMap {
  readonly world: MapWorld
  readonly changes: readonly Change[]
}

export interface Viewers {
  watch(viewerId: number, options: WatchOptions): void
  /** The viewer has missed an update: the next one is a snapshot. */
  resync(viewerId: number): void
  unwatch(viewerId: number): void
  /** What viewers are shown of a character from now on. */
  introduce(profile: Profile): void
  forget(characterId: string): void
  /** The results of one tick. A viewer around whom nothing has changed gets none. */
  after(tick: {
    readonly tick: number
    readonly at: number
    readonly viewOf: (characterId: string) => ViewOfMap | undefined
    readonly acknowledgedOf: (characterId: string) => number | null
  }): ViewBodies | null
}

/**
 * Projections whose texts viewers share. More of them would fill memory with texts that hardly anyone shares:
 * the viewers of later ones get texts of their own, made by the same code.
 */
export const SHARED_PROJECTIONS_MAX = 32

export function createViewers(): Viewers {
  const viewers = new Map<number, Viewer>()
  const profiles = new Map<string, Profile>()
  const writer = new BodyWriter()
  const mapTicks = new Map<MapWorld, MapTick>()
  const projections = new Map<string, ProjectionTexts>()
  const pieces = new Pieces()
  const mapsOfUnshared = new Map<MapTick, MapTexts>()

  const textsOf = (projection: Projection): ProjectionTexts => {
    const known = projections.get(projection.key)
    if (known !== undefined) return known
    const isShared = projections.size < SHARED_PROJECTIONS_MAX
    const maps = isShared ? new Map<MapTick, MapTexts>() : mapsOfUnshared
    const made = new ProjectionTexts(projection, { maps, profiles, writer })
    if (isShared) projections.set(projection.key, made)
    return made
  }
  const mapTickOf = ({ changes, world }: ViewOfMap, tick: number): MapTick => {
    let mapTick = mapTicks.get(world)
    if (mapTick === undefined) mapTicks.set(world, (mapTick = new MapTick(world)))
    if (mapTick.tick !== tick) mapTick.index(tick, changes)
    return mapTick
  }
  return {
    watch: (viewerId, options) => {
      const texts = textsOf(options.projection)
      texts.viewers++
      viewers.set(viewerId, new Viewer(viewerId, options, texts))
    },
    resync: viewerId => {
      const viewer = viewers.get(viewerId)
      if (viewer !== undefined) viewer.needsSnapshot = true
    },
    unwatch: viewerId => {
      const texts = viewers.get(viewerId)?.texts
      viewers.delete(viewerId)
      if (texts === undefined || --texts.viewers > 0) return
      if (projections.get(texts.projection.key) === texts) projections.delete(texts.projection.key)
    },
    introduce: profile => void profiles.set(profile.characterId, profile),
    forget: characterId => void profiles.delete(characterId),
    after: ({ acknowledgedOf, at, tick, viewOf }) => {
      writer.begin(viewers.size)
      for (const viewer of viewers.values()) {
        const { characterId, texts } = viewer
        texts.begin(tick, at)
        pieces.count = 0
        const found = viewOf(characterId)
        const row = found?.world.rowOfCharacter.get(characterId)
        if (found === undefined || row === undefined) viewer.lookAway(pieces)
        else viewer.look(mapTickOf(found, tick), row, pieces)
        viewer.tell({ tick, acknowledged: acknowledgedOf(characterId), pieces, writer })
      }
      return writer.end({ tick, at })
    },
  }
}
