import { parseUuid } from '@waystone/kit/graphql'
import { findRelationship } from '../../repositories/relationship.js'
import type { Needs } from '../needs.js'
import { changeRelationship } from './change-relationship.js'

/** Ends a friendship. @returns whether the two were friends */
export async function removeFriend(needs: Needs, { userId, friend }: { userId: string; friend: string }) {
  const friendId = parseUuid(friend)
  if (friendId === null || friendId === userId) return false
  // An id that stands for no user leaves no row behind.
  if ((await findRelationship(needs.pool, userId, friendId)).friendsSince === null) return false
  const changed = await changeRelationship(needs, {
    userIds: [userId, friendId],
    change: between => (between.friendsSince === null ? between : { ...between, friendsSince: null }),
  })
  return changed.outcome === 'CHANGED' && changed.after !== changed.before
}
