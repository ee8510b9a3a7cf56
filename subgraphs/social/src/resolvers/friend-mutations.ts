import { signedIn } from '@waystone/kit/graphql'
import type { MutationResolvers } from '../generated/graphql.js'

export const friendMutations: MutationResolvers = {
  sendFriendRequest: (_, { userId: to }, context) =>
    context.services.sendFriendRequest({ fromId: signedIn(context).userId, to }),
  answerFriendRequest: (_, { id: requestId, accept }, context) =>
    context.services.answerFriendRequest({ userId: signedIn(context).userId, requestId, accept }),
  removeFriend: (_, { userId: friend }, context) =>
    context.services.removeFriend({ userId: signedIn(context).userId, friend }),
  blockUser: (_, { userId: other }, context) => context.services.blockUser({ userId: signedIn(context).userId, other }),
  unblockUser: (_, { userId: other }, context) =>
    context.services.unblockUser({ userId: signedIn(context).userId, other }),
  setPresence: (_, { status, hidden }, context) =>
    context.services.setPresence({ userId: signedIn(context).userId, status, hidden }),
}
