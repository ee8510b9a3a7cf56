import { check, type Check, type Paid } from '../verification.js'
import type { ModelDefinition, Order, Price } from './definition.js'
import type { Memory } from './memory.js'
import { priceFrom } from './prices.js'

/**
 * Checks that an order was paid at one of its prices, as it was at the counters that the draw began from.
 * @param paid without a cost, as in answers that were kept before the price was asked for, nothing is checked
 */
export function verifyPrice(
  { definition, order, counters }: { definition: ModelDefinition; order: Order; counters: Memory['counters'] },
  { cost, currency }: Paid,
): readonly Check[] {
  if (cost === undefined || currency === undefined) return []
  const said = `${cost} ${currency}`
  const prices = order.prices.map(price => priceText(definition, { order, price }, counters))
  // A price in tickets, or by a counter that starts at random, is not known here: such an order may cost what it says.
  const isKnown = prices.length > 0 && prices.every(price => price !== null)
  return [check('price', said, !isKnown || prices.includes(said) ? said : prices.join(' or '))]
}

function priceText(
  definition: ModelDefinition,
  { order, price }: { order: Order; price: Price },
  counters: Memory['counters'],
): string | null {
  const { unit, amount } = price
  if (typeof unit !== 'string') return null
  if (typeof amount !== 'number' && typeof (definition.counters[amount.by]?.start ?? 0) !== 'number') return null
  return `${priceFrom(definition, { order, price }, counters)} ${unit}`
}
