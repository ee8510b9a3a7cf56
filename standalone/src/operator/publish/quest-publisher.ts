import * as gacha from '@waystone/gacha'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { createInProcessServiceClient, type ServiceClient } from '@waystone/kit/service-client'
import * as quests from '@waystone/quests'
import { readConfig } from '@waystone/quests/config'
import { problemsIn, type Publisher } from './publisher.js'

type Env = Readonly<Record<string, string | undefined>>
const beside = { signs: false }

/**
 * Publishes quests by the services of quests. A file has the shape of QuestInput and is read by the
 * mutation's schema, so that new input fields apply to files, too. Items are looked up in gacha's database
 * where it is known, and otherwise requested from its instances (GACHA_URLS).
 */
export async function openQuestPublisher(env: Env): Promise<Publisher> {
  const items = await openItems(env)
  const config = readConfig({ ...env, DATABASE_URL: env['QUESTS_DATABASE_URL'] }, beside)
  const app = await quests.createApp(config, items === null ? {} : { services: items.services })
  return {
    preview: async ({ id, content }) => {
      const { input, problems } = app.readQuestInput(content)
      if (problems.length > 0) return { problems }
      const preview = await app.services.previewQuest({ id, input, create: true })
      if ('__typename' in preview) return { problems: problemsIn(preview) }
      const { current, next } = preview
      return { problems: null, current: current?.definition ?? null, version: current?.version ?? 0, next }
    },
    publish: async ({ id, content, basedOn, actor }) => {
      const { input } = app.readQuestInput(content)
      const published = await app.services.publishQuest({ id, input, create: true, basedOn, actor })
      return '__typename' in published ? published.message : { id: published.questId, version: published.version }
    },
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
