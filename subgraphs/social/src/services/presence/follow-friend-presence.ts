import { createLiveStream } from '@waystone/kit/live'
import type { Needs } from '../needs.js'
import { friendPresenceTopic } from './tell-presence.js'

/** Of one user's friends, those whose presence has changed since a moment; asked together by all who look at once. */
export type ChangedFriends = (asked: {
  readonly userId: string
  readonly since: Date
}) => Promise<readonly { readonly friendId: string; readonly changedAt: Date }[]>

/**
 * A change is committed at most so long after the moment that it bears, and clocks of processes differ by less. A new
 * subscription begins with the changes of this time: a client that comes back has missed none.
 */
const COMMIT_MS = 15_000

/**
 * Streams a user's friends as their presence changes. A message only triggers a look at the database, which also finds
 * changes whose message was lost; each change is told once.
 */
export async function followFriendPresence(
  { clock, live, logger, changedFriends }: Needs & { readonly changedFriends: ChangedFriends },
  userId: string,
): Promise<AsyncIterableIterator<{ readonly id: string }>> {
  const bell = await live.follow(friendPresenceTopic(userId))
  /** By friend: the change that was told last. */
  const told = new Map<string, number>()
  let last = clock.now().getTime()
  const read = async () => {
    const since = new Date(last - COMMIT_MS)
    const now = clock.now().getTime()
    const changed = await changedFriends({ userId, since })
    const news = changed.filter(({ friendId, changedAt }) => told.get(friendId) !== changedAt.getTime())
    for (const { friendId, changedAt } of news) told.set(friendId, changedAt.getTime())
    last = now
    return { items: news.map(({ friendId }) => ({ id: friendId })) }
  }
  return createLiveStream({ bell, read, logger })
}
