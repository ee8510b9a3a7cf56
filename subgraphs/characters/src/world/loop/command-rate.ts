import { TICKS_PER_SECOND } from '../tick.js'

/** Commands of one character within any second. */
export const COMMANDS_PER_SECOND = 20

/** Counts commands by the tick that they come in. */
export interface CommandRate {
  /** Counts one more command of the character; false, and nothing is counted, where it would be one too many. */
  admits(characterId: string, tick: number): boolean
}

export function createCommandRate(): CommandRate {
  /** Ticks of the last commands of each character, in a ring. */
  const given = new Map<string, { readonly ticks: number[]; next: number }>()
  let swept = 0
  const sweep = (tick: number) => {
    if (tick - swept < TICKS_PER_SECOND) return
    swept = tick
    for (const [id, { ticks }] of given) if (Math.max(...ticks) <= tick - TICKS_PER_SECOND) given.delete(id)
  }
  return {
    admits: (characterId, tick) => {
      sweep(tick)
      const last = given.get(characterId) ?? { ticks: [], next: 0 }
      const oldest = last.ticks[last.next]
      if (oldest !== undefined && oldest > tick - TICKS_PER_SECOND) return false
      last.ticks[last.next] = tick
      last.next = (last.next + 1) % COMMANDS_PER_SECOND
      given.set(characterId, last)
      return true
    },
  }
}
