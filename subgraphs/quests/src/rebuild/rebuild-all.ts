import type { Progress } from '@waystone/kit/command'
import type { Services } from '../services/index.js'
import type { ResumeFile } from './resume-file.js'

export interface RebuiltAll {
  /** Users and rows of this run and of the runs that it continues. */
  readonly users: number
  readonly changed: number
  /** Users that were finished when this run began. */
  readonly resumedFrom: number
  readonly interrupted: boolean
}

/**
 * Rebuilds all users, one after the other, from where an interrupted run stopped. `signal` ends it after the
 * user at hand; however it ends, the next run goes on after the last user that is finished.
 */
export async function rebuildAll(options: {
  services: Pick<Services, 'rebuildEveryone' | 'countToRebuild'>
  resume: ResumeFile
  progress: Progress
  signal: AbortSignal
}): Promise<RebuiltAll> {
  const { services, resume, progress, signal } = options
  const before = await resume.read()
  const after = before?.after ?? null
  const resumedFrom = before?.users ?? 0
  let users = resumedFrom
  let changed = before?.changed ?? 0
  progress.start({ done: users, total: users + (await services.countToRebuild(after)) })
  try {
    for await (const rebuilt of services.rebuildEveryone(after)) {
      users += 1
      changed += rebuilt.changed
      await resume.write({ after: rebuilt.userId, users, changed })
      progress.update(users)
      if (signal.aborted) return { users, changed, resumedFrom, interrupted: true }
    }
  } finally {
    progress.stop()
  }
  await resume.remove()
  return { users, changed, resumedFrom, interrupted: false }
}
