import type { Currency } from '@waystone/events'
import { refuseInput, type InputProblem } from '@waystone/kit/errors'
import type { Banner } from './domain/banner.js'
import type { DefinitionProblem } from './domain/check-banner.js'
import type { Offer } from './domain/offers.js'

/** The refusals of this subgraph, as members of its result unions. */

export const invalidInput = (problem: InputProblem) => refuseInput([problem])

/** All problems in words; `field` is the first one's path. */
export function invalidDefinition([first, ...rest]: readonly [DefinitionProblem, ...DefinitionProblem[]]) {
  const inInput = ({ path, ...problem }: DefinitionProblem): InputProblem => ({
    ...problem,
    field: ['definition', path].filter(part => part !== '').join('.'),
  })
  const isWhole = (field: string) => field === 'definition'
  return refuseInput([inInput(first), ...rest.map(inInput)], ({ field, message }) =>
    isWhole(field) ? message : `${field.replace(/^definition[.]/, '')}: ${message}`,
  )
}

export const insufficientFunds = (price: { currency: Currency; required: number; available: number }) =>
  ({
    __typename: 'InsufficientFunds',
    message: `The pull costs ${price.required} ${price.currency}, and the wallet holds ${price.available}`,
    ...price,
  }) as const

/** The inventory holds too few of the item that the order is paid with, and the order has no other price. */
export const insufficientTickets = (price: { itemId: string; required: number; available: number }) =>
  ({
    __typename: 'InsufficientTickets',
    message: `The pull costs ${price.required} of the item ${price.itemId}, and the inventory holds ${price.available}`,
    ...price,
  }) as const

/** The banner is not open yet, or no more. */
export const bannerClosed = (banner: Banner, now: Date) =>
  closed(banner, now < new Date(banner.definition.opensAt) ? 'NOT_OPEN_YET' : 'CLOSED')

/** The banner closed while the pull was held up, and its price went back. */
export const pullGivenUp = (banner: Banner) => closed(banner, 'CLOSED_BEFORE_DRAW')

/** The player's box has too little left for the order. */
export const soldOut = (banner: Banner) => closed(banner, 'SOLD_OUT')

function closed({ id, definition: { name, opensAt, closesAt } }: Banner, reason: keyof typeof closedMessages) {
  return {
    __typename: 'BannerClosed',
    message: closedMessages[reason]({ bannerName: name, opensAt, closesAt }),
    bannerId: id,
    bannerName: name,
    reason,
    opensAt,
    closesAt,
  } as const
}

interface Closing {
  readonly bannerName: string
  readonly opensAt: string
  readonly closesAt: string | null
}
const closedMessages = {
  NOT_OPEN_YET: ({ bannerName, opensAt }: Closing) => `"${bannerName}" opens at ${opensAt}`,
  CLOSED: ({ bannerName, closesAt }: Closing) => `"${bannerName}" closed at ${closesAt}`,
  CLOSED_BEFORE_DRAW: ({ bannerName }: Closing) =>
    `"${bannerName}" closed before the pull was drawn, and nothing was taken`,
  SOLD_OUT: ({ bannerName }: Closing) => `"${bannerName}" has too little left for the pull, and nothing was taken`,
} as const

/**
 * The banner has another price or another definition than the client has shown. The fields are those of the
 * current version.
 */
export function bannerChanged(
  { definition, hash: oddsHash }: Banner,
  { count, currency, cost, tickets, onlyTickets = false }: Priced,
) {
  const { name: bannerName } = definition
  return {
    __typename: 'BannerChanged',
    message: `"${bannerName}" has changed: ${count === 1 ? 'a pull' : `a pull of ${count}`} costs ${priceOf({ currency, cost, tickets, onlyTickets })}, and its odds have the hash ${oddsHash}`,
    bannerName,
    count,
    currency,
    cost,
    tickets,
    oddsHash,
  } as const
}

/** `tickets` of an order that is recorded is null where a currency was to pay it. */
type Priced = Pick<Offer, 'count' | 'currency' | 'cost' | 'tickets'> & { readonly onlyTickets?: boolean }

function priceOf({ currency, cost, tickets, onlyTickets }: Omit<Priced, 'count'>): string {
  if (tickets === null) return `${cost} ${currency}`
  const inTickets = `${tickets.amount} of the item ${tickets.itemId}`
  return onlyTickets === true ? inTickets : `${inTickets}, or ${cost} ${currency}`
}

/** The order has another price by now than the one that was set aside for it, which went back. */
export function priceMoved(banner: Banner, now: Priced) {
  const message = `The price of the order on "${banner.definition.name}" is now ${now.cost} ${now.currency}, and nothing was taken`
  return { ...bannerChanged(banner, now), message } as const
}

export const pullLimitReached = (limit: number, resets: Date) => {
  const resetsAt = resets.toISOString()
  return {
    __typename: 'PullLimitReached',
    message: `At most ${limit} single pulls may be made in a day; counting begins anew at ${resetsAt}`,
    limit,
    resetsAt,
  } as const
}

const timesOf = (count: number): string => (count === 1 ? 'once' : `at most ${count} times`)

/** @param nextDay when a limit per day begins anew */
export function orderLimitReached({ order }: Offer, nextDay: Date) {
  if (order?.limit === undefined) throw new Error('The order has no limit')
  const { name, limit } = order
  const isDaily = limit.per === 'day'
  const nextAt = isDaily ? nextDay.toISOString() : null
  return {
    __typename: 'OrderLimitReached',
    message:
      nextAt === null
        ? `The order "${name}" may be made ${timesOf(limit.count)} in all`
        : `The order "${name}" may be made ${timesOf(limit.count)} in a day; counting begins anew at ${nextAt}`,
    order: name,
    limit: limit.count,
    per: isDaily ? 'DAY' : 'BANNER',
    nextAt,
  } as const
}

/** Any refusal of a pull. */
export type PullRefusal = ReturnType<
  | typeof insufficientFunds
  | typeof insufficientTickets
  | typeof bannerClosed
  | typeof bannerChanged
  | typeof priceMoved
  | typeof pullGivenUp
  | typeof pullLimitReached
  | typeof orderLimitReached
  | typeof invalidInput
>
