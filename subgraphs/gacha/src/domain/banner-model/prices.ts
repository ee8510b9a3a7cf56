import type { ModelDefinition, Order, Price } from './definition.js'
import type { Memory } from './memory.js'

/** The amount of a price while its counter has the value. Both what is charged and the exact costs come from it. */
export const amountAt = ({ amount }: Pick<Price, 'amount'>, value: number): number =>
  typeof amount === 'number' ? amount : (amount.points.findLast(([from]) => from <= value + 1)?.[1] ?? 0)

/** True if the price depends on what the banner remembers of the player. */
export const isByCounter = ({ amount }: Pick<Price, 'amount'>): boolean => typeof amount !== 'number'

/**
 * The price of an order that begins from these counters. An order that moves no counter begins from the start of all,
 * as its draw does.
 * @param counters those of a memory: one that is left out has not begun
 */
export function priceFrom(
  { counters: known }: Pick<ModelDefinition, 'counters'>,
  { order, price }: { order: Pick<Order, 'moves'>; price: Price },
  counters: Memory['counters'],
): number {
  const { amount } = price
  if (typeof amount === 'number') return amount
  const { start = 0, scope, max = 0 } = known[amount.by] ?? {}
  const value = order.moves && scope !== 'order' ? counters[amount.by] : undefined
  return amountAt(price, value === undefined ? startOf(start) : Math.min(value, max))
}

function startOf(start: number | readonly number[]): number {
  if (typeof start === 'number') return start
  throw new Error('The counter of a price starts at random: check-deliverable.ts refuses it')
}
