import { signedIn } from '@waystone/kit/graphql'
import { messageIdOf, parseMessageId } from '../domain/message.js'
import type { MessageResolvers, MutationResolvers, SubscriptionResolvers } from '../generated/graphql.js'
import type { MessageParent } from '../mappers.js'

export const Message: MessageResolvers = {
  __resolveReference: async ({ id }, { chat }) => {
    const place = parseMessageId(id)
    const channel = place === null ? null : await chat.channel.load(place.channelId)
    if (place === null || channel === null || !(await chat.readable.load(channel))) return null
    return await chat.message.load(place)
  },
  id: messageIdOf,
  channel: async ({ channelId }, _, { chat }) => {
    const channel = await chat.channel.load(channelId)
    if (channel === null) throw new Error(`Expected channel ${channelId}, which a message was read from`)
    return channel
  },
  from: ({ fromUserId }) => ({ id: fromUserId }),
}

export const chatMutations: Pick<
  MutationResolvers,
  'openDirectChannel' | 'sendMessage' | 'markChannelRead' | 'reportMessage'
> = {
  openDirectChannel: async (_, { userId: otherUserId }, context) => {
    const answer = await context.services.openDirectChannel({ userId: signedIn(context).userId, otherUserId })
    await context.reads.wrote()
    return answer
  },
  sendMessage: async (_, { input }, context) => {
    const answer = await context.services.sendMessage({ userId: signedIn(context).userId, input })
    await context.reads.wrote()
    return answer
  },
  markChannelRead: async (_, { channelId, upTo }, context) => {
    const channel = await context.services.markRead({ userId: signedIn(context).userId, channelId, upTo })
    await context.reads.wrote()
    context.chat.readState.clear(channel.id)
    return channel
  },
  reportMessage: (_, { id, reason }, context) =>
    context.services.reportMessage({ userId: signedIn(context).userId, messageId: id, reason }),
}

export const chatSubscriptions: Pick<SubscriptionResolvers, 'messageSent' | 'inboxMessage'> = {
  messageSent: {
    subscribe: (_, { channelId, after }, context) => {
      const { userId } = signedIn(context)
      return context.accessOnly === true
        ? context.services.followChannelAccess({ userId, channelId })
        : context.services.followChannel({ userId, channelId, after: after ?? null, forAll: context.forAll === true })
    },
    resolve: (message: MessageParent) => message,
  },
  inboxMessage: {
    subscribe: (_, __, context) => context.services.followInbox(signedIn(context).userId),
    resolve: (message: MessageParent) => message,
  },
}
