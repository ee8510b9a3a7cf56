import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { freeSeat, PARTY_MAX, type PartyInvitation } from '../../domain/party.js'
import { alreadyInParty, invitationNotFound, partyFull } from '../../errors.js'
import { findParties, insertMember, lockParty } from '../../repositories/party.js'
import { deleteInvitation, findInvitations } from '../../repositories/party-invitation.js'
import { lockPlayers } from '../../repositories/player.js'
import { blockedBy } from '../blocks.js'
import type { Needs } from '../needs.js'
import { ringMembers, tellParty } from './tell-party.js'

interface Answer {
  readonly userId: string
  readonly invitationId: string
  readonly accept: boolean
}

/** Joins the party of an invitation, or declines. Of any number who take the last place at once, one gets it. */
export async function answerPartyInvitation(needs: Needs, { userId, invitationId, accept }: Answer) {
  const id = parseUuid(invitationId)
  if (id === null) return invitationNotFound()
  return await withTransaction(needs.pool, async tx => {
    if (!(await lockPlayers(tx, [userId])).has(userId)) return invitationNotFound()
    const invitation = await lockInvitation(needs, tx, { id, userId })
    if (invitation === null) return invitationNotFound()
    return accept ? await join(needs, tx, invitation) : await decline(needs, tx, invitation)
  })
}

/** Locks the party and reads the invitation, which may have ended while the lock was waited for. */
async function lockInvitation(
  { clock }: Needs,
  tx: Queryable,
  { id, userId }: { id: string; userId: string },
): Promise<PartyInvitation | null> {
  const found = (await findInvitations(tx, [id])).get(id)
  if (found?.toId !== userId || !(await lockParty(tx, found.partyId))) return null
  const invitation = (await findInvitations(tx, [id])).get(id)
  if (invitation === undefined || invitation.expiresAt <= clock.now()) return null
  return (await blockedBy(tx, userId, [invitation.fromId])).has(invitation.fromId) ? null : invitation
}

async function join(needs: Needs, tx: Queryable, { id, partyId, toId: userId }: PartyInvitation) {
  const joinedAt = needs.clock.now()
  const party = (await findParties(tx, [partyId], joinedAt)).get(partyId)
  if (party === undefined) return invitationNotFound()
  const seat = freeSeat(party)
  if (seat === null) return partyFull(PARTY_MAX)
  if (!(await insertMember(tx, { partyId, userId, seat, joinedAt })))
    return alreadyInParty('You are in a party already: leave it first')
  await deleteInvitation(tx, id)
  const after = await tellParty(needs, tx, { partyId })
  return after === null ? invitationNotFound() : ({ __typename: 'Party', ...after } as const)
}

async function decline(needs: Needs, tx: Queryable, { id, partyId }: PartyInvitation) {
  await deleteInvitation(tx, id)
  const party = (await findParties(tx, [partyId], needs.clock.now())).get(partyId)
  if (party === undefined) return invitationNotFound()
  ringMembers(tx, party)
  return { __typename: 'Party', ...party } as const
}
