import * as gacha from '@waystone/gacha'
import { readConfig } from '@waystone/gacha/config'
import { problemsIn, type Publisher } from './publisher.js'

type Env = Readonly<Record<string, string | undefined>>

/** Banners by the services of gacha: the app is not started, it relays and consumes nothing. */
export async function openBannerPublisher(env: Env): Promise<Publisher> {
  const app = await gacha.createApp(readConfig({ ...env, DATABASE_URL: env['GACHA_DATABASE_URL'] }, { signs: false }))
  return {
    preview: async ({ id, content: definition }) => {
      const preview = await app.services.previewBanner({ id, definition, create: true })
      if ('__typename' in preview) return { problems: problemsIn(preview) }
      const { current, next } = preview
      return { problems: null, current: current?.definition ?? null, version: current?.version ?? 0, next }
    },
    publish: async ({ id, content: definition, basedOn, actor }) => {
      const published = await app.services.publishBanner({ id, definition, create: true, basedOn, actor })
      return published.__typename === 'Banner' ? published : published.message
    },
    close: () => app.close(),
  }
}
