import { readTogether } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import { findGuildVersions } from '../repositories/guild-version.js'
import { findReceivedInvitations } from '../repositories/party-invitation.js'
import { findMemberships, findParties } from '../repositories/party.js'
import { findRevisions } from '../repositories/player.js'
import { findChangedFriends } from '../repositories/presence.js'
import type { FriendsRevision } from './friends/follow-friends.js'
import type { GuildVersion } from './guilds/follow-guild.js'
import type { NewestParties } from './parties/follow-party.js'
import type { ChangedFriends } from './presence/follow-friend-presence.js'

/** The reads of subscriptions, from the primary database; those that ask at the same time share a statement. */
export function createNewest(
  pool: Queryable,
  now: () => Date,
): {
  changedFriends: ChangedFriends
  friendsRevision: FriendsRevision
  guildVersion: GuildVersion
  newestParties: NewestParties
} {
  return {
    guildVersion: readTogether(pairs => findGuildVersions(pool, pairs)),
    friendsRevision: readTogether(userIds => findRevisions(pool, userIds)),
    changedFriends: readTogether(async asked => {
      const found = await findChangedFriends(pool, asked)
      return asked.map(({ userId }) => found.get(userId) ?? [])
    }),
    newestParties: {
      partyOf: readTogether(async (userIds: readonly string[]) => {
        const memberships = await findMemberships(pool, userIds)
        const parties = await findParties(pool, [...new Set(memberships.values())], now())
        return userIds.map(userId => parties.get(memberships.get(userId) ?? '') ?? null)
      }),
      invitationsTo: readTogether(async (userIds: readonly string[]) => {
        const found = await findReceivedInvitations(pool, userIds, now())
        return userIds.map(userId => found.get(userId) ?? [])
      }),
    },
  }
}
