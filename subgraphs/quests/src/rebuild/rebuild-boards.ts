import type { Progress } from '@waystone/kit/command'
import type { Services } from '../services/index.js'

/**
 * Rebuilds the scores of all users, and then the counts by which ranks are found. `signal` ends it after the
 * users at hand.
 */
export async function rebuildBoards(options: {
  services: Pick<Services, 'rebuildScores' | 'recountBoards' | 'countToRebuild'>
  progress: Progress
  signal: AbortSignal
}): Promise<{ readonly users: number; readonly changed: number; readonly interrupted: boolean }> {
  const { services, progress, signal } = options
  let users = 0
  let changed = 0
  progress.start({ done: 0, total: await services.countToRebuild(null) })
  try {
    for await (const page of services.rebuildScores()) {
      users += page.users
      changed += page.changed
      progress.update(users)
      if (signal.aborted) return { users, changed, interrupted: true }
    }
  } finally {
    progress.stop()
  }
  await services.recountBoards()
  return { users, changed, interrupted: false }
}
