import type { DefinitionProblem } from '../check-banner.js'
import type { Price } from './definition.js'

export const isInCurrency = ({ unit }: Price): boolean => typeof unit === 'string'

/**
 * Prices in tickets that orders can have. Gacha takes tickets when it records the order, and users chooses
 * among the prices in currencies afterwards, so an order has one price in tickets at most, and it is the
 * first.
 * @param path that of the prices
 */
export const checkTickets = (prices: readonly Price[], path: string): readonly DefinitionProblem[] =>
  prices.flatMap((price, index): DefinitionProblem[] => {
    if (isInCurrency(price)) return []
    const { amount } = price
    const at = `${path}[${index}]`
    return [
      ...(index === 0
        ? []
        : [
            {
              path: at,
              message: 'must be the first price, and the only one in tickets: tickets are taken before currencies',
            },
          ]),
      ...(typeof amount === 'number'
        ? []
        : [{ path: `${at}.amount`, message: 'must be a number: tickets have no steps' }]),
      ...(amount === 0
        ? [
            {
              path: `${at}.amount`,
              message: 'must be positive: such an order is free in a currency',
              rule: 'RANGE' as const,
              min: 1,
              actual: 0,
            },
          ]
        : []),
    ]
  })
