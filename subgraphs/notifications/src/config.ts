import { producers } from '@waystone/events'
import {
  databaseSettings,
  eventKeyProblems,
  eventSettings,
  parseConfig,
  portSetting,
  processSettings,
  trustSettings,
  urlListSetting,
} from '@waystone/kit/config'
import { apnsProblems, pushSettings } from './push/settings.js'

export const settings = {
  ...processSettings,
  ...databaseSettings,
  ...trustSettings,
  ...eventSettings,
  ...pushSettings,
  SERVICE_PORT: portSetting(4006),
  USERS_URLS: urlListSetting('http://127.0.0.1:4001'),
  GACHA_URLS: urlListSetting('http://127.0.0.1:4004'),
}

export type Config = ReturnType<typeof readConfig>

/**
 * @param options.signs false for a command beside the processes that serve, which needs no key to sign events with
 * @throws ConfigError naming every problem.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, { signs = true } = {}) =>
  parseConfig(settings, env, present => [
    ...eventKeyProblems(present, { self: 'notifications', producers, signs }),
    ...apnsProblems(present),
  ])
