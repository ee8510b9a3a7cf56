import { signedIn } from '@waystone/kit/graphql'
import type { SubscriptionResolvers } from '../generated/graphql.js'
import type {
  FriendsChangeParent,
  GuildChangeParent,
  PartyInvitationParent,
  PartyParent,
  UserParent,
} from '../mappers.js'
import { chatSubscriptions } from './message.js'

const friendSubscriptions: SubscriptionResolvers = {
  friendsChanged: {
    subscribe: (_, { after }, context) =>
      context.services.followFriends({ userId: signedIn(context).userId, after: after ?? null }),
    resolve: (change: FriendsChangeParent) => change,
  },
  friendPresenceChanged: {
    subscribe: (_, __, context) => context.services.followFriendPresence(signedIn(context).userId),
    resolve: (friend: UserParent) => friend,
  },
}

const partySubscriptions: SubscriptionResolvers = {
  partyChanged: {
    subscribe: (_, __, context) => context.services.followParty(signedIn(context).userId),
    resolve: (party: PartyParent | null) => party,
  },
  partyInvited: {
    subscribe: (_, __, context) => context.services.followInvitations(signedIn(context).userId),
    resolve: (invitation: PartyInvitationParent) => invitation,
  },
}

const guildSubscriptions: SubscriptionResolvers = {
  guildChanged: {
    subscribe: (_, { id, after }, context) =>
      context.services.followGuild({ userId: signedIn(context).userId, guildId: id, after: after ?? null }),
    resolve: (change: GuildChangeParent) => change,
  },
}

export const Subscription: SubscriptionResolvers = {
  ...friendSubscriptions,
  ...partySubscriptions,
  ...guildSubscriptions,
  ...chatSubscriptions,
}
