import { openQuests } from './open-quests.js'
import { problemsIn, type Publisher } from './publisher.js'

/**
 * Publishes quests by the services of quests. A file has the shape of QuestInput and is read by the
 * mutation's schema, so that new input fields apply to files, too.
 */
export async function openQuestPublisher(env: Readonly<Record<string, string | undefined>>): Promise<Publisher> {
  const { app, close } = await openQuests(env)
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
    close,
  }
}
