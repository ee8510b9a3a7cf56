import type { Waiting } from './chain.js'
import { cappedAt } from './distribution.js'
import type { Start } from './long-run.js'
import { expectedUntil } from './solve.js'
import { createSurvivors } from './survivors.js'
import { passageOf, waitsOf, type Waits } from './waits.js'

/** Points that buy what is waited for, or a milestone that gives it. */
export interface Exchanged {
  /** Each draw of this kind is a point. */
  readonly pointsPer: string
  readonly cost: number
}

export interface ExchangedPassage extends Waits {
  /** The probability that the points are needed. */
  readonly needed: number
}

export interface Race {
  readonly event: Waiting
  /** The event, or the last point that is needed of some kind. */
  readonly either: Waiting
  readonly starts: readonly Start[]
  readonly period: number
  /** The draw at which points of every draw are enough; Infinity without such points. */
  readonly drawsMax: number
}

/** Draws until the event or the exchange, whichever is first. */
export function exchangedPassage(race: Race): ExchangedPassage {
  const { either, starts, period, drawsMax } = race
  const passage = passageOf(either, starts, period)
  const { distribution } = passage
  const waits = Number.isFinite(drawsMax)
    ? waitsOf(cappedAt(distribution, drawsMax), { ever: 1, max: Math.min(drawsMax, passage.max ?? drawsMax) })
    : passage
  const { mean, standardDeviation, p50, p90, p99, max } = waits
  return {
    ever: waits.ever,
    mean,
    standardDeviation,
    p50,
    p90,
    p99,
    max,
    needed: Math.max(0, waits.ever - drawn(race)),
  }
}

/** The probability that the event comes by a draw. */
function drawn({ event, either, starts, drawsMax }: Race): number {
  if (!Number.isFinite(drawsMax)) {
    const values = expectedUntil(either, state => event.hit[state] ?? 0)
    return starts.reduce((sum, { state, probability }) => sum + probability * (values[state] ?? 0), 0)
  }
  const survivors = createSurvivors(either)
  survivors.load(starts)
  let sum = 0
  for (let draw = 0; draw < drawsMax && survivors.mass() > 0; draw++) {
    for (const { state, probability } of survivors.states()) sum += probability * (event.hit[state] ?? 0)
    survivors.draw()
  }
  return sum
}
