import { producers } from '@waystone/events'
import {
  databaseSettings,
  encryptionKeysSetting,
  eventKeyProblems,
  eventSettings,
  parseConfig,
  portSetting,
  processSettings,
  trustSettings,
  urlListSetting,
} from '@waystone/kit/config'
import * as z from 'zod'

export const settings = {
  ...processSettings,
  ...databaseSettings,
  ...trustSettings,
  ...eventSettings,
  SERVICE_PORT: portSetting(4004),
  USERS_URLS: urlListSetting('http://127.0.0.1:4001'),
  QUESTS_URLS: urlListSetting('http://127.0.0.1:4003'),
  NOTIFICATIONS_URLS: urlListSetting('http://127.0.0.1:4006'),
  /** Single pulls that a user may make in one UTC day, over all banners. */
  PULL_LIMIT_DAILY: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
  /** Seeds that a user may have revealed in one UTC day. */
  SEED_ROTATIONS_DAILY_MAX: z.coerce.number().int().min(1).max(1_000_000).default(20),
  /**
   * Keys as `id:key`, separated by commas: the first encrypts server seeds, the rest decrypt earlier seeds.
   */
  SEED_ENCRYPTION_KEYS: encryptionKeysSetting('development:YS1kZXZlbG9wbWVudC1rZXktYW5kLW5vLXNlY3JldCE'),
}

export type Config = ReturnType<typeof readConfig>

/**
 * @param options.signs false for a command beside the processes that serve, which needs no key to sign events with
 * @throws ConfigError naming every problem.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, { signs = true } = {}) =>
  parseConfig(settings, env, present => eventKeyProblems(present, { self: 'gacha', producers, signs }))
