import { check, paidText, ticketsText, type Check, type Paid } from '../verification.js'
import type { ModelDefinition, Order, Price } from './definition.js'
import type { Memory } from './memory.js'
import { priceFrom } from './prices.js'

/**
 * Checks that an order was paid at one of its prices, as it was at the counters that the draw began from. An order that
 * a milestone gives is free.
 * @param paid without a cost, as in answers that were kept before the price was asked for, nothing is checked
 */
export function verifyPrice(
  { definition, order, counters }: { definition: ModelDefinition; order: Order; counters: Memory['counters'] },
  paid: Paid,
): readonly Check[] {
  const said = paidText(paid)
  if (said === null) return []
  const free = `0 ${paid.currency}`
  const prices =
    order.from === undefined ? order.prices.map(price => priceText(definition, { order, price }, counters)) : [free]
  // Answers that were kept before tickets were asked for say the cost alone, which is 0 for tickets.
  if (paid.tickets === undefined && order.prices.some(({ unit }) => typeof unit !== 'string')) prices.push(free)
  return [check('price', said, prices.includes(said) ? said : prices.join(' or ') || 'not for sale')]
}

function priceText(
  definition: ModelDefinition,
  { order, price }: { order: Order; price: Price },
  counters: Memory['counters'],
): string {
  const { unit, amount } = price
  // check-deliverable.ts refuses such a price, so no banner with it has sold anything.
  if (typeof amount !== 'number' && typeof (definition.counters[amount.by]?.start ?? 0) !== 'number')
    return 'a price that starts at random'
  const due = priceFrom(definition, { order, price }, counters)
  return typeof unit === 'string' ? `${due} ${unit}` : ticketsText({ itemId: unit.ticket, amount: due })
}
