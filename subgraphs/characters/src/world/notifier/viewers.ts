import type { MapWorld } from '../simulation/state.js'
import { MapTick } from './map-tick.js'
import { Pieces, type MapTexts } from './map-texts.js'
import type { Projection } from './projection.js'
import { ProjectionTexts } from './projection-texts.js'
import type { Profile } from './seen-character.js'
import type { KnownProfile } from './heard-words.js'
import { BodyWriter, type ViewBodies } from './view-bodies.js'
import { Viewer, type WatchOptions } from './viewer.js'

export interface Viewers {
  watch(viewerId: number, options: WatchOptions): void
  /** The viewer has missed an update: the next one is a snapshot. */
  resync(viewerId: number): void
  unwatch(viewerId: number): void
  /** The loop has let go of the map: viewers see their characters leave it. */
  release(world: MapWorld): void
  /**
   * Name, owner and blocks of a character, which count for its viewers from now on. A profile that is older than the
   * one known changes nothing.
   */
  introduce(profile: Profile): void
  forget(characterId: string): void
  /** The last command of the character's client that the world has applied or refused; null: there is none any more. */
  acknowledge(characterId: string, clientSequence: number | null): void
  acknowledgedOf(characterId: string): number | null
  /**
   * The results of one tick. A viewer around whom nothing has changed gets none.
   * @param tick.worldOf the map that a character is on, or comes to
   */
  after(tick: {
    readonly tick: number
    readonly at: number
    readonly worldOf: (characterId: string) => MapWorld | undefined
  }): ViewBodies | null
}

/**
 * Projections whose texts viewers share. More of them would fill memory with texts that hardly anyone shares:
 * the viewers of later ones get texts of their own, made by the same code.
 */
export const SHARED_PROJECTIONS_MAX = 32

export function createViewers(): Viewers {
  const viewers = new Map<number, Viewer>()
  const profiles = new Map<string, KnownProfile>()
  const writer = new BodyWriter()
  const mapTicks = new Map<MapWorld, MapTick>()
  const projections = new Map<string, ProjectionTexts>()
  const byCharacter = new Map<string, Set<Viewer>>()
  const acknowledged = new Map<string, number>()
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
  const mapTickOf = (world: MapWorld): MapTick => {
    const known = mapTicks.get(world) ?? new MapTick(world, profiles)
    mapTicks.set(world, known)
    return known
  }
  const look = (viewer: Viewer, tick: number, world: MapWorld | undefined) => {
    const row = world?.rowOfCharacter.get(viewer.characterId)
    if (world === undefined || row === undefined) return viewer.lookAway(pieces)
    const mapTick = mapTickOf(world)
    mapTick.index(tick)
    viewer.look(mapTick, row, pieces)
  }
  return {
    watch: (viewerId, options) => {
      const { characterId } = options
      const texts = textsOf(options.projection)
      const viewer = new Viewer(viewerId, options, texts)
      texts.viewers++
      viewer.acknowledged = acknowledged.get(characterId) ?? null
      viewers.set(viewerId, viewer)
      const others = byCharacter.get(characterId)
      if (others === undefined) byCharacter.set(characterId, new Set([viewer]))
      else others.add(viewer)
    },
    resync: viewerId => {
      const viewer = viewers.get(viewerId)
      if (viewer !== undefined) viewer.needsSnapshot = true
    },
    unwatch: viewerId => {
      const viewer = viewers.get(viewerId)
      if (viewer === undefined) return
      const { characterId, texts } = viewer
      viewers.delete(viewerId)
      const others = byCharacter.get(characterId)
      others?.delete(viewer)
      if (others?.size === 0) byCharacter.delete(characterId)
      if (--texts.viewers === 0 && projections.get(texts.projection.key) === texts)
        projections.delete(texts.projection.key)
    },
    acknowledge: (characterId, clientSequence) => {
      if (clientSequence === null) acknowledged.delete(characterId)
      else acknowledged.set(characterId, clientSequence)
      for (const viewer of byCharacter.get(characterId) ?? []) viewer.acknowledged = clientSequence
    },
    acknowledgedOf: characterId => acknowledged.get(characterId) ?? null,
    release: world => {
      const mapTick = mapTicks.get(world)
      if (mapTick === undefined) return
      mapTick.isReleased = true
      mapTicks.delete(world)
      mapsOfUnshared.delete(mapTick)
      for (const texts of projections.values()) texts.forget(mapTick)
    },
    introduce: profile => {
      const known = profiles.get(profile.characterId)
      if (known !== undefined && known.blocksVersion > profile.blocksVersion) return
      profiles.set(profile.characterId, { ...profile, blocked: new Set(profile.blockedIds) })
    },
    forget: characterId => void profiles.delete(characterId),
    after: ({ at, tick, worldOf }) => {
      writer.begin(viewers.size)
      for (const viewer of viewers.values()) {
        viewer.texts.begin(tick, at)
        pieces.count = 0
        const mapTick = viewer.staysOn
        if (mapTick === null) look(viewer, tick, worldOf(viewer.characterId))
        else {
          mapTick.index(tick)
          viewer.look(mapTick, viewer.row, pieces)
        }
        viewer.tell(tick, pieces, writer)
      }
      return writer.end({ tick, at })
    },
  }
}
