import { parseUuid } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import type { Context } from '../context.js'
import { isMember, type Party as PartyParent } from '../domain/party.js'
import type { PartyInvitationResolvers, PartyMemberResolvers, PartyResolvers } from '../generated/graphql.js'

/** Why a viewer sees a party: as a member, or by an invitation that waits. */
type Ground = 'MEMBER' | 'INVITED'

/** A party as far as the viewer may see it: null for other viewers than members, the invited and administrators. */
export async function partySeenBy(
  { loaders, viewer }: Pick<Context, 'loaders' | 'viewer'>,
  partyId: string,
  grounds: readonly Ground[],
): Promise<PartyParent | null> {
  if (viewer === null) return null
  const { userId } = viewer
  const party = await loaders.party.load(partyId)
  if (party === null) return null
  if (isMember(party, userId) || party.members.some(member => maySee(viewer, member.userId))) return party
  const isInvited =
    grounds.includes('INVITED') &&
    (await loaders.receivedInvitations.load(userId)).some(invitation => invitation.partyId === partyId)
  return isInvited ? party : null
}

export const Party: PartyResolvers = {
  __resolveReference: async ({ id: given }, context) => {
    const id = parseUuid(given)
    return id === null ? null : await partySeenBy(context, id, ['MEMBER', 'INVITED'])
  },
  leader: ({ leaderId }) => ({ id: leaderId }),
}

export const PartyMember: PartyMemberResolvers = {
  user: ({ userId }) => ({ id: userId }),
  character: ({ characterId }) => (characterId === null ? null : { id: characterId }),
}

export const PartyInvitation: PartyInvitationResolvers = {
  __resolveReference: async ({ id: given }, context) => {
    const id = parseUuid(given)
    const invitation = id === null ? null : await context.loaders.invitation.load(id)
    if (invitation === null || invitation.expiresAt <= context.clock.now()) return null
    return (await partySeenBy(context, invitation.partyId, ['MEMBER', 'INVITED'])) === null ? null : invitation
  },
  party: async ({ partyId }, _, { loaders }) => {
    const party = await loaders.party.load(partyId)
    if (party === null) throw new Error(`The party ${partyId} of an invitation is gone`)
    return party
  },
  to: ({ toId }) => ({ id: toId }),
}
