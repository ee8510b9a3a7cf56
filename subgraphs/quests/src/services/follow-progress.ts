import { createLiveStream } from '@waystone/kit/live'
import type { PlayerProgress, Progress } from '../domain/progress.js'
import { standingsOf, type Standing } from '../domain/progress-status.js'
import { progressTopic } from '../repositories/recording.js'
import type { Needs } from './needs.js'

/** Streams a user's progress when it changes. Changes are found by comparison, not taken from messages. */
export async function followProgress(
  needs: Needs,
  userId: string,
): Promise<AsyncIterableIterator<Standing & { readonly userId: string }>> {
  const { live, newestProgress, catalogs, clock, logger } = needs
  const bell = await live.follow(progressTopic(userId))
  try {
    let told = statesOf(await newestProgress(userId))
    const read = async () => {
      const player = await newestProgress(userId)
      const states = statesOf(player)
      const moved = new Set([...states].flatMap(([questId, state]) => (told.get(questId) === state ? [] : [questId])))
      if (moved.size === 0) return { items: [] }
      // Read after the progress: it is then at least as new as any version that the progress names.
      const standings = standingsOf(player, { now: clock.now(), catalog: await catalogs.current() })
      told = states
      return { items: standings.filter(({ questId }) => moved.has(questId)).map(standing => ({ ...standing, userId })) }
    }
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}

const statesOf = ({ progress }: PlayerProgress): ReadonlyMap<string, string> =>
  new Map([...progress].map(([questId, one]) => [questId, stateOf(one)]))

const stateOf = (progress: Progress): string => JSON.stringify(Object.values(progress))
