import { newEvent } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { hasBlocked, requestFriendship, type Relationship } from '../../domain/relationship.js'
import { blockedByViewer, friendsWith, notAllowed, userNotFound, tooMany } from '../../errors.js'
import { takeNotification } from '../../repositories/player.js'
import { appendTold } from '../append-told.js'
import { knownPlayer } from '../known-player.js'
import type { Needs } from '../needs.js'
import { changeRelationship } from './change-relationship.js'
import { tellFriendship } from './tell-friendship.js'

/**
 * Asks for friendship. To a user who has blocked the sender the request is made like any other, by the same
 * statements, and seen by its sender alone.
 */
export async function sendFriendRequest(needs: Needs, { fromId, to }: { fromId: string; to: string }) {
  const toId = await knownPlayer(needs, to)
  if (toId === null) return userNotFound()
  if (toId === fromId) return notAllowed('A request is sent to another user, not to oneself')
  let isBlocker = false
  const id = needs.newId()
  const at = needs.clock.now()
  const changed = await changeRelationship(needs, {
    userIds: [fromId, toId],
    change: between => {
      isBlocker = hasBlocked(between, fromId)
      return isBlocker ? between : requestFriendship(between, { id, fromId, at })
    },
    follow: async (tx, { before, after }) => {
      if (after === before) return
      if (after.friendsSince !== null) return await tellFriendship(needs, tx, after)
      await tellRequest(needs, tx, { id, fromId, toId, isTold: !hasBlocked(after, toId) })
    },
  })
  if (changed.outcome === 'GONE') return userNotFound()
  if (isBlocker) return blockedByViewer()
  if (changed.outcome === 'LIMITED') return tooMany(changed, fromId)
  return answerOf(changed.after, { fromId, toId })
}

const answerOf = (between: Relationship, { fromId, toId }: { fromId: string; toId: string }) => {
  const { friendsSince, request } = between
  if (friendsSince !== null) return friendsWith(toId, friendsSince)
  if (request === null) throw new Error(`A request of ${fromId} to ${toId} left nothing behind`)
  return { __typename: 'FriendRequest', id: request.id, fromId, toId, sentAt: request.sentAt } as const
}

async function tellRequest(
  { clock, newId }: Needs,
  tx: Queryable,
  request: { id: string; fromId: string; toId: string; isTold: boolean },
): Promise<void> {
  const { id: requestId, fromId: fromUserId, toId: userId, isTold } = request
  const data = { userId, fromUserId, requestId }
  const event = newEvent('friend.requested', { id: newId(), occurredAt: clock.now(), data })
  const isTaken = await takeNotification(tx, { userId: fromUserId, now: clock.now() })
  await appendTold(tx, event, { isTold: isTold && isTaken })
}
