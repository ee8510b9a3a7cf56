import { parseUuid } from '@waystone/kit/graphql'
import { befriend, otherOf, requestSeenBy, type Relationship } from '../../domain/relationship.js'
import { friendsWith, notAllowed, requestNotFound, tooMany } from '../../errors.js'
import { findByRequest } from '../../repositories/relationship.js'
import type { Needs } from '../needs.js'
import { changeRelationship } from './change-relationship.js'
import { tellFriendship } from './tell-friendship.js'

interface Answer {
  readonly userId: string
  readonly requestId: string
  readonly accept: boolean
}

/** Accepts or declines a request; its sender may take it back. */
export async function answerFriendRequest(needs: Needs, { userId, requestId, accept }: Answer) {
  const id = parseUuid(requestId)
  const found = id === null ? null : await findByRequest(needs.pool, id)
  if (found === null || id === null || !concerns(found, userId)) return requestNotFound()
  const otherId = otherOf(found, userId)
  const isSender = found.request?.fromId === userId
  if (isSender && accept) return notAllowed('The other user accepts this request; its sender can only take it back')
  const at = needs.clock.now()
  let isWaiting = false
  const changed = await changeRelationship(needs, {
    userIds: [userId, otherId],
    change: between => {
      // It may have been answered since it was found.
      isWaiting = requestSeenBy(between, userId)?.id === id
      if (!isWaiting) return between
      return accept ? befriend(between, at) : { ...between, request: null }
    },
    follow: async (tx, { before, after }) => {
      if (after !== before && after.friendsSince !== null) await tellFriendship(needs, tx, after)
    },
  })
  if (changed.outcome === 'LIMITED') return tooMany(changed, userId)
  if (changed.outcome === 'GONE' || !isWaiting) return requestNotFound()
  return accept ? friendsWith(otherId, at) : ({ __typename: 'FriendRequestDeclined', id, userId: otherId } as const)
}

const concerns = ({ lowId, highId }: Relationship, userId: string) => userId === lowId || userId === highId
