import type { DefinitionProblem } from '../check-banner.js'
import type { ModelDefinition, Order, Price } from './definition.js'
import { checkCounterName, checkEvent, checkPoints, checkUnique } from './names.js'

const FIRST_PLACE = 1

/** Checks orders, milestones, exchanges, target and closing. */
export function checkOffers(definition: ModelDefinition): DefinitionProblem[] {
  const { orders, milestones, exchanges, closesOn } = definition
  const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)
  return [
    ...checkUnique(namesOf(orders), index => `orders[${index}].name`),
    ...checkUnique(namesOf(milestones), index => `milestones[${index}].name`),
    ...checkUnique(namesOf(exchanges), index => `exchanges[${index}].name`),
    ...(closesOn === undefined ? [] : checkEvent(closesOn, definition, 'closesOn')),
    ...orders.flatMap((order, index) => checkOrder(order, `orders[${index}]`, definition)),
    ...checkMilestones(definition),
    ...exchanges.flatMap(({ pointsPer, choices }, index) => [
      ...checkEvent(pointsPer, definition, `exchanges[${index}].pointsPer`),
      ...checkUnique(choices, place => `exchanges[${index}].choices[${place}]`),
    ]),
    ...checkTarget(definition),
  ]
}

function checkOrder(order: Order, path: string, definition: ModelDefinition): DefinitionProblem[] {
  const { milestones } = definition
  const prices = order.prices.flatMap((price, index) => checkPrice(price, `${path}.prices[${index}]`, definition))
  if (order.from === undefined) return prices
  const gives = milestones.some(({ name, give }) => name === order.from && 'order' in give && give.order === order.name)
  return [
    ...prices,
    ...(order.prices.length === 0
      ? []
      : [{ path: `${path}.prices`, message: 'must be empty: a milestone gives the order' }]),
    ...(gives
      ? []
      : [{ path: `${path}.from`, message: 'no milestone of this name gives the order', rule: 'UNKNOWN' as const }]),
  ]
}

function checkPrice({ unit, kind, amount }: Price, path: string, definition: ModelDefinition): DefinitionProblem[] {
  return [
    ...(kind === undefined || typeof unit === 'string'
      ? []
      : [{ path: `${path}.kind`, message: 'must be left out: tickets are neither free nor paid' }]),
    ...(typeof amount === 'number'
      ? []
      : checkPoints(amount.points, amount.by, { definition, path: `${path}.amount` })),
    ...(typeof amount === 'number' || amount.points[0]?.[0] === FIRST_PLACE
      ? []
      : [
          {
            path: `${path}.amount.points[0][0]`,
            message: `must be ${FIRST_PLACE}: the order has no price before it`,
            min: FIRST_PLACE,
            max: FIRST_PLACE,
          },
        ]),
  ]
}

function checkMilestones(definition: ModelDefinition): DefinitionProblem[] {
  return definition.milestones.flatMap(({ name, counts, give }, index) => {
    const path = `milestones[${index}]`
    const event = checkEvent(counts, definition, `${path}.counts`)
    if (!('order' in give)) return event
    const order = definition.orders.find(each => each.name === give.order)
    if (order?.from === name) return event
    const message = `no order of this name has from: "${name}"`
    return [...event, { path: `${path}.give.order`, message, rule: 'UNKNOWN' as const, names: [name] }]
  })
}

function checkTarget(definition: ModelDefinition): DefinitionProblem[] {
  const { target, tiers, counters } = definition
  if (target === undefined) return []
  const isDrawn = tiers.some(({ pools }) => pools.some(({ source }) => source === 'target'))
  const isCounted = Object.values(counters).some(({ scope }) => scope === 'item')
  return [
    ...(isDrawn || isCounted
      ? []
      : [{ path: 'target', message: 'has no effect: no pool has the source "target", no counter the scope "item"' }]),
    ...checkUnique(target.choices, index => `target.choices[${index}]`),
    ...target.resets.flatMap((name, index) => checkCounterName(name, definition, `target.resets[${index}]`)),
  ]
}
