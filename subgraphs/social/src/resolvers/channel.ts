import { RequestFault } from '@waystone/kit/errors'
import { parseUuid, signedIn } from '@waystone/kit/graphql'
import { otherUserOf, type Channel as ChannelParent } from '../domain/channel.js'
import type { Message } from '../domain/message.js'
import type { ChannelResolvers, QueryResolvers, UserResolvers } from '../generated/graphql.js'
import type { ChatLoaders } from '../chat-loaders.js'
import { partySeenBy } from './party.js'

const PAGE_SIZE = 50
const PAGE_SIZE_MAX = 100

export const Channel: ChannelResolvers = {
  __resolveReference: ({ id }, { chat }) => readableChannel(chat, id),
  guild: async ({ kind, ownerId }, _, { guilds }) =>
    kind === 'GUILD' && ownerId !== null ? await guilds.guild.load(ownerId) : null,
  party: async ({ kind, ownerId }, _, context) =>
    kind === 'PARTY' && ownerId !== null ? await partySeenBy(context, ownerId, ['MEMBER']) : null,
  with: (channel, _, { viewer }) => {
    const userId = viewer === null ? null : otherUserOf(channel, viewer.userId)
    return userId === null ? null : { id: userId }
  },
  messages: async (channel, { last, before }, { chat }) => {
    const limit = last ?? PAGE_SIZE
    if (limit < 0 || limit > PAGE_SIZE_MAX)
      throw new RequestFault('BAD_USER_INPUT', `"last" must be between 0 and ${PAGE_SIZE_MAX}`)
    const below = before === undefined || before === null ? Number.MAX_SAFE_INTEGER : numberOf(before)
    // A moderator who comes here by a report sees what was reported, and not the rest.
    const found = (await chat.readable.load(channel))
      ? await chat.messagesBefore({ channel, below, limit: limit + 1 })
      : []
    const page = found.slice(Math.max(0, found.length - limit))
    const edges = page.map(message => ({ cursor: cursorOf(message), node: message }))
    return {
      edges,
      pageInfo: {
        hasNextPage: before !== undefined && before !== null,
        hasPreviousPage: found.length > limit,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    }
  },
  unread: async ({ id }, _, { chat }) => (await chat.readState.load(id)).unread,
  readUpTo: async ({ id }, _, { chat }) => (await chat.readState.load(id)).upTo,
}

export const channelQueries: Pick<QueryResolvers, 'channel'> = {
  channel: (_, { id }, { chat }) => readableChannel(chat, id),
}

export const channelsOfUser: Pick<UserResolvers, 'channels'> = {
  channels: async ({ id }, _, context) => {
    const userId = parseUuid(id)
    if (userId === null || context.viewer === null || signedIn(context).userId !== userId) return null
    return await context.services.findChannelList(userId)
  },
}

async function readableChannel(chat: ChatLoaders, given: string): Promise<ChannelParent | null> {
  const id = parseUuid(given)
  const channel = id === null ? null : await chat.channel.load(id)
  return channel !== null && (await chat.readable.load(channel)) ? channel : null
}

const cursorOf = ({ number }: Message): string => Buffer.from(`m${number}`).toString('base64url')

function numberOf(cursor: string): number {
  const digits = /^m([1-9]\d{0,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (digits === undefined)
    throw new RequestFault('BAD_USER_INPUT', '"before" must be a cursor that an earlier page of this field returned')
  return Number(digits)
}
