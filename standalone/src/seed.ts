import { runMain } from '@waystone/kit/lifecycle'
import {
  ConfigError,
  flagSetting,
  parseConfig,
  processSettings,
  trustSettings,
  withDatabaseUrls,
} from '@waystone/kit/config'
import * as gacha from '@waystone/gacha'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { seed as seedGacha } from '@waystone/prisma/gacha/seed'
import { seed as seedQuests } from '@waystone/prisma/quests/seed'
import { seed as seedUsers } from '@waystone/prisma/users/seed'
import * as quests from '@waystone/quests'
import { readConfig as readQuestsConfig } from '@waystone/quests/config'
import * as users from '@waystone/users'
import { readConfig as readUsersConfig } from '@waystone/users/config'
import { terminalProgress } from './progress.js'

/** Runs against the databases of a distributed set-up that serves; a second run changes nothing. */
runMain(async () => {
  const progress = terminalProgress()
  const env = withDatabaseUrls(process.env)
  const settings = (name: string) => ({
    ...env,
    DATABASE_URL: env[`${name}_DATABASE_URL`],
    DB_MAX_CONNECTIONS: '2',
  })
  // It relays no events, and has no key to sign them with.
  const beside = { signs: false }
  const { NODE_ENV } = processSettings
  const { AUTH_MODE } = trustSettings
  const config = parseConfig({ NODE_ENV, AUTH_MODE, SEED_DEMO_ACCOUNTS: flagSetting(false) }, process.env)
  if (config.SEED_DEMO_ACCOUNTS && config.NODE_ENV === 'production')
    throw new ConfigError([
      'SEED_DEMO_ACCOUNTS: demo accounts have published passwords and are not made in production; "npx waystone admin" makes administrators',
    ])

  await progress.step('Banners are there', () =>
    withApp(gacha.createApp(readGachaConfig(settings('GACHA'), beside)), seedGacha),
  )
  await progress.step('The quest catalog is there', () =>
    withApp(quests.createApp(readQuestsConfig(settings('QUESTS'), beside)), seedQuests),
  )
  if (config.SEED_DEMO_ACCOUNTS && config.AUTH_MODE === 'internal') {
    await progress.step('Demo accounts are there', () =>
      withApp(users.createApp(readUsersConfig(settings('USERS'), beside)), app => seedUsers(app, config.NODE_ENV)),
    )
  }
})

/** The app is not started: it relays and consumes nothing, only its services are used. */
async function withApp<App extends { close(): Promise<void> }>(
  creating: Promise<App>,
  work: (app: App) => Promise<void>,
): Promise<void> {
  const app = await creating
  try {
    await work(app)
  } finally {
    await app.close()
  }
}
