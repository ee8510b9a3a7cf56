/**
 * The time that an access token may live, and that a revocation has to be kept for. A token that lives longer
 * would outlive the revocation that voids it, so none is taken, whoever signed it.
 */
export const ACCESS_TOKEN_LIFETIME_MAX_MS = 15 * 60_000
/** Clocks differ a little; a token from further ahead would live longer than it may. */
export const CLOCK_TOLERANCE_MS = 60_000
