import type { Order, Pool } from '../banner-model/definition.js'
import type { BannerModel, Outcome } from '../banner-model/model.js'

/**
 * An event as the model writes it ("FIVE", "FIVE+", "FIVE.featured", "*"), an item of any pool, or a pool without
 * replacement that has nothing left.
 */
export type Asked = string | { readonly item: string } | { readonly empty: string }

/** Which draws count as the event, by the place of the outcome: 0 to 1, in between for one item of a pool. */
export type Parts = Float64Array

/** @throws Error for an event or an item that the definition does not have */
export function partsOf(model: BannerModel, asked: Asked): Parts {
  if (typeof asked === 'string') {
    const matching = new Set(model.outcomesOf(asked))
    return Float64Array.from(model.outcomes, outcome => (matching.has(outcome) ? 1 : 0))
  }
  if ('empty' in asked) return partsOf(model, asked.empty)
  const parts = Float64Array.from(model.outcomes, outcome => partOfItem(model, outcome, asked.item))
  if (parts.every(part => part === 0)) throw new Error(`The definition has no item ${asked.item}`)
  return parts
}

/** Of a full pool: pools without replacement count their items themselves. */
function partOfItem({ definition }: BannerModel, outcome: Outcome, item: string): number {
  const pool = poolOf(definition, outcome)
  if (pool.source === 'target') return definition.target?.choices.includes(item) === true ? 1 : 0
  const amounts = pool.items.map(entry => ({ id: entry.id, amount: 'count' in entry ? entry.count : entry.weight }))
  const total = amounts.reduce((sum, { amount }) => sum + amount, 0)
  return amounts.reduce((sum, { id, amount }) => (id === item ? sum + amount : sum), 0) / total
}

export function poolOf(definition: BannerModel['definition'], { tier, pool }: Outcome): Pool {
  const found = definition.tiers[tier]?.pools[pool]
  if (found === undefined) throw new Error(`The definition has no pool ${pool} of tier ${tier}`)
  return found
}

/** @throws Error for an order that the definition does not have */
export function orderOf({ definition }: BannerModel, name: string | null): Order {
  const found = name === null ? definition.orders[0] : definition.orders.find(order => order.name === name)
  if (found === undefined) throw new Error(`The definition has no order ${name ?? ''}`)
  return found
}

export const nameOf = (asked: Asked): string =>
  typeof asked === 'string' ? asked : 'item' in asked ? asked.item : `${asked.empty} empty`
