import type { Waiting } from './chain.js'
import type { Start } from './long-run.js'

/** Masses below it are dropped before they become subnormal numbers, with which processors are slow. */
const DUST = 1e-60

export interface Snapshot {
  readonly draws: number
  readonly mass: number
  readonly states: Float64Array
}

/** The probability of each state in which the event has not come yet, draw by draw; most states have none at a time. */
export interface Survivors {
  /** Replaces all probabilities. */
  load(starts: readonly Start[]): void
  /** Makes a draw. @returns the probability that the event has not come */
  draw(): number
  mass(): number
  /** Moves that were followed, for a limit of the work. */
  steps(): number
  snapshot(draws: number): Snapshot
  states(): Start[]
  /** The ratio of the tail if the distribution over states is the same as at the last snapshot, else null. */
  settledRatio(snapshot: Snapshot): number | null
}

export function createSurvivors({ size, rowStart, to, probability, hit }: Waiting): Survivors {
  let now = new Float64Array(size)
  let next = new Float64Array(size)
  let active = new Int32Array(size)
  let later = new Int32Array(size)
  let count = 0
  let [mass, hits, steps] = [0, 0, 0]
  const load = (starts: readonly Start[]): void => {
    now.fill(0)
    ;[count, mass] = [0, 0]
    for (const { state, probability: part } of starts) {
      if (part === 0) continue
      if (now[state] === 0) active[count++] = state
      now[state] = (now[state] ?? 0) + part
      mass += part
    }
  }
  const draw = (): number => {
    let found = 0
    let left = 0
    for (let index = 0; index < count; index++) {
      const state = active[index] ?? 0
      const part = now[state] ?? 0
      now[state] = 0
      if (part < DUST) continue
      hits += part * (hit[state] ?? 0)
      const end = rowStart[state + 1] ?? 0
      const begin = rowStart[state] ?? 0
      steps += end - begin + 1
      for (let edge = begin; edge < end; edge++) {
        const target = to[edge] ?? 0
        const moved = part * (probability[edge] ?? 0)
        const before = next[target] ?? 0
        if (before === 0) later[found++] = target
        next[target] = before + moved
        left += moved
      }
      // Where no draw is possible, the event stays out for ever.
      if (begin === end && hit[state] === 0) {
        if (next[state] === 0) later[found++] = state
        next[state] = (next[state] ?? 0) + part
        left += part
      }
    }
    ;[now, next, active, later, count, mass] = [next, now, later, active, found, left]
    return left
  }
  return {
    load,
    draw,
    mass: () => mass,
    steps: () => steps,
    snapshot: draws => {
      // Summed from here on: beside the sum of all hits, those of a small rest would be rounded away.
      hits = 0
      return { draws, mass, states: now.slice() }
    },
    states: () => Array.from(active.subarray(0, count), state => ({ state, probability: now[state] ?? 0 })),
    settledRatio: snapshot => {
      // The loss is a sum of hits: 1 minus the ratio would cancel where events are rare.
      const loss = hits / snapshot.mass
      const ratio = mass / snapshot.mass
      const tolerance = Math.max(1e-12 * loss, 2e-15)
      let difference = 0
      for (let state = 0; state < size; state++)
        difference += Math.abs((now[state] ?? 0) - ratio * (snapshot.states[state] ?? 0))
      if (difference > tolerance * snapshot.mass) return null
      return loss === 0 ? 1 : ratio
    },
  }
}
