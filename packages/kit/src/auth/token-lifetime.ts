/**
 * The longest lifetime of an access token, and the time that a revocation is kept. A token with a longer
 * lifetime would outlive its revocation, so it is refused, with any signature.
 */
export const ACCESS_TOKEN_LIFETIME_MAX_MS = 15 * 60_000
/** Clocks differ a little; a token from further ahead would live longer than it may. */
export const CLOCK_TOLERANCE_MS = 60_000
