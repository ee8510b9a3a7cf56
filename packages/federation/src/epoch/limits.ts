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

/** @throws Error for a limit that is no whole number of at least 1. */
export function limitsOf(given: Partial<EngineLimits> = {}): EngineLimits {
  const limits = { ...DEFAULTS, ...given }
  for (const [name, most] of Object.entries(limits))
    if (!Number.isSafeInteger(most) || most < 1)
      throw new Error(`limits.${name} must be a whole number of at least 1, not ${String(most)}`)
  return limits
}
