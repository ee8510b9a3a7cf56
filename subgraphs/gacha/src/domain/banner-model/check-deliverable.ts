import type { DefinitionProblem } from '../check-banner.js'
import { checkCounterEnd } from './check-ends.js'
import { checkTickets, isInCurrency } from './check-tickets.js'
import { checkUnowned } from './check-unowned.js'
import type { ModelDefinition, Order, Price } from './definition.js'

/**
 * The rules of a right definition that pulls do not keep yet. A banner with such a rule is not published: it
 * would promise its players what they do not get.
 */
export const checkDeliverable = (definition: ModelDefinition): readonly DefinitionProblem[] => [
  ...checkUnowned(definition),
  ...Object.entries(definition.counters).flatMap(([name, counter]) => checkCounterEnd(counter, `counters.${name}`)),
  ...definition.orders.flatMap((order, index) => checkOrder(order, `orders[${index}]`, definition)),
  ...(definition.orders.some(({ from }) => from === undefined) ? [] : [onlyGifts]),
  ...checkResets(definition, 'target'),
  ...checkResets(definition, 'wishes'),
]

/**
 * A change of the target, or of the list, sets counters to one value, in one place. A counter that is converted has its
 * value in a tally as well, which draws alone write.
 */
const checkResets = (definition: ModelDefinition, choice: 'target' | 'wishes'): readonly DefinitionProblem[] =>
  (definition[choice]?.resets ?? []).flatMap((name, index): readonly DefinitionProblem[] => {
    const path = `${choice}.resets[${index}]`
    const { scope, start, onClose } = definition.counters[name] ?? {}
    if (typeof start === 'object') return [undelivered(path, 'a new roll of a counter that starts at random')]
    if (typeof onClose === 'object') return [undelivered(path, 'resets of a counter that is converted at the end')]
    if (scope !== 'item' && scope !== 'order') return []
    const ofItem = `must not be ${name}: each item has a value of its own`
    const ofOrder = `must not be ${name}: it restarts with each order`
    return [{ path, message: scope === 'item' ? ofItem : ofOrder, names: [name] }]
  })

function checkOrder(order: Order, path: string, definition: ModelDefinition): readonly DefinitionProblem[] {
  const { prices, from } = order
  return [
    ...(prices.length > 0 || from !== undefined
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
    ...checkTickets(prices, `${path}.prices`),
    ...prices.flatMap((price, index) =>
      checkAfter(price, prices.slice(0, index).filter(isInCurrency), `${path}.prices[${index}]`),
    ),
    ...prices.flatMap((price, index) => checkSteps(price, `${path}.prices[${index}].amount.by`, { order, definition })),
  ]
}

/**
 * A price is of use where no price before it is certain to be taken, or refused, in its place. Prices in two
 * currencies never have the same amount, so that `expectedCost` names one of them; those in the kinds of one currency
 * always have.
 */
function checkAfter(price: Price, before: readonly Price[], path: string): readonly DefinitionProblem[] {
  const { unit, kind } = price
  if (!isInCurrency(price)) return []
  if (before.some(({ amount }) => amount === 0)) return [{ path, message: 'is never taken: a price before it is zero' }]
  if (typeof unit === 'string') {
    const inIt = before.filter(other => other.unit === unit)
    if (inIt.some(other => other.kind === undefined || other.kind === kind))
      return [
        { path: `${path}.unit`, message: `must not be ${unit} again: the order has a price in it`, names: [unit] },
      ]
    if (inIt.some(other => JSON.stringify(other.amount) !== JSON.stringify(price.amount))) {
      const message = `must be that of the price in ${unit} before it: the expected cost in ${unit} is one figure`
      return [{ path: `${path}.amount`, message, names: [unit] }]
    }
  }
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

const onlyGifts: DefinitionProblem = {
  path: 'orders',
  message: 'must have an order that players buy: those that milestones give can never be reached',
}

const undelivered = (path: string, rule: string): DefinitionProblem => ({
  path,
  message: `cannot be published yet: pulls do not know ${rule}`,
  names: [rule],
})
