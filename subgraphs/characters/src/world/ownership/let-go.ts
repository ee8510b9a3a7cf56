import type { LiveCharacter, TickReport } from '../loop/messages.js'
import type { CharacterRecord, PetRecord } from '../simulation/outcome.js'

/** A character that this process has let go of, as it left. */
export interface GoneCharacter {
  readonly live: LiveCharacter
  readonly pets: readonly PetRecord[]
  /** False for one that has left the world; true for one that is on its way to a map of another process. */
  readonly isOnline: boolean
}

/**
 * Characters that this process has let go of, until the database, or the other process, can tell of them: a
 * reader in between does not find them where they were saved last.
 */
export interface LetGo {
  find(characterId: string): GoneCharacter | undefined
  /**
   * Takes those of a tick.
   * @param options.saved resolves when those that have left are saved
   */
  take(report: Pick<TickReport, 'departed' | 'left'>, options: { readonly saved: () => Promise<void> }): void
  /** Forgets those that are on their way to these maps: they have arrived. */
  arrived(mapIds: readonly string[]): void
}

/** One whose arrival is not told of is forgotten after this. */
const ON_THE_WAY_MS = 2_000

export function createLetGo(): LetGo {
  const gone = new Map<string, GoneCharacter>()
  const forget = (characterId: string, one: GoneCharacter) => {
    if (gone.get(characterId) === one) gone.delete(characterId)
  }
  const keep = (
    { characterId, pets, ...record }: CharacterRecord,
    { isOnline, ...at }: Pick<LiveCharacter, 'mapId' | 'position'> & { isOnline: boolean },
  ): GoneCharacter => {
    const live = { characterId, ...at, ...record, hp: record.hp ?? 0, target: null, acknowledged: null }
    const one = { live, pets, isOnline }
    gone.set(characterId, one)
    return one
  }
  return {
    find: characterId => gone.get(characterId),
    take: ({ departed, left }, { saved }) => {
      const leavers = left.map(({ at, character, mapId }) => keep(character, { mapId, position: at, isOnline: false }))
      if (leavers.length > 0)
        void saved().then(() => {
          for (const one of leavers) forget(one.live.characterId, one)
        })
      for (const { character, to, toMapId } of departed) {
        const one = keep(character, { mapId: toMapId, position: to, isOnline: true })
        setTimeout(() => forget(character.characterId, one), ON_THE_WAY_MS).unref()
      }
    },
    arrived: mapIds => {
      for (const [characterId, one] of gone)
        if (one.isOnline && mapIds.includes(one.live.mapId)) gone.delete(characterId)
    },
  }
}
