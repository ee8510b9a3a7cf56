import { parseUuid } from '@waystone/kit/graphql'
import type {
  FriendConnectionResolvers,
  FriendRequestDeclinedResolvers,
  FriendRequestResolvers,
  FriendsChangeResolvers,
  FriendshipResolvers,
} from '../generated/graphql.js'

export const FriendRequest: FriendRequestResolvers = {
  __resolveReference: async ({ id: given }, { loaders, viewer }) => {
    const id = parseUuid(given)
    if (id === null || viewer === null) return null
    return (await loaders.friendRequests.load(viewer.userId)).find(request => request.id === id) ?? null
  },
  from: ({ fromId }) => ({ id: fromId }),
  to: ({ toId }) => ({ id: toId }),
}

export const FriendsChange: FriendsChangeResolvers = {
  id: ({ revision }) => String(revision),
  user: ({ userId }) => ({ id: userId }),
}

export const FriendConnection: FriendConnectionResolvers = {
  totalCount: ({ userId }, _, { loaders }) => loaders.friendCount.load(userId),
}

export const Friendship: FriendshipResolvers = { user: ({ userId }) => ({ id: userId }) }

export const FriendRequestDeclined: FriendRequestDeclinedResolvers = { user: ({ userId }) => ({ id: userId }) }
