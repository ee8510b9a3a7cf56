import { TICKS_PER_SECOND } from '../tick.js'

/** Commands of one character within any second. */
export const COMMANDS_PER_SECOND = 20
/** Texts of one character within any ten seconds. */
const TEXTS_MAX = 5
const TEXTS_TICKS = 10 * TICKS_PER_SECOND

/** Counts commands by the tick that they come in. */
export interface CommandRate {
  /** Counts one more command of the character; false, and nothing is counted, where it would be one too many. */
  admits(characterId: string, tick: number): boolean
}

export const createTextRate = (): CommandRate => createRate({ max: TEXTS_MAX, ticks: TEXTS_TICKS })

export const createCommandRate = (): CommandRate => createRate({ max: COMMANDS_PER_SECOND, ticks: TICKS_PER_SECOND })

function createRate({ max, ticks: within }: { max: number; ticks: number }): CommandRate {
  /** Ticks of the last commands of each character, in a ring. */
  const given = new Map<string, { readonly ticks: number[]; next: number }>()
  let swept = 0
  const sweep = (tick: number) => {
    if (tick - swept < within) return
    swept = tick
    for (const [id, { ticks }] of given) if (Math.max(...ticks) <= tick - within) given.delete(id)
  }
  return {
    admits: (characterId, tick) => {
      sweep(tick)
      const last = given.get(characterId) ?? { ticks: [], next: 0 }
      const oldest = last.ticks[last.next]
      if (oldest !== undefined && oldest > tick - within) return false
      last.ticks[last.next] = tick
      last.next = (last.next + 1) % max
      given.set(characterId, last)
      return true
    },
  }
}
