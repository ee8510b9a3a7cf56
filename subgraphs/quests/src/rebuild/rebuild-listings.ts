import type { Progress } from '@waystone/kit/command'
import type { RebuiltCatalog } from '../services/rebuild-catalog.js'
import type { Services } from '../services/index.js'

/**
 * Rebuilds the read model of the catalog. `signal` ends it after the versions at hand: then nothing has
 * changed, and the answer is null.
 */
export async function rebuildListings(options: {
  services: Pick<Services, 'rebuildCatalog'>
  progress: Progress
  signal: AbortSignal
}): Promise<RebuiltCatalog | null> {
  const { services, progress, signal } = options
  const steps = services.rebuildCatalog()
  let isShown = false
  try {
    for (let step = await steps.next(); ; step = await steps.next()) {
      if (step.done === true) return step.value
      const { versions, total } = step.value
      if (!isShown) progress.start({ done: 0, total })
      isShown = true
      progress.update(versions)
      if (signal.aborted) return null
    }
  } finally {
    // Ends the generator where it stands, so that it removes what it has begun.
    await steps.return({ versions: 0, changed: 0 })
    if (isShown) progress.stop()
  }
}
