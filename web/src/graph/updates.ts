import type { Cache, UpdatesConfig } from '@urql/exchange-graphcache'
import type { GuildChangedSubscription } from '../generated/graphql.js'

const TOLD = ['notifications', 'unreadNotifications']

/** The fields that a mutation changes besides the objects of its answer: lists that it adds to are read anew. */
export const mutationUpdates: UpdatesConfig = {
  Mutation: {
    createCharacter: (_result, _args, cache) => forget(cache, 'User', ['characters']),
    pull: (_result, _args, cache) => forget(cache, 'User', ['pulls', 'inventory', 'ledger', 'fairness']),
    rotateFairnessSeed: (_result, _args, cache) => forget(cache, 'User', ['pulls', 'fairness']),
    buyCurrency: (_result, _args, cache) => forget(cache, 'User', ['purchases', 'ledger']),
    claimQuestReward: (_result, _args, cache) =>
      forget(cache, 'User', ['questProgress', 'questCompletions', 'rewardClaims', 'ledger', 'inventory', 'events']),
    markNotificationsRead: (_result, _args, cache) => forget(cache, 'User', TOLD),
    updateNotificationSettings: (_result, _args, cache) => forget(cache, 'User', ['notificationSettings']),
    markMailRead: (_result, _args, cache) => forget(cache, 'User', ['mail']),
    claimMail: (_result, _args, cache) => forget(cache, 'User', ['ledger', 'inventory']),
    deleteMail: (_result, _args, cache) => forget(cache, 'User', ['mail']),
    sendFriendRequest: (_result, _args, cache) => forget(cache, 'User', ['friends', 'friendRequests']),
    answerFriendRequest: (_result, _args, cache) => forget(cache, 'User', ['friends', 'friendRequests']),
    removeFriend: (_result, _args, cache) => forget(cache, 'User', ['friends']),
    blockUser: (_result, _args, cache) => forget(cache, 'User', ['friends', 'friendRequests', 'blockedUsers']),
    unblockUser: (_result, _args, cache) => forget(cache, 'User', ['blockedUsers', 'friendRequests']),
    inviteToParty: (_result, _args, cache) => forget(cache, 'User', ['party']),
    answerPartyInvitation: (_result, _args, cache) => forget(cache, 'User', ['party', 'partyInvitations']),
    leaveParty: (_result, _args, cache) => forget(cache, 'User', ['party']),
    openDirectChannel: (_result, _args, cache) => forget(cache, 'User', ['channels']),
    revokeSession: (_result, _args, cache) => forget(cache, 'User', ['sessions']),
  },
  Subscription: {
    notificationReceived: (_result, _args, cache) => forget(cache, 'User', [...TOLD, 'mail', 'guild']),
    matchChanged: (_result, _args, cache) => forget(cache, 'User', ['matches', 'matchRating']),
    friendsChanged: (_result, _args, cache) => forget(cache, 'User', ['friends', 'friendRequests', 'blockedUsers']),
    guildChanged: (result: GuildChangedSubscription, _args, cache) => {
      const id = result.guildChanged.guild?.id
      if (id !== undefined) cache.invalidate({ __typename: 'Guild', id })
      // With the player's own role.
      forget(cache, 'User', ['guild'])
    },
    partyChanged: (_result, _args, cache) => forget(cache, 'User', ['party', 'partyInvitations']),
    partyInvited: (_result, _args, cache) => forget(cache, 'User', ['partyInvitations']),
    questCompleted: (_result, _args, cache) => forget(cache, 'User', ['questProgress', 'questCompletions', 'events']),
  },
}

/** Forgets fields of the viewer, under whatever arguments they were read. */
function forget(cache: Cache, typename: 'User', fields: readonly string[]): void {
  const viewer = cache.resolve('Query', 'me')
  if (typeof viewer !== 'string' || !viewer.startsWith(`${typename}:`)) return
  for (const { fieldName, arguments: args } of cache.inspectFields(viewer))
    if (fields.includes(fieldName)) cache.invalidate(viewer, fieldName, args)
}
