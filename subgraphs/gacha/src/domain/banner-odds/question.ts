import { boughtOrders } from '../banner-model/bought-orders.js'
import type { Order, Pool } from '../banner-model/definition.js'
import { itemsOfPool, leastPart } from '../banner-model/wishes.js'
import type { BannerModel, Outcome } from '../banner-model/model.js'

/**
 * The subject of a question: an event as the model writes it ("FIVE", "FIVE+", "FIVE.featured", "*"), any pool's item,
 * that the pools of an event, which draw without replacement, have nothing left, or that an event has come for the
 * n-th time.
 */
export type Asked = string | AskedItem | { readonly empty: string } | Reached

/**
 * An item. Of one that the player may choose or wish: `chosen` where that is done, `unwished` where the list lacks it,
 * `any` for what it has of the pools that follow no choice. Left out, it is `chosen`.
 */
interface AskedItem {
  readonly item: string
  readonly by?: 'chosen' | 'unwished' | 'any'
}

export interface Reached {
  readonly event: string
  readonly times: number
}

/** Which draws count, by the place of the outcome: 0 to 1, in between for an item of a pool. */
export type Parts = Float64Array

/** @throws Error for an event or an item that the definition does not have */
export function partsOf(model: BannerModel, asked: Asked): Parts {
  if (typeof asked === 'object' && 'item' in asked) return partsOfItem(model, asked)
  const matching = new Set(model.outcomesOf(eventOf(asked)))
  return Float64Array.from(model.outcomes, outcome => (matching.has(outcome) ? 1 : 0))
}

const eventOf = (asked: Exclude<Asked, AskedItem>): string =>
  typeof asked === 'string' ? asked : 'empty' in asked ? asked.empty : asked.event

/** The events that have to be told apart for a question. */
export function eventsOf(model: BannerModel, asked: Asked): readonly string[] {
  if (typeof asked === 'string' || !('item' in asked)) return [eventOf(asked)]
  const parts = partsOfItem(model, asked)
  return model.outcomes.flatMap(({ index, name }) => ((parts[index] ?? 0) > 0 ? [name] : []))
}

function partsOfItem(model: BannerModel, asked: AskedItem): Parts {
  const parts = Float64Array.from(model.outcomes, outcome => partOfItem(model, outcome, asked))
  if (parts.every(part => part === 0)) throw new Error(`The definition has no item ${asked.item}`)
  return parts
}

/**
 * Of a full pool: where a pool draws without replacement, its stock decides instead. Of a pool that follows the
 * player's list, the least part over all lists.
 */
function partOfItem({ definition }: BannerModel, outcome: Outcome, asked: AskedItem): number {
  const pool = poolOf(definition, outcome)
  const { source } = pool
  const { item, by = 'chosen' } = asked
  if (source === 'target') return by !== 'any' && definition.target?.choices.includes(item) === true ? 1 : 0
  if (source === 'wished' || source === 'unwished') {
    const isAsked = by === (source === 'wished' ? 'chosen' : 'unwished')
    return definition.wishes === undefined || !isAsked ? 0 : leastPart(definition.wishes, source, item)
  }
  const items = itemsOfPool(definition, pool)
  const total = items.reduce((sum, { weight }) => sum + weight, 0)
  return items.reduce((sum, { id, weight }) => (id === item ? sum + weight : sum), 0) / total
}

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
