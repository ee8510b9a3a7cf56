import { signedIn } from '@waystone/kit/graphql'
import type { MutationResolvers } from '../generated/graphql.js'

export const partyMutations: MutationResolvers = {
  inviteToParty: (_, { userId: to }, context) =>
    context.services.inviteToParty({ fromId: signedIn(context).userId, to }),
  answerPartyInvitation: (_, { id: invitationId, accept }, context) =>
    context.services.answerPartyInvitation({ userId: signedIn(context).userId, invitationId, accept }),
  leaveParty: (_, __, context) => context.services.leaveParty(signedIn(context).userId),
  kickFromParty: (_, { userId: member }, context) =>
    context.services.kickFromParty({ leaderId: signedIn(context).userId, member }),
  makePartyLeader: (_, { userId: member }, context) =>
    context.services.makePartyLeader({ leaderId: signedIn(context).userId, member }),
  setPartyCharacter: (_, { characterId: character }, context) =>
    context.services.setPartyCharacter({ userId: signedIn(context).userId, character }),
}
