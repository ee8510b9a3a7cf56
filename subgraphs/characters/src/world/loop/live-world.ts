import type { PetRecord } from '../simulation/outcome.js'
import type { LiveCharacter, TickReport } from './messages.js'
import type { TickStatus } from './tick-times.js'

/** The world as the last finished tick left it: a query that reads it twice, between two ticks, sees the same. */
export interface LiveWorld {
  readonly tick: number
  readonly status: TickStatus
  readonly playersOnline: number
  playersOn(mapId: string): number
  /** Undefined for a character that is not in the world. */
  character(characterId: string): LiveCharacter | undefined
  pets(characterId: string): readonly PetRecord[]
  /** All that are in this loop. */
  characters(): Iterable<LiveCharacter>
}

/** Keeps what the loop reports; a whole tick at once, so that no reader meets half of one. */
export function createLiveWorld(tick: number): LiveWorld & { apply(report: Omit<TickReport, 'pace'>): void } {
  const characters = new Map<string, LiveCharacter>()
  const pets = new Map<string, readonly PetRecord[]>()
  const players = new Map<string, number>()
  let last = tick
  let status: TickStatus = { tickP50Ms: 0, tickP99Ms: 0, overruns: 0 }
  const count = (mapId: string | undefined, by: number) => {
    if (mapId !== undefined) players.set(mapId, (players.get(mapId) ?? 0) + by)
  }
  const remove = (characterId: string) => {
    count(characters.get(characterId)?.mapId, -1)
    characters.delete(characterId)
    pets.delete(characterId)
  }
  return {
    get tick() {
      return last
    },
    get status() {
      return status
    },
    get playersOnline() {
      return characters.size
    },
    playersOn: mapId => players.get(mapId) ?? 0,
    character: characterId => characters.get(characterId),
    pets: characterId => pets.get(characterId) ?? [],
    characters: () => characters.values(),
    apply: report => {
      last = report.tick
      status = report.status ?? status
      for (const character of report.changed) {
        count(characters.get(character.characterId)?.mapId, -1)
        count(character.mapId, 1)
        characters.set(character.characterId, character)
      }
      for (const { characterId, pets: now } of report.pets) pets.set(characterId, now)
      for (const { character } of report.left) remove(character.characterId)
      for (const { character } of report.departed) remove(character.characterId)
      const released = new Set(report.released.map(({ mapId }) => mapId))
      if (released.size > 0)
        for (const { characterId, mapId } of characters.values()) if (released.has(mapId)) remove(characterId)
    },
  }
}
