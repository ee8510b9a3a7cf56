import type { Currency } from '@waystone/events'
import type { Banner } from './domain/banner.js'
import { costOf, type PullCount } from './domain/banner-definition.js'
import type { DefinitionProblem } from './domain/check-banner.js'

/** The refusals of this subgraph, as members of its result unions. */

export const invalidInput = (problem: { field: string; message: string }) =>
  ({ __typename: 'InvalidInput', ...problem }) as const

/** The first problem's path, and all problems in words. */
export const invalidDefinition = (problems: readonly DefinitionProblem[]) =>
  invalidInput({
    field: ['definition', problems[0]?.path ?? ''].filter(part => part !== '').join('.'),
    message: problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
  })

export const insufficientFunds = (price: { currency: Currency; required: number; available: number }) =>
  ({
    __typename: 'InsufficientFunds',
    message: `The pull costs ${price.required} ${price.currency}, and the wallet holds ${price.available}`,
    ...price,
  }) as const

/** The banner is not open yet, or no more. */
export const bannerClosed = ({ definition: { name, opensAt, closesAt } }: Banner, now: Date) =>
  ({
    __typename: 'BannerClosed',
    message: now < new Date(opensAt) ? `"${name}" opens at ${opensAt}` : `"${name}" closed at ${closesAt}`,
  }) as const

/**
 * The banner has another price or another definition than the client has shown. The fields are those of the
 * current version.
 */
export const bannerChanged = ({ definition, hash }: Banner, count: PullCount) =>
  ({
    __typename: 'BannerChanged',
    message: `"${definition.name}" has changed: ${count === 1 ? 'a pull' : `a pull of ${count}`} costs ${costOf(definition, count)} ${definition.currency}, and its odds have the hash ${hash}`,
    currency: definition.currency,
    cost: costOf(definition, count),
    oddsHash: hash,
  }) as const

/** The banner closed while the pull was held up, and its price went back. */
export const pullGivenUp = ({ definition: { name } }: Banner) =>
  ({
    __typename: 'BannerClosed',
    message: `"${name}" closed before the pull was drawn, and nothing was taken`,
  }) as const

export const pullLimitReached = (limit: number, resetsAt: Date) =>
  ({
    __typename: 'PullLimitReached',
    message: `At most ${limit} single pulls may be made in a day; counting begins anew at ${resetsAt.toISOString()}`,
    limit,
    resetsAt,
  }) as const

/** Any refusal of a pull. */
export type PullRefusal = ReturnType<
  | typeof insufficientFunds
  | typeof bannerClosed
  | typeof bannerChanged
  | typeof pullGivenUp
  | typeof pullLimitReached
  | typeof invalidInput
>
