/** Bounds on what operations may take; each has a default. */
export interface EngineLimits {
  /** Errors of one answer: a client that has read a thousand learns nothing from the next. */
  readonly errors: number
  /** Operations whose plans are kept; one of a heavy operation takes tens of kilobytes. */
  readonly operations: number
  /** Whole plans that are compared for one operation: more may find a cheaper one, and take longer. */
  readonly comparedPlans: number
}

const DEFAULTS: EngineLimits = { errors: 1_000, operations: 2_000, comparedPlans: 300 }

/** The cache of operations takes its room at once; more errors or plans than these help no client. */
const MOST = 1_000_000

/**
 * A limit that is left out, or undefined, has its default.
 * @throws Error for a limit that is unknown, or no whole number from 1 to its greatest value.
 */
export function limitsOf(given: { readonly [Name in keyof EngineLimits]?: number | undefined } = {}): EngineLimits {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(DEFAULTS, name))
      throw new Error(`There is no limit "${name}": expected ${Object.keys(DEFAULTS).join(', ')}`)
  return {
    errors: limitOf('errors', given.errors),
    operations: limitOf('operations', given.operations),
    comparedPlans: limitOf('comparedPlans', given.comparedPlans),
  }
}

function limitOf(name: keyof EngineLimits, given: number | undefined): number {
  const limit = given ?? DEFAULTS[name]
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST)
    throw new Error(`limits.${name} must be a whole number from 1 to ${MOST}, not ${String(limit)}`)
  return limit
}
