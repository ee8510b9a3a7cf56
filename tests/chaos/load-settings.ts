/**
 * As in production; only the limits that would end a load test by themselves are raised: those of a player's
 * spending, pulls and sign-ups. Administrators of these tests sign in by a password alone.
 */
export const loadSettings = {
  NODE_ENV: 'production',
  ADMIN_TWO_FACTOR: 'optional',
  LOG_LEVEL: 'warn',
  PAYMENTS: 'test',
  SPEND_LIMIT_CENTS_MONTHLY: '100000000',
  PULL_LIMIT_DAILY: '1000000',
  SIGN_UPS_PER_ADDRESS_MAX: '100000',
  SIGN_INS_PER_NETWORK_MAX: '100000',
  SIGN_INS_PER_ACCOUNT_MAX: '100000',
  SESSIONS_PER_USER_MAX: '10000',
  DECLINED_PURCHASES_DAILY_MAX: '10000',
  SEED_ROTATIONS_DAILY_MAX: '100000',
  RATE_LIMIT_USER: '0',
  RATE_LIMIT_ADDRESS: '0',
}
