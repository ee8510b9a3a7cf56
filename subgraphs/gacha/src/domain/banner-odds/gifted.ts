import type { Waiting } from './chain.js'
import type { Start } from './long-run.js'
import { createSurvivors, type Survivors } from './survivors.js'
import { waitsOf, type Waits } from './waits.js'

/** A free order after so many paid draws, once or again and again. */
export interface Gift {
  readonly after: number
  readonly isRepeated: boolean
  /** The name of the order. */
  readonly order: string
  readonly draws: number
}

interface Gifted {
  readonly waiting: Waiting
  readonly starts: readonly Start[]
  readonly period: number
  /** `missed`: the probability that no draw of the order is the event; null where it moves the counters. */
  readonly gifts: readonly (Gift & { readonly missed: number | null })[]
}

const NEGLIGIBLE = 1e-17
const DRAWS_MAX = 200_000

/**
 * Paid draws until the event. Draws of a gift cost none and count for no milestone; an order that moves no counter
 * leaves the state as it is, and is survived with one probability.
 */
export function giftedPassage({ waiting, starts, gifts }: Gifted): Waits {
  const survivors = createSurvivors(waiting)
  survivors.load(starts)
  const survival: number[] = [survivors.mass()]
  while (survivors.mass() > NEGLIGIBLE && survival.length < DRAWS_MAX) {
    survivors.draw()
    const paid = survival.length
    for (const gift of gifts) if (isDue(gift, paid)) give(survivors, gift)
    survival.push(survivors.mass())
  }
  const left = survivors.mass()
  const isOver = left <= NEGLIGIBLE
  return waitsOf(
    { survival: Float64Array.from(survival), tail: isOver ? null : { ratio: 1, period: 1 } },
    { ever: isOver ? 1 : 1 - left, max: left === 0 ? survival.length - 1 : Number.POSITIVE_INFINITY },
  )
}

const isDue = ({ after, isRepeated }: Gift, paid: number): boolean => (isRepeated ? paid % after === 0 : paid === after)

function give(survivors: Survivors, { draws, missed }: Gifted['gifts'][number]): void {
  if (missed === null) for (let draw = 0; draw < draws; draw++) survivors.draw()
  else survivors.load(survivors.states().map(start => ({ ...start, probability: start.probability * missed })))
}
