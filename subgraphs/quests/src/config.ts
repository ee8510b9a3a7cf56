import {
  databaseSettings,
  parseConfig,
  portSetting,
  processSettings,
  trustSettings,
  urlListSetting,
} from '@waystone/kit/config'

const settings = {
  ...processSettings,
  ...databaseSettings,
  ...trustSettings,
  SERVICE_PORT: portSetting(4003),
  USERS_URLS: urlListSetting('http://127.0.0.1:4001'),
  CHARACTERS_URLS: urlListSetting('http://127.0.0.1:4002'),
  GACHA_URLS: urlListSetting('http://127.0.0.1:4004'),
}

export type Config = ReturnType<typeof readConfig>

/** @throws ConfigError naming every problem. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>) => parseConfig(settings, env)
