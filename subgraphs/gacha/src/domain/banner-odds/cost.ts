import type { Order, Price } from '../banner-model/definition.js'
import { amountAt } from '../banner-model/prices.js'
import type { Waiting } from './chain.js'
import { inOrders } from './distribution.js'
import type { Start } from './long-run.js'
import { expectedUntil } from './solve.js'
import { createSurvivors } from './survivors.js'
import { waitsOf, type Passage } from './waits.js'

/** Percentiles are read while more than this part of players still waits. */
const UNDECIDED = 1e-3
const ORDERS_MAX = 500_000
const ROUNDING = 1e-12

export type Unit = Price['unit']

export interface Costs {
  readonly mean: number
  readonly standardDeviation: number
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
}

/** The price of an order in a unit while its counter has a value. @throws Error where it has no price in the unit */
export function priceOf(order: Order, unit: Unit): { readonly by: string | null; at(value: number): number } {
  const found = order.prices.find(price => JSON.stringify(price.unit) === JSON.stringify(unit))
  if (found === undefined) throw new Error(`The order ${order.name} has no price in ${JSON.stringify(unit)}`)
  const { amount } = found
  return { by: typeof amount === 'number' ? null : amount.by, at: value => amountAt(found, value) }
}

export interface Ordering {
  readonly waiting: Waiting
  readonly starts: readonly Start[]
  /** Draws of an order. States in which an order begins are reached after each of them only. */
  readonly draws: number
  /** The amount paid in a state in which an order begins, 0 elsewhere. */
  readonly priceAt: (state: number) => number
  /** Orders at first that cost nothing of the unit: paid by tickets, or free. */
  readonly free: number
}

/**
 * The amount paid until the event, which may come at any draw of the last order: that order is paid in full. Mean
 * and deviation are solved exactly; E[C²] has the reward 2·p·h − p², with h the mean from the state on. Percentiles
 * follow the probability of each state by the amount that was paid, from the smallest amount on.
 */
export function costsOf(ordering: Ordering): Costs {
  const { waiting, priceAt } = ordering
  const starts = afterFree(ordering)
  const mean = expectedUntil(waiting, priceAt)
  const square = expectedUntil(waiting, state => {
    const price = priceAt(state)
    return price === 0 ? 0 : 2 * price * (mean[state] ?? 0) - price * price
  })
  const over = (values: Float64Array): number =>
    starts.reduce((sum, { state, probability }) => sum + probability * (values[state] ?? 0), 0)
  const first = over(mean)
  return {
    mean: first,
    standardDeviation: Number.isFinite(first) ? Math.sqrt(Math.max(0, over(square) - first * first)) : first,
    ...percentilesOf(ordering, starts),
  }
}

/** The same where every order has one price: it follows from the number of orders. */
export function constantCosts(
  passage: Passage,
  { draws, price, freeOrders }: { draws: number; price: number; freeOrders: number },
): Costs {
  const { survival, tail } = inOrders(passage.distribution, draws)
  const later = { survival: survival.subarray(Math.min(freeOrders, survival.length - (tail?.period ?? 0))), tail }
  const { mean, standardDeviation, p50, p90, p99 } = waitsOf(later, {
    ever: passage.ever,
    max: Number.POSITIVE_INFINITY,
  })
  const paid = (orders: number | null): number | null => (orders === null ? null : orders * price)
  return {
    mean: price === 0 ? 0 : mean * price,
    standardDeviation: price === 0 ? 0 : standardDeviation * price,
    p50: paid(p50),
    p90: paid(p90),
    p99: paid(p99),
  }
}

function afterFree({ waiting, starts, draws, free }: Ordering): readonly Start[] {
  const survivors = createSurvivors(waiting)
  survivors.load(starts)
  for (let draw = 0; draw < free * draws; draw++) survivors.draw()
  return survivors.states()
}

function percentilesOf(ordering: Ordering, starts: readonly Start[]): Pick<Costs, 'p50' | 'p90' | 'p99'> {
  const parts = [0.5, 0.9, 0.99]
  const found: (number | null)[] = [null, null, null]
  const survivors = createSurvivors(ordering.waiting)
  const paid = new Payments()
  const left = { undecided: starts.reduce((sum, { probability }) => sum + probability, 0) }
  const settle = ({ amount, probability }: Decided): void => {
    left.undecided -= probability
    for (const [index, part] of parts.entries())
      if (found[index] === null && left.undecided <= 1 - part + ROUNDING) found[index] = amount
  }
  settle({ amount: 0, probability: 0 })
  paid.add(0, starts)
  for (let orders = 0; orders < ORDERS_MAX && left.undecided > UNDECIDED; orders++) {
    const next = paid.takeSmallest()
    // All that is decided from now on has paid at least as much as the next one.
    for (const decided of paid.takeDecided(next?.amount ?? Number.POSITIVE_INFINITY)) settle(decided)
    if (next === null) break
    for (const [price, states] of byPrice(next.states, ordering.priceAt)) {
      survivors.load(states)
      const before = survivors.mass()
      for (let draw = 0; draw < ordering.draws; draw++) survivors.draw()
      paid.decide(next.amount + price, before - survivors.mass())
      paid.add(next.amount + price, survivors.states())
    }
  }
  const [p50 = null, p90 = null, p99 = null] = found
  return { p50, p90, p99 }
}

interface Decided {
  readonly amount: number
  readonly probability: number
}

function byPrice(states: readonly Start[], priceAt: (state: number) => number): Map<number, Start[]> {
  const groups = new Map<number, Start[]>()
  for (const start of states) {
    const price = priceAt(start.state)
    const group = groups.get(price)
    if (group === undefined) groups.set(price, [start])
    else group.push(start)
  }
  return groups
}

/** Probabilities by the amount that was paid. */
class Payments {
  readonly #waiting = new Map<number, Map<number, number>>()
  readonly #decided = new Map<number, number>()

  add(amount: number, states: readonly Start[]): void {
    const known = this.#waiting.get(amount) ?? new Map<number, number>()
    for (const { state, probability } of states) known.set(state, (known.get(state) ?? 0) + probability)
    if (known.size > 0) this.#waiting.set(amount, known)
  }

  decide(amount: number, probability: number): void {
    this.#decided.set(amount, (this.#decided.get(amount) ?? 0) + probability)
  }

  /** The players who have paid the least, who order next. */
  takeSmallest(): { readonly amount: number; readonly states: readonly Start[] } | null {
    const amount = Math.min(...this.#waiting.keys())
    const states = this.#waiting.get(amount)
    if (states === undefined) return null
    this.#waiting.delete(amount)
    return { amount, states: Array.from(states, ([state, probability]) => ({ state, probability })) }
  }

  /** The probability decided up to an amount, by amount. */
  takeDecided(amountMax: number): readonly Decided[] {
    const taken = [...this.#decided].filter(([amount]) => amount <= amountMax).toSorted(([a], [b]) => a - b)
    for (const [amount] of taken) this.#decided.delete(amount)
    return taken.map(([amount, probability]) => ({ amount, probability }))
  }
}
