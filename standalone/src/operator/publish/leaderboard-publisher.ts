import { openQuests } from './open-quests.js'
import { problemsIn, type Publisher } from './publisher.js'

/** Publishes leaderboards by the services of quests: a file has what publishLeaderboard takes as its input. */
export async function openLeaderboardPublisher(env: Readonly<Record<string, string | undefined>>): Promise<Publisher> {
  const { app, close } = await openQuests(env)
  return {
    preview: async ({ id, content: input }) => {
      const preview = await app.services.previewLeaderboard({ id, input, create: true })
      if ('__typename' in preview) return { problems: problemsIn(preview) }
      const { current, next } = preview
      return { problems: null, current: current?.definition ?? null, version: current?.version ?? 0, next }
    },
    publish: async ({ id, content: input, basedOn, actor }) => {
      const published = await app.services.publishLeaderboard({ id, input, create: true, basedOn, actor })
      return '__typename' in published ? published.message : published
    },
    close,
  }
}
