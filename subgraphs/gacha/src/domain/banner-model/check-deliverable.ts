import { unreachable } from '@waystone/kit/errors'
import type { DefinitionProblem } from '../check-banner.js'
import type { ModelDefinition, Order, Price, Tier } from './definition.js'

/**
 * The rules of a right definition that pulls do not keep yet. A banner with such a rule is not published: it
 * would promise its players what they do not get.
 */
export const checkDeliverable = (definition: ModelDefinition): readonly DefinitionProblem[] => [
  ...definition.tiers.flatMap((tier, index) => checkTier(tier, `tiers[${index}]`)),
  ...Object.entries(definition.counters).flatMap(([name, { onClose }]) =>
    onClose === 'keep' ? [] : [undelivered(`counters.${name}.onClose`, 'counters that end with the banner')],
  ),
  ...definition.orders.flatMap((order, index) => checkOrder(order, `orders[${index}]`, definition)),
  ...(definition.milestones.length === 0 ? [] : [undelivered('milestones', 'milestones')]),
  ...(definition.exchanges.length === 0 ? [] : [undelivered('exchanges', 'exchanges')]),
  ...checkResets(definition),
]

function checkTier({ pools, duplicates }: Tier, path: string): readonly DefinitionProblem[] {
  const ofPools = pools.flatMap((pool, index) => {
    const at = `${path}.pools[${index}]`
    switch (pool.source) {
      case 'weights':
      case 'target':
      case 'box':
        return []
      case 'unowned':
        return [undelivered(`${at}.source`, 'pools that leave owned items out')]
      default:
        return unreachable(pool)
    }
  })
  return [...ofPools, ...(duplicates.length === 0 ? [] : [undelivered(`${path}.duplicates`, 'grants for duplicates')])]
}

/** A change of the target sets counters to one value, in one place. */
const checkResets = ({ target, counters }: ModelDefinition): readonly DefinitionProblem[] =>
  (target?.resets ?? []).flatMap((name, index): readonly DefinitionProblem[] => {
    const path = `target.resets[${index}]`
    const { scope, start } = counters[name] ?? {}
    if (typeof start === 'object') return [undelivered(path, 'a new roll of a counter that starts at random')]
    if (scope !== 'item' && scope !== 'order') return []
    const ofItem = `must not be ${name}: each item has a value of its own`
    const ofOrder = `must not be ${name}: it restarts with each order`
    return [{ path, message: scope === 'item' ? ofItem : ofOrder, names: [name] }]
  })

function checkOrder(order: Order, path: string, definition: ModelDefinition): readonly DefinitionProblem[] {
  const { prices, from } = order
  return [
    ...(from === undefined ? [] : [undelivered(`${path}.from`, 'orders of a milestone')]),
    ...(prices.length > 0
      ? []
      : [
          {
            path: `${path}.prices`,
            message: 'must have a price: that of a free order is zero',
            rule: 'COUNT' as const,
            min: 1,
            actual: 0,
          },
        ]),
    ...prices.flatMap((price, index) => checkAfter(price, prices.slice(0, index), `${path}.prices[${index}]`)),
    ...prices.flatMap((price, index) => [
      ...checkPrice(price, `${path}.prices[${index}]`),
      ...checkSteps(price, `${path}.prices[${index}].amount.by`, { order, definition }),
    ]),
  ]
}

const checkPrice = ({ unit, kind }: Price, path: string): readonly DefinitionProblem[] => [
  ...(typeof unit === 'string' ? [] : [undelivered(`${path}.unit`, 'tickets')]),
  ...(kind === undefined ? [] : [undelivered(`${path}.kind`, 'prices in free or paid currency alone')]),
]

/**
 * A price is of use where no price before it is certain to be taken, or refused, in its place. Prices in two
 * currencies never have the same amount, so that `expectedCost` names one of them.
 */
function checkAfter(price: Price, before: readonly Price[], path: string): readonly DefinitionProblem[] {
  const { unit, kind } = price
  if (before.some(({ amount }) => amount === 0)) return [{ path, message: 'is never taken: a price before it is zero' }]
  if (typeof unit === 'string' && before.some(other => other.unit === unit && other.kind === kind))
    return [{ path: `${path}.unit`, message: `must not be ${unit} again: the order has a price in it`, names: [unit] }]
  const taken = new Set(before.filter(other => other.unit !== unit).flatMap(amountsOf))
  const shared = amountsOf(price).find(amount => taken.has(amount))
  if (shared === undefined) return []
  const message = `must not be ${shared}: a price before it can be as much, and expectedCost could mean either`
  return [{ path: `${path}.amount`, message, actual: shared }]
}

/** All amounts that a price can have. */
const amountsOf = ({ amount }: Price): readonly number[] =>
  typeof amount === 'number' ? [amount] : amount.points.map(([, each]) => each)

/** The price of an order has to be known before it is drawn, and a price by a counter has to be able to change. */
function checkSteps(
  { amount }: Price,
  path: string,
  { order, definition }: { order: Order; definition: ModelDefinition },
): readonly DefinitionProblem[] {
  if (typeof amount === 'number') return []
  const counter = definition.counters[amount.by]
  if (counter !== undefined && typeof counter.start !== 'number')
    return [undelivered(path, 'prices by a counter that starts at random')]
  if (counter?.scope !== 'order' && order.moves) return []
  const message = `must be a counter that outlasts the order, not ${amount.by}: the price would always be the first one`
  return [{ path, message, names: [amount.by] }]
}

const undelivered = (path: string, rule: string): DefinitionProblem => ({
  path,
  message: `cannot be published yet: pulls do not know ${rule}`,
  names: [rule],
})
