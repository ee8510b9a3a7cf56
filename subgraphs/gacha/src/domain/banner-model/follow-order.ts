import type { CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { countersOf, startOf } from './draw-order.js'
import { Stocks, type Memory } from './memory.js'
import { sharesByList } from './wishes.js'

/** An item with the outcome that it is said to come from. */
export interface SaidItem {
  readonly itemId: string
  /** "TIER.POOL" */
  readonly outcome: string
}

export interface FollowedOrder {
  /** In sentences, why these items are no order of the model; null for one that may be. */
  readonly problems: readonly (string | null)[]
  /** The memory that these items leave; null where a counter's rolled start decides, which the seed alone tells. */
  readonly after: Memory | null
}

/** Follows an order by its items, without the seed: what they leave depends on them and not on the rolls. */
export function followOrder(
  model: CompiledModel,
  memory: Memory,
  { order, items }: { order: Order; items: readonly SaidItem[] },
): FollowedOrder {
  const stocks = new Stocks(model, memory)
  const byList = sharesByList(model, memory.wishes ?? [])
  let isRolled = false
  let closes = false
  const words = () => {
    isRolled = true
    return 0
  }
  let state = startOf(model, order.moves ? memory.counters : {}, words)
  const problems = items.map(({ itemId, outcome: name }, index) => {
    const outcome = model.outcomes.find(each => each.name === name)
    const prepared = outcome === undefined ? undefined : model.pools[outcome.index]
    if (outcome === undefined || prepared === undefined) return `the definition has no ${name}`
    closes ||= model.closing.has(outcome)
    state = model.after(state, outcome, index === order.draws - 1)
    const { source } = prepared.pool
    if (source === 'target') return itemId === memory.target ? null : `${name} gives the chosen item`
    const place = prepared.items.indexOf(itemId)
    const listed = byList[outcome.index]
    if (listed) return (listed[place] ?? 0) > 0 ? null : `${name} gives ${source} items of the list`
    if ((stocks.sharesOf(outcome.index)[place] ?? 0) === 0) return `${name} has no such item left`
    stocks.take(outcome.index, place)
    return null
  })
  if (isRolled) return { problems, after: null }
  const counters = order.moves ? countersOf(model, state) : memory.counters
  const closed = closes ? { closed: true as const } : {}
  return { problems, after: { ...memory, ...(model.hasStock ? stocks.state() : {}), counters, ...closed } }
}
