import { tellAfterCommit, type LiveTopic } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import { findConnectedFriends } from '../../repositories/presence.js'

/** Where a user hears of friends whose presence has changed. */
export const friendPresenceTopic = (userId: string): LiveTopic => ({ topic: 'friend-presence', key: userId })

/** Tells the friends who are connected themselves; the rest read it when they come. */
export async function tellPresence(tx: Queryable, userIds: readonly string[]): Promise<void> {
  for (const { userId, friendId } of await findConnectedFriends(tx, userIds))
    tellAfterCommit(tx, { ...friendPresenceTopic(friendId), id: userId })
}
