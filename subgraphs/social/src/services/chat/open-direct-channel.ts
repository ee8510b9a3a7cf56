import { tellAfterCommit } from '@waystone/kit/live'
import type { Channel } from '../../domain/channel.js'
import { blockedByViewer, noDirectMessagesToOneself, userNotFound } from '../../errors.js'
import { ensureDirectChannel } from '../../repositories/channel.js'
import { blockedBy } from '../blocks.js'
import { knownPlayer } from '../known-player.js'
import type { Needs } from '../needs.js'
import { channelsTopic } from './follow-inbox.js'

/**
 * The one channel between two users, whoever of them asks first, and however often. For a user whom the other has
 * blocked, it is made like any other.
 */
export async function openDirectChannel(
  needs: Needs,
  { userId, otherUserId: given }: { userId: string; otherUserId: string },
): Promise<Channel | ReturnType<typeof userNotFound | typeof blockedByViewer | typeof noDirectMessagesToOneself>> {
  if (given.toLowerCase() === userId) return noDirectMessagesToOneself()
  const otherUserId = await knownPlayer(needs, given)
  if (otherUserId === null) return userNotFound()
  if ((await blockedBy(needs.pool, userId, [otherUserId])).has(otherUserId)) return blockedByViewer()
  const [lowUserId = '', highUserId = ''] = [userId, otherUserId].toSorted()
  const channel = await ensureDirectChannel(needs.pool, {
    id: needs.newId(),
    lowUserId,
    highUserId,
    at: needs.clock.now(),
  })
  for (const reader of [lowUserId, highUserId]) tellAfterCommit(needs.pool, channelsTopic(reader))
  return channel
}
