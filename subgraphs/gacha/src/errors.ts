import type { Currency } from '@waystone/events'
import type { Bar } from '@waystone/jurisdictions'
import { refuseInput, type InputProblem } from '@waystone/kit/errors'
import { isModel, type Banner } from './domain/banner.js'
import type { Undrawable } from './domain/banner-model/draw-order.js'
import type { DefinitionProblem } from './domain/check-banner.js'
import type { Offer } from './domain/offers.js'
import type { CurrencyKind } from './domain/pull-order.js'

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

interface Lacking {
  readonly currency: Currency
  /** Null where both parts of the balance may pay. */
  readonly kind: CurrencyKind | null
  readonly required: number
  /** Of the kind. */
  readonly available: number
}

export const insufficientFunds = ({ currency, kind, required, available }: Lacking) =>
  ({
    __typename: 'InsufficientFunds',
    message:
      kind === null
        ? `The pull costs ${required} ${currency}, and the wallet holds ${available}`
        : `The pull costs ${required} ${currency} of the kind ${kind}, and the wallet holds ${available} of it`,
    currency,
    kind,
    required,
    available,
  }) as const

/** The law of the player's country keeps them from a draw that is paid in currency that can be bought. */
export function drawBarred({ rule, country, minimumAge, isAgeKnown }: Bar) {
  const where = country === null ? 'where no country was declared' : `in ${country}`
  const messages: Readonly<Record<Bar['rule'], string>> = {
    FORBIDDEN: `Paid draws are forbidden ${where}`,
    ADULTS_ONLY: `Paid draws are allowed from ${minimumAge} years on ${where}`,
    CONSENT_NEEDED: `A parent has to consent ${where} to paid draws of players under ${minimumAge}`,
    ODDS_NOT_NAMED: `A paid draw has to name the odds that were shown ${where}`,
  }
  const message = messages[rule]
  return { __typename: 'JurisdictionRefusal', message, rule, country, minimumAge, ageKnown: isAgeKnown } as const
}

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

/** A draw has closed the banner for the player. */
export const closedForPlayer = (banner: Banner) => closed(banner, 'CLOSED_FOR_PLAYER')

/** No order can be drawn from what the banner remembers of the player. */
export function undrawableNow(banner: Banner, reason: Undrawable) {
  if (reason === 'closed') return closedForPlayer(banner)
  return reason === 'noTarget' ? targetNotChosen(banner) : wishesNotChosen(banner)
}

/** The banner gives an item that its player has to choose first. */
export function targetNotChosen({ id, definition }: Banner) {
  const choices = isModel(definition) ? (definition.target?.choices ?? []) : []
  return {
    __typename: 'TargetNotChosen',
    message: `"${definition.name}" gives the item that you choose, and none is chosen; nothing was taken`,
    bannerId: id,
    bannerName: definition.name,
    choices,
  } as const
}

/** The banner draws by a list that its player has to make first. */
export function wishesNotChosen({ id, definition }: Banner) {
  const wishes = isModel(definition) ? definition.wishes : undefined
  const [min, max] = wishes?.count ?? [0, 0]
  return {
    __typename: 'WishesNotChosen',
    message: `"${definition.name}" draws by your list of ${min} to ${max} wishes, and there is none; nothing was taken`,
    bannerId: id,
    bannerName: definition.name,
    choices: (wishes?.choices ?? []).map(choice => choice.id),
    min,
    max,
  } as const
}

/** Another item is chosen, and the banner keeps the first choice. */
export const targetFixed = ({ id, definition: { name } }: Banner, target: string) =>
  ({
    __typename: 'TargetFixed',
    message: `The choice on "${name}" was made, and it stays`,
    bannerId: id,
    bannerName: name,
    target,
  }) as const

/** The box has prizes left, so it is not filled again. */
export const prizesLeft = ({ id, definition: { name } }: Banner) =>
  ({
    __typename: 'PrizesLeft',
    message: `The box of "${name}" has prizes left; it can be filled again once they are out`,
    bannerId: id,
    bannerName: name,
  }) as const

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
  CLOSED_FOR_PLAYER: ({ bannerName }: Closing) =>
    `"${bannerName}" closed for you with your last prize, and nothing was taken`,
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
    message:
      tickets === null
        ? `"${bannerName}" has changed: ${count === 1 ? 'a pull' : `a pull of ${count}`} costs ${cost} ${currency}, and its odds have the hash ${oddsHash}`
        : onlyTickets
          ? `"${bannerName}" has changed: ${count === 1 ? 'a pull' : `a pull of ${count}`} costs ${tickets.amount} of the item ${tickets.itemId}, and its odds have the hash ${oddsHash}`
          : `"${bannerName}" has changed: ${count === 1 ? 'a pull' : `a pull of ${count}`} costs ${tickets.amount} of the item ${tickets.itemId}, or ${cost} ${currency}, and its odds have the hash ${oddsHash}`,
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

/** The player has too few points for the exchange. */
export const insufficientPoints = (points: { exchange: string; required: number; available: number }) =>
  ({
    __typename: 'InsufficientPoints',
    message: `The exchange "${points.exchange}" costs ${points.required} points, and there are ${points.available}`,
    ...points,
  }) as const

export const exchangeLimitReached = ({ exchange, limit }: { exchange: string; limit: number }) =>
  ({
    __typename: 'ExchangeLimitReached',
    message: `The exchange "${exchange}" may be made ${timesOf(limit)} in all`,
    exchange,
    limit,
  }) as const

/** Any refusal of an exchange of points. */
export type ExchangeRefusal = ReturnType<
  typeof insufficientPoints | typeof exchangeLimitReached | typeof bannerClosed | typeof invalidInput
>

/** No claim of the milestone is open. */
export function milestoneNotReached(progress: { milestone: string; counted: number; next: number | null }) {
  const { milestone, counted, next } = progress
  return {
    __typename: 'MilestoneNotReached',
    message:
      next === null
        ? `What the milestone "${milestone}" gives was claimed, with ${counted} counted`
        : `The milestone "${milestone}" is reached at ${next}, and ${counted} are counted`,
    milestone,
    counted,
    next,
  } as const
}

/** Any refusal of a claim. */
export type ClaimRefusal = ReturnType<typeof milestoneNotReached | typeof invalidInput>

/** Any refusal of a pull. */
export type PullRefusal = ReturnType<
  | typeof insufficientFunds
  | typeof drawBarred
  | typeof insufficientTickets
  | typeof bannerClosed
  | typeof bannerChanged
  | typeof priceMoved
  | typeof pullGivenUp
  | typeof undrawableNow
  | typeof pullLimitReached
  | typeof orderLimitReached
  | typeof milestoneNotReached
  | typeof invalidInput
>
