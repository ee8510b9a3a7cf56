import { boughtOrders } from '../banner-model/bought-orders.js'
import type { Order, Pool } from '../banner-model/definition.js'
import type { BannerModel, Outcome } from '../banner-model/model.js'

/**
 * The subject of a question: an event as the model writes it ("FIVE", "FIVE+", "FIVE.featured", "*"), any pool's item,
 * that the pools of an event, which draw without replacement, have nothing left, or that an event has come for the
 * n-th time.
 */
export type Asked = string | { readonly item: string } | { readonly empty: string } | Reached

export interface Reached {
  readonly event: string
  readonly times: number
}

/** Which draws count, by the place of the outcome: 0 to 1, in between for an item of a pool. */
export type Parts = Float64Array

/** @throws Error for an event or an item that the definition does not have */
export function partsOf(model: BannerModel, asked: Asked): Parts {
  if (typeof asked === 'object' && 'item' in asked) return partsOfItem(model, asked.item)
  const matching = new Set(model.outcomesOf(eventOf(asked)))
  return Float64Array.from(model.outcomes, outcome => (matching.has(outcome) ? 1 : 0))
}

const eventOf = (asked: Exclude<Asked, { readonly item: string }>): string =>
  typeof asked === 'string' ? asked : 'empty' in asked ? asked.empty : asked.event

/** The events that have to be told apart for a question. */
export function eventsOf(model: BannerModel, asked: Asked): readonly string[] {
  if (typeof asked === 'string' || !('item' in asked)) return [eventOf(asked)]
  const parts = partsOfItem(model, asked.item)
  return model.outcomes.flatMap(({ index, name }) => ((parts[index] ?? 0) > 0 ? [name] : []))
}

function partsOfItem(model: BannerModel, item: string): Parts {
  const parts = Float64Array.from(model.outcomes, outcome => partOfItem(model, outcome, item))
  if (parts.every(part => part === 0)) throw new Error(`The definition has no item ${item}`)
  return parts
}

/** Of a full pool: where a pool draws without replacement, its stock decides instead. */
function partOfItem({ definition }: BannerModel, outcome: Outcome, item: string): number {
  const pool = poolOf(definition, outcome)
  if (pool.source === 'target') return definition.target?.choices.includes(item) === true ? 1 : 0
  const amounts = amountsOf(pool)
  const total = amounts.reduce((sum, { amount }) => sum + amount, 0)
  return amounts.reduce((sum, { id, amount }) => (id === item ? sum + amount : sum), 0) / total
}

const amountsOf = (pool: Exclude<Pool, { source: 'target' }>): readonly { id: string; amount: number }[] =>
  pool.source === 'box'
    ? pool.items.map(({ id, count }) => ({ id, amount: count }))
    : pool.items.map(({ id, weight }) => ({ id, amount: weight }))

export function poolOf(definition: BannerModel['definition'], { tier, pool }: Outcome): Pool {
  const found = definition.tiers[tier]?.pools[pool]
  if (found === undefined) throw new Error(`The definition has no pool ${pool} of tier ${tier}`)
  return found
}

/** @throws Error for an order that the definition does not have */
export function orderOf({ definition }: BannerModel, name: string | null): Order {
  const found = name === null ? boughtOrders(definition)[0] : definition.orders.find(order => order.name === name)
  if (found === undefined) throw new Error(`The definition has no order ${name ?? ''}`)
  return found
}

export function nameOf(asked: Asked): string {
  if (typeof asked === 'string') return asked
  if ('item' in asked) return asked.item
  return 'empty' in asked ? `${asked.empty} empty` : `${asked.event} for the ${asked.times}th time`
}
