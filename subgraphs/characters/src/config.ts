import {
  databaseSettings,
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
  SERVICE_PORT: portSetting(4002),
  USERS_URLS: urlListSetting('http://127.0.0.1:4001'),
}

export type Config = ReturnType<typeof readConfig>

/** @throws ConfigError naming every problem. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>) => parseConfig(settings, env)
