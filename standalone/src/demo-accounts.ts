/** Demo accounts have published passwords, so that there are none in production. */
export const hasDemoAccounts = (env: Readonly<Record<string, string | undefined>>): boolean =>
  env['NODE_ENV'] !== 'production'
