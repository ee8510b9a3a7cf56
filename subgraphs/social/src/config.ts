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

export const settings = {
  ...processSettings,
  ...databaseSettings,
  ...trustSettings,
  ...eventSettings,
  SERVICE_PORT: portSetting(4005),
  USERS_URLS: urlListSetting('http://127.0.0.1:4001'),
  CHARACTERS_URLS: urlListSetting('http://127.0.0.1:4002'),
}

export type Config = ReturnType<typeof readConfig>

/**
 * @param options.signs false for a command beside the processes that serve, which needs no key to sign events with
 * @throws ConfigError naming every problem.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, { signs = true } = {}) =>
  parseConfig(settings, env, present => eventKeyProblems(present, { self: 'social', producers, signs }))
