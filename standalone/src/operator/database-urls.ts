import { databaseUrlSetting } from '@waystone/kit/config'

/** The settings of a command that works on the databases of all subgraphs. */
export const databaseUrls = {
  USERS_DATABASE_URL: databaseUrlSetting,
  CHARACTERS_DATABASE_URL: databaseUrlSetting,
  QUESTS_DATABASE_URL: databaseUrlSetting,
  GACHA_DATABASE_URL: databaseUrlSetting,
  SOCIAL_DATABASE_URL: databaseUrlSetting,
  NOTIFICATIONS_DATABASE_URL: databaseUrlSetting,
}
