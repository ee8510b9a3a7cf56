import {
  databaseSettings,
  parseConfig,
  portSetting,
  processSettings,
  secretSetting,
  trustSettings,
} from '@waystone/kit/config'
import * as z from 'zod'
import { ACCESS_TOKEN_LIFETIME_MAX_MS } from './domain/session.js'

const accessTokenLifetimeMax = ACCESS_TOKEN_LIFETIME_MAX_MS / 1000

export const settings = {
  ...processSettings,
  ...databaseSettings,
  ...trustSettings,
  SERVICE_PORT: portSetting(4001),
  /** Who makes accounts: Waystone itself, or another better-auth application on the same tables. */
  AUTH_MODE: z.enum(['internal', 'external']).default('internal'),
  /** Encrypts the private keys that sign access tokens. */
  BETTER_AUTH_SECRET: secretSetting('development-better-auth-secret-do-not-use-in-production'),
  /** Shorter than the default where tokens are handed to what may leak them; clients refresh as often. */
  ACCESS_TOKEN_LIFETIME_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(accessTokenLifetimeMax)
    .default(accessTokenLifetimeMax),
  /** What one user may spend within a calendar month. */
  SPEND_LIMIT_CENTS_MONTHLY: z.coerce.number().int().min(0).max(100_000_000).default(50_000),
  /** How many accounts may be asked for from one address within a minute. */
  SIGN_UPS_PER_ADDRESS_MAX: z.coerce.number().int().min(1).max(100_000).default(120),
}

export type Config = ReturnType<typeof readConfig>

/** @throws ConfigError naming everything that is wrong. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>) => parseConfig(settings, env)
