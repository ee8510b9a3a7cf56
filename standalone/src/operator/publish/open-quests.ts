import * as gacha from '@waystone/gacha'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { createInProcessServiceClient, type ServiceClient } from '@waystone/kit/service-client'
import * as quests from '@waystone/quests'
import { readConfig } from '@waystone/quests/config'

type Env = Readonly<Record<string, string | undefined>>
const beside = { signs: false }

/**
 * The services of quests, for publishing: the app is not started. Items are looked up in gacha's database where it is
 * known, and otherwise requested from its instances (GACHA_URLS).
 */
export async function openQuests(env: Env): Promise<{ readonly app: quests.QuestsApp; close(): Promise<void> }> {
  const items = await openItems(env)
  const config = readConfig({ ...env, DATABASE_URL: env['QUESTS_DATABASE_URL'] }, beside)
  const app = await quests.createApp(config, items === null ? {} : { services: items.services })
  return {
    app,
    close: async () => {
      await app.close()
      await items?.close()
    },
  }
}

async function openItems(env: Env): Promise<{ services: ServiceClient; close(): Promise<void> } | null> {
  const url = env['GACHA_DATABASE_URL'] ?? ''
  if (url === '') return null
  const app = await gacha.createApp(readGachaConfig({ ...env, DATABASE_URL: url }, beside))
  const find = (service: string) => (service === app.name ? app.internal : [])
  return { services: createInProcessServiceClient({ self: 'quests', find }), close: () => app.close() }
}
