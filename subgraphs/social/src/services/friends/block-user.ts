import { parseUuid } from '@waystone/kit/graphql'
import { block, hasBlocked, unblock } from '../../domain/relationship.js'
import { findRelationship } from '../../repositories/relationship.js'
import { knownPlayer } from '../known-player.js'
import type { Needs } from '../needs.js'
import { endInvitations } from '../parties/end-invitations.js'
import { changeRelationship } from './change-relationship.js'
import { tellBlocks } from './tell-blocks.js'

/**
 * Blocks a user: what was between the two ends, and the other is told nothing.
 * @returns whether the user is blocked now: not oneself, an unknown user, or one more than fit
 */
export async function blockUser(needs: Needs, { userId, other }: { userId: string; other: string }): Promise<boolean> {
  const otherId = await knownPlayer(needs, other)
  if (otherId === null || otherId === userId) return false
  const at = needs.clock.now()
  const changed = await changeRelationship(needs, {
    userIds: [userId, otherId],
    change: between => block(between, { by: userId, at }),
    follow: async (tx, { before, after }) => {
      if (after === before) return
      await endInvitations(tx, { fromId: userId, toId: otherId })
      await tellBlocks(needs, tx, [userId])
    },
  })
  return changed.outcome === 'CHANGED' && hasBlocked(changed.after, userId)
}

/** Ends a block. @returns whether there was one */
export async function unblockUser(
  needs: Needs,
  { userId, other }: { userId: string; other: string },
): Promise<boolean> {
  const otherId = parseUuid(other)
  if (otherId === null || otherId === userId) return false
  if (!hasBlocked(await findRelationship(needs.pool, userId, otherId), userId)) return false
  let wasBlocked = false
  const changed = await changeRelationship(needs, {
    userIds: [userId, otherId],
    change: between => {
      wasBlocked = hasBlocked(between, userId)
      return wasBlocked ? unblock(between, userId) : between
    },
    follow: async tx => {
      if (wasBlocked) await tellBlocks(needs, tx, [userId])
    },
  })
  return changed.outcome === 'CHANGED' && wasBlocked
}
