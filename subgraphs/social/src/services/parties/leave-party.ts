import type { Queryable } from '@waystone/kit/postgres'
import type { Party } from '../../domain/party.js'
import { deleteMember, deleteParty, findAwayMembers, saveLeader } from '../../repositories/party.js'
import type { Needs } from '../needs.js'
import { changeOwnParty, lockOwnParty } from './change-party.js'
import { tellParty } from './tell-party.js'

/** @returns whether the user was in a party */
export const leaveParty = async (needs: Needs, userId: string): Promise<boolean> =>
  await changeOwnParty(needs, userId, async (tx, party) => {
    if (party === null) return false
    await takeOut(needs, tx, { party, userId })
    return true
  })

/** The same for a user who was away; one who has come back, or into another party, since that was read stays. */
export const leaveAsAway = async (needs: Needs, { userId, before }: { userId: string; before: Date }): Promise<void> =>
  await changeOwnParty(needs, userId, async (tx, party) => {
    const isAway = (await findAwayMembers(tx, { before, limit: 1, userId })).length > 0
    if (party !== null && isAway) await takeOut(needs, tx, { party, userId })
  })

/** The same for a user whose account is deleted, under the user's lock. */
export async function leaveForGood(
  needs: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  userId: string,
): Promise<void> {
  const party = await lockOwnParty(needs, tx, userId)
  if (party !== null) await takeOut(needs, tx, { party, userId })
}

/**
 * Takes a member out, under the lock of the party: where the leader goes, the member who has been in longest leads, and
 * with the last one the party ends.
 * @returns the party that is left; null for none
 */
export async function takeOut(
  needs: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  { party, userId }: { party: Party; userId: string },
): Promise<Party | null> {
  await deleteMember(tx, { partyId: party.id, userId })
  const next = party.members.find(member => member.userId !== userId)
  if (next === undefined) await deleteParty(tx, party.id)
  else if (party.leaderId === userId) await saveLeader(tx, { partyId: party.id, leaderId: next.userId })
  return await tellParty(needs, tx, { partyId: party.id, left: [userId] })
}
