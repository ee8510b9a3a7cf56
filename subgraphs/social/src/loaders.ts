import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Party, PartyInvitation } from './domain/party.js'
import {
  countFriends,
  findBlocked,
  findFriendPages,
  findFriendRequests,
  type Friend,
  type FriendRequest,
} from './repositories/friend.js'
import { findMemberships, findParties } from './repositories/party.js'
import { findInvitations, findReceivedInvitations } from './repositories/party-invitation.js'
import { findPresences, type Presence } from './repositories/presence.js'

/**
 * One request's reads: each is one query a table for any number of users or parties. Resolvers check whether the
 * viewer may see the result; of presence, the statement does.
 */
export interface Loaders {
  friends(userId: string, page: Page): Promise<readonly Friend[]>
  readonly friendCount: DataLoader<string, number>
  readonly friendRequests: DataLoader<string, readonly FriendRequest[]>
  readonly blocked: DataLoader<string, readonly string[]>
  /** Null where the viewer may not see it. */
  readonly presence: DataLoader<string, Presence | null>
  readonly party: DataLoader<string, Party | null>
  /** The id of the party that a user is in. */
  readonly membership: DataLoader<string, string | null>
  readonly invitation: DataLoader<string, PartyInvitation | null>
  readonly receivedInvitations: DataLoader<string, readonly PartyInvitation[]>
}

/** Friends, presence and parties change while they are looked at, so all is read from the primary. */
export function createLoaders(needs: { pool: Queryable; viewerId: string | null; now: () => Date }): Loaders {
  const { pool, viewerId, now } = needs
  const friendPages = new Map<string, DataLoader<string, readonly Friend[]>>()
  return {
    friends: (userId, page) => {
      const key = JSON.stringify(page)
      const loader = friendPages.get(key) ?? loaderOf(ids => findFriendPages(pool, ids, page), NONE)
      friendPages.set(key, loader)
      return loader.load(userId)
    },
    friendCount: loaderOf(ids => countFriends(pool, ids), 0),
    friendRequests: loaderOf(ids => findFriendRequests(pool, ids), NONE),
    blocked: loaderOf(ids => findBlocked(pool, ids), NONE),
    presence: loaderOf(
      async ids => (viewerId === null ? new Map<string, Presence>() : await findPresences(pool, viewerId, ids)),
      null,
    ),
    party: loaderOf(ids => findParties(pool, ids, now()), null),
    membership: loaderOf(ids => findMemberships(pool, ids), null),
    invitation: loaderOf(ids => findInvitations(pool, ids), null),
    receivedInvitations: loaderOf(ids => findReceivedInvitations(pool, ids, now()), NONE),
  }
}

const NONE: readonly never[] = []

const loaderOf = <Value, Missing>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  missing: Missing,
): DataLoader<string, Value | Missing> =>
  new DataLoader(async ids => {
    const found = await read(ids)
    return ids.map(id => found.get(id) ?? missing)
  })
