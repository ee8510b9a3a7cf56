import type { ReplayedTick } from './replay-stretch.js'

/** Hashes as people compare them. */
interface Hashes {
  readonly hash: string
  readonly recordedHash: string
}

/** Ticks in a row that are all equal, or all not. */
export interface Run {
  readonly equal: boolean
  readonly fromTick: number
  readonly toTick: number
  readonly first: Hashes
}

/** Says for every tick of a replay whether it came out as it was. */
export interface Comparison {
  readonly ticks: number
  readonly commands: number
  readonly differing: number
  readonly runs: readonly Run[]
  /** A tick between a snapshot and the stretch counts only where it differs: all that follows is then wrong. */
  add(tick: Pick<ReplayedTick, 'tick' | 'hash' | 'recordedHash' | 'commands' | 'isAsked'>): void
  all(): {
    readonly commands: number
    readonly ticks: readonly (Hashes & { readonly tick: number; readonly equal: boolean })[]
  }
}

export function createComparison(): Comparison {
  const ticks: (Hashes & { readonly tick: number; readonly equal: boolean })[] = []
  const runs: Run[] = []
  let commands = 0
  let differing = 0
  return {
    get ticks() {
      return ticks.length
    },
    get commands() {
      return commands
    },
    get differing() {
      return differing
    },
    runs,
    add: replayed => {
      const equal = replayed.hash === replayed.recordedHash
      if (equal && !replayed.isAsked) return
      const { tick } = replayed
      const compared = { tick, equal, hash: hexOf(replayed.hash), recordedHash: hexOf(replayed.recordedHash) }
      ticks.push(compared)
      commands += replayed.commands
      differing += equal ? 0 : 1
      const run = runs.at(-1)
      if (run?.equal === equal && run.toTick === tick - 1) runs[runs.length - 1] = { ...run, toTick: tick }
      else runs.push({ equal, fromTick: tick, toTick: tick, first: compared })
    },
    all: () => ({ commands, ticks }),
  }
}

const hexOf = (hash: number): string => (hash >>> 0).toString(16).padStart(8, '0')
