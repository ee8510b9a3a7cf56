/**
 * Demo accounts have published passwords, so that there are none in production, and none where another
 * application makes accounts.
 */
export const hasDemoAccounts = (env: Readonly<Record<string, string | undefined>>): boolean =>
  env['NODE_ENV'] !== 'production' && env['AUTH_MODE'] !== 'external'
