import type { Clock } from '@waystone/kit/clock'
import type { WorldLoop } from '../loop/world-loop.js'

/** Knows which characters of this process's maps are played, from whichever process their players are at. */
export interface IdleCharacters {
  /** The player has had the character do something. */
  heard(characterId: string): void
  /** The player watches. @returns what ends it */
  watched(characterId: string): () => void
  /** Has those leave that were not played for the idle time. */
  sweep(): void
}

/**
 * The idle time begins anew with each process: for a character that comes to another one's map, and for one
 * that the next holder of its map takes in.
 */
export function createIdleCharacters(options: {
  readonly clock: Clock
  readonly idleMs: number
  readonly loop: Pick<WorldLoop, 'command' | 'live'>
}): IdleCharacters {
  const { clock, idleMs, loop } = options
  const heardMs = new Map<string, number>()
  const watches = new Map<string, number>()
  const heard = (characterId: string) => {
    heardMs.set(characterId, clock.now().getTime())
  }
  const count = (characterId: string, by: 1 | -1) => {
    const now = (watches.get(characterId) ?? 0) + by
    if (now === 0) watches.delete(characterId)
    else watches.set(characterId, now)
    heard(characterId)
  }
  return {
    heard,
    watched: characterId => {
      count(characterId, 1)
      return () => count(characterId, -1)
    },
    sweep: () => {
      const before = clock.now().getTime() - idleMs
      for (const characterId of heardMs.keys())
        if (loop.live.character(characterId) === undefined && !watches.has(characterId)) heardMs.delete(characterId)
      for (const { characterId } of loop.live.characters()) {
        if (!heardMs.has(characterId)) heard(characterId)
        else if (!watches.has(characterId) && (heardMs.get(characterId) ?? 0) <= before)
          void loop.command({ type: 'leave', characterId })
      }
    },
  }
}
