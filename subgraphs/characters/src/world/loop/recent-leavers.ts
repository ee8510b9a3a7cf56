/** For longer, no process reads where characters were before it takes them in. */
const REMEMBERED_TICKS = 250

/**
 * Characters that have left the world a moment ago. One that was read in the database before its leave was saved
 * is not to be taken in after it.
 */
export interface RecentLeavers {
  add(characterId: string, tick: number): void
  has(characterId: string): boolean
  /** Its player has it enter again. */
  remove(characterId: string): void
  forget(tick: number): void
}

export function createRecentLeavers(): RecentLeavers {
  const leftAt = new Map<string, number>()
  return {
    add: (characterId, tick) => {
      // The last ones are the newest.
      leftAt.delete(characterId)
      leftAt.set(characterId, tick)
    },
    has: characterId => leftAt.has(characterId),
    remove: characterId => void leftAt.delete(characterId),
    forget: tick => {
      for (const [characterId, at] of leftAt) {
        if (tick - at < REMEMBERED_TICKS) break
        leftAt.delete(characterId)
      }
    },
  }
}
