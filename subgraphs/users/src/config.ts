import { producers } from '@waystone/events'
import {
  databaseSettings,
  eventKeyProblems,
  eventSettings,
  flagSetting,
  parseConfig,
  portSetting,
  processSettings,
  secretSetting,
  trustSettings,
  urlListSetting,
} from '@waystone/kit/config'
import * as z from 'zod'
import { DELETION_DELAY_MAX_SECONDS, DELETION_DELAY_SECONDS } from './domain/account-deletion.js'
import { COUNTRY_CHANGE_DELAY_MAX_SECONDS, COUNTRY_CHANGE_DELAY_SECONDS } from './domain/declaration.js'
import { ACCESS_TOKEN_LIFETIME_MAX_MS } from './domain/session.js'
import { externalMappingSetting } from './identity/external/mapping.js'
import { providersSetting } from './identity/providers/settings.js'
import { missingSteamSettings, steamSettings } from './identity/providers/steam-settings.js'
import { mailSettings, missingMailSettings } from './mail/settings.js'
import { missingPaymentSettings, paymentSettings } from './payments/settings.js'

const accessTokenLifetimeMax = ACCESS_TOKEN_LIFETIME_MAX_MS / 1000

const spendOrderSetting = z.enum(['free-first', 'paid-first']).default('free-first')

/**
 * Of the better-auth application that makes the accounts (AUTH_MODE=external); docs/external-accounts.md
 * explains them.
 */
const externalSettings = {
  /** Its database, as a role that may read its tables. Nothing is ever written there. */
  EXTERNAL_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  EXTERNAL_DB_MAX_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(5),
  /** The secret that it signs its session cookies with. */
  EXTERNAL_AUTH_SECRET: z.string().min(1).optional(),
  /** JSON: which tables and columns are its users, sessions and keys, where they are not better-auth's own names. */
  EXTERNAL_MAPPING: externalMappingSetting,
  /** Issuer and audience of its JWTs, which better-auth makes its base URL; without an issuer no JWT is taken. */
  EXTERNAL_JWT_ISSUER: z.string().min(1).optional(),
  EXTERNAL_JWT_AUDIENCE: z.string().min(1).optional(),
  /** Where it publishes the keys of its JWTs; its table of keys is read without it. */
  EXTERNAL_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The claim that names a JWT's session, where the application defines one. */
  EXTERNAL_JWT_SESSION_CLAIM: z.string().min(1).default('sid'),
  /** Makes the ids of users here from the application's, as UUIDs of version 5. It must never change. */
  EXTERNAL_ID_NAMESPACE: z.uuid().default('c3b3c1f4-6a0e-4d53-9a86-7a2f6d1b5e90'),
}

