import { connectionOf, cursorPart, parseUuid, readPage } from '@waystone/kit/graphql'
import { maySee } from '@waystone/kit/roles'
import type { UserResolvers } from '../generated/graphql.js'
import { channelsOfUser } from './channel.js'
import { partySeenBy } from './party.js'

const FRIENDS_PAGE_SIZE = 50
const BY_TIME = [cursorPart.time, cursorPart.uuid]

/** Each private field is null, without an error, for viewers who may not see it. */
export const User: UserResolvers = {
  // A reference without a valid UUID is no user, and must not reach a statement.
  __resolveReference: ({ id: given }) => {
    const id = parseUuid(given)
    return id === null ? null : { id }
  },
  socialExport: async ({ id: userId }, args, { viewer, services }) =>
    maySee(viewer, userId) ? await services.exportUser({ userId, ...args }) : null,
  ...channelsOfUser,
  guild: ({ id }, _, { guilds }) => guilds.membership.load(id),
  friends: async ({ id: userId }, args, { viewer, loaders }) => {
    if (!maySee(viewer, userId)) return null
    const page = readPage(args, { defaultSize: FRIENDS_PAGE_SIZE, key: BY_TIME })
    const rows = await loaders.friends(userId, page)
    const { edges, pageInfo } = connectionOf(rows, page, {
      totalCount: 0,
      key: ({ since, friendId }) => [since.toISOString(), friendId],
      node: friend => friend,
    })
    return {
      userId,
      pageInfo,
      edges: edges.map(({ cursor, node: { friendId, since } }) => ({ cursor, node: { id: friendId }, since })),
    }
  },
  friendRequests: ({ id }, _, { viewer, loaders }) => (maySee(viewer, id) ? loaders.friendRequests.load(id) : null),
  blockedUsers: async ({ id }, _, { viewer, loaders }) =>
    maySee(viewer, id) ? (await loaders.blocked.load(id)).map(blockedId => ({ id: blockedId })) : null,
  presence: ({ id }, _, { loaders }) => loaders.presence.load(id),
  party: async ({ id }, _, context) => {
    const partyId = context.viewer === null ? null : await context.loaders.membership.load(id)
    return partyId === null ? null : await partySeenBy(context, partyId, ['MEMBER'])
  },
  partyInvitations: ({ id }, _, { viewer, loaders }) =>
    viewer?.userId === id ? loaders.receivedInvitations.load(id) : null,
}
