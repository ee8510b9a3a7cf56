import { newEvent } from '@waystone/events'
import { tellAfterCommit } from '@waystone/kit/live'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { INVITATION_MS, INVITATIONS_MAX, isMember, PARTY_MAX, type Party } from '../../domain/party.js'
import { alreadyInParty, blockedByViewer, notAllowed, partyFull, userNotFound } from '../../errors.js'
import { insertMember, insertParty } from '../../repositories/party.js'
import { saveInvitation } from '../../repositories/party-invitation.js'
import { lockPlayers, takeNotification } from '../../repositories/player.js'
import { appendTold } from '../append-told.js'
import { blockedBy } from '../blocks.js'
import { knownPlayer } from '../known-player.js'
import type { Needs } from '../needs.js'
import { lockOwnParty } from './change-party.js'
import { invitationTopic, ringMembers, tellParty } from './tell-party.js'

/**
 * Invites a user to the sender's party, which is made where there is none. To a user who has blocked the sender the
 * invitation is made like any other, and seen by the sender's party alone.
 */
export async function inviteToParty(needs: Needs, { fromId, to }: { fromId: string; to: string }) {
  const toId = await knownPlayer(needs, to)
  if (toId === null) return userNotFound()
  if (toId === fromId) return notAllowed('An invitation is sent to another user, not to oneself')
  return await withTransaction(needs.pool, async tx => {
    if (!(await lockPlayers(tx, [fromId])).has(fromId)) return userNotFound()
    if ((await blockedBy(tx, fromId, [toId])).has(toId)) return blockedByViewer()
    const own = await lockOwnParty(needs, tx, fromId)
    const refusal = own === null ? null : refusalOf(own, { fromId, toId })
    if (refusal !== null) return refusal
    const party = own ?? (await makeParty(needs, tx, fromId))
    await invite(needs, tx, { party, fromId, toId })
    // The party as it is now, with the invitation.
    const after = await lockOwnParty(needs, tx, fromId)
    if (after === null) throw new Error(`The party ${party.id} is gone under its lock`)
    ringMembers(tx, after)
    return { __typename: 'Party', ...after } as const
  })
}

function refusalOf(party: Party, { fromId, toId }: { fromId: string; toId: string }) {
  if (party.leaderId !== fromId) return notAllowed('Only the leader of the party invites')
  if (isMember(party, toId)) return alreadyInParty('This user is a member of your party')
  if (party.members.length >= PARTY_MAX) return partyFull(PARTY_MAX)
  const others = party.invitations.filter(invitation => invitation.toId !== toId)
  if (others.length >= INVITATIONS_MAX) return notAllowed('As many invitations wait as may wait: let some end first')
  return null
}

async function makeParty(needs: Needs, tx: Queryable, leaderId: string): Promise<Party> {
  const [id, createdAt] = [needs.newId(), needs.clock.now()]
  await insertParty(tx, { id, leaderId, createdAt })
  // Under the lock of the user, who was in no party.
  if (!(await insertMember(tx, { partyId: id, userId: leaderId, seat: 1, joinedAt: createdAt })))
    throw new Error(`${leaderId} has come into a party under the own lock`)
  const party = await tellParty(needs, tx, { partyId: id })
  if (party === null) throw new Error(`The party ${id} is gone in its own transaction`)
  return party
}

async function invite(
  needs: Needs,
  tx: Queryable,
  { party, fromId, toId }: { party: Party; fromId: string; toId: string },
): Promise<void> {
  const sentAt = needs.clock.now()
  const expiresAt = new Date(sentAt.getTime() + INVITATION_MS)
  const of = { partyId: party.id, fromId, toId, expiresAt }
  const newId = needs.newId()
  const invitationId = await saveInvitation(tx, { id: newId, ...of, sentAt })
  const data = { userId: toId, invitationId, partyId: party.id, fromUserId: fromId, expiresAt: expiresAt.toISOString() }
  const event = newEvent('party.invited', { id: needs.newId(), occurredAt: sentAt, data })
  const isTold = !(await blockedBy(tx, toId, [fromId])).has(fromId)
  // A renewal is told where the user looks; a notification of each would let the sender make any number of them.
  const isTaken = await takeNotification(tx, { userId: fromId, now: sentAt })
  await appendTold(tx, event, { isTold: isTold && isTaken && invitationId === newId })
  if (isTold) tellAfterCommit(tx, { ...invitationTopic(toId), id: invitationId })
}