export const settings = {
  ...processSettings,
  ...databaseSettings,
  ...trustSettings,
  ...eventSettings,
  SERVICE_PORT: portSetting(4001),
  QUESTS_URLS: urlListSetting('http://127.0.0.1:4003'),
  /** For the audit of the economy, which compares their rows with those of users. */
  CHARACTERS_URLS: urlListSetting('http://127.0.0.1:4002'),
  GACHA_URLS: urlListSetting('http://127.0.0.1:4004'),
  SOCIAL_URLS: urlListSetting('http://127.0.0.1:4005'),
  NOTIFICATIONS_URLS: urlListSetting('http://127.0.0.1:4006'),
  ...externalSettings,
  ...paymentSettings,
  ...mailSettings,
  /** OpenID Connect providers that players may sign in by; docs/accounts.md explains it. */
  OIDC_PROVIDERS: providersSetting.default([]),
  ...steamSettings,
  /** Encrypts the private keys that sign access tokens. */
  BETTER_AUTH_SECRET: secretSetting('development-better-auth-secret-do-not-use-in-production'),
  /** Shorter than the default where tokens are handed to what may leak them; clients refresh as often. */
  ACCESS_TOKEN_LIFETIME_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(accessTokenLifetimeMax)
    .default(accessTokenLifetimeMax),
  /** The spending limit of a user within a calendar month. */
  SPEND_LIMIT_CENTS_MONTHLY: z.coerce.number().int().min(0).max(100_000_000).default(50_000),
  /** Which part of a balance pays where the price asks for none: what was given, or what was bought. */
  SPEND_ORDER_DIAMOND: spendOrderSetting,
  SPEND_ORDER_GOLD: spendOrderSetting,
  /** How many accounts may be asked for from one address within a minute. */
  SIGN_UPS_PER_ADDRESS_MAX: z.coerce.number().int().min(1).max(100_000).default(120),
  /** How many guests may be made from one network within 24 hours; 0 makes none. */
  GUESTS_PER_NETWORK_DAILY_MAX: z.coerce.number().int().min(0).max(10_000).default(200),
  /** Sign-ins within a minute, right or wrong: to one account from one network or device, and from one network. */
  SIGN_INS_PER_ACCOUNT_MAX: z.coerce.number().int().min(1).max(100_000).default(20),
  SIGN_INS_PER_NETWORK_MAX: z.coerce.number().int().min(1).max(100_000).default(300),
  /** Sessions of one user at a time: a sign-in beyond them ends the oldest. */
  SESSIONS_PER_USER_MAX: z.coerce.number().int().min(1).max(10_000).default(50),
  /** With `required`, an administrator has no rights before a second factor is set up; production's default. */
  ADMIN_TWO_FACTOR: z.enum(['optional', 'required']).optional(),
  /** From the request to delete an account until it is erased: a sign-in in between cancels it. */
  ACCOUNT_DELETION_DELAY_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(DELETION_DELAY_MAX_SECONDS)
    .default(DELETION_DELAY_SECONDS),
  /** From the choice of another country until it may take effect, where the next month begins. */
  COUNTRY_CHANGE_DELAY_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(COUNTRY_CHANGE_DELAY_MAX_SECONDS)
    .default(COUNTRY_CHANGE_DELAY_SECONDS),
  /** Demo accounts are made, and `accessOptions` names their players and passwords. */
  SEED_DEMO_ACCOUNTS: flagSetting(false),
  /** Payments of one user that may be declined within 24 hours. */
  DECLINED_PURCHASES_DAILY_MAX: z.coerce.number().int().min(1).max(10_000).default(20),
}

export type Config = ReturnType<typeof readConfig>

/** Where another application makes the accounts, the factors of their sign-ins are for it to ask for. */
export const isTwoFactorRequired = (config: Pick<Config, 'ADMIN_TWO_FACTOR' | 'AUTH_MODE' | 'NODE_ENV'>): boolean =>
  config.AUTH_MODE === 'internal' &&
  (config.ADMIN_TWO_FACTOR ?? (config.NODE_ENV === 'production' ? 'required' : 'optional')) === 'required'

/**
 * @param options.signs false for a command beside the processes that serve, which needs no key to sign events with
 * @throws ConfigError naming every problem.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, { signs = true } = {}) =>
  parseConfig(settings, env, present => [
    ...eventKeyProblems(present, { self: 'users', producers, signs }),
    ...missingExternalSettings(present),
    ...missingPaymentSettings(present),
    ...missingMailSettings(present),
    ...missingSteamSettings(present),
    ...demoAccountProblems(present),
  ])

const demoAccountProblems = (present: Readonly<Record<string, string>>): readonly string[] =>
  present['NODE_ENV'] === 'production' && present['SEED_DEMO_ACCOUNTS'] === 'true'
    ? ['SEED_DEMO_ACCOUNTS: demo accounts have published passwords and are not made in production']
    : []

const missingExternalSettings = (present: Readonly<Record<string, string>>): readonly string[] =>
  present['AUTH_MODE'] === 'external'
    ? ['EXTERNAL_DATABASE_URL', 'EXTERNAL_AUTH_SECRET']
        .filter(name => present[name] === undefined)
        .map(name => `${name}: AUTH_MODE=external needs it`)
    : []

/** Where the subgraphs are that users calls. */
export const instancesOf = (config: Config) => ({
  characters: config.CHARACTERS_URLS,
  quests: config.QUESTS_URLS,
  gacha: config.GACHA_URLS,
  social: config.SOCIAL_URLS,
  notifications: config.NOTIFICATIONS_URLS,
})
