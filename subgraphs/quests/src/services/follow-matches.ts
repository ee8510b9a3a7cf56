import { createLiveStream } from '@waystone/kit/live'
import type { Match } from '../domain/matches/match.js'
import { matchTopic } from '../repositories/match.js'
import { CHANGES_PER_READING } from '../repositories/match-pages.js'
import type { Needs } from './needs.js'

/**
 * Streams a user's matches: first the one that the user is in, then each as it changes. A message only
 * triggers a read behind the last change that was told, so the end of a match is told also when messages are
 * lost.
 */
export async function followMatches(needs: Needs, userId: string): Promise<AsyncIterableIterator<Match>> {
  const { live, newestMatches, logger } = needs
  const bell = await live.follow(matchTopic(userId))
  try {
    let change: string | null = null
    const read = async () => {
      // The place first: what changes between the two reads is told by the next one.
      const last = change ?? (await newestMatches.lastChange(userId))
      const changes = await newestMatches.after({ userId, change })
      change = changes.at(-1)?.change ?? last
      return { items: changes.map(({ match }) => match), isMore: changes.length === CHANGES_PER_READING }
    }
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}
