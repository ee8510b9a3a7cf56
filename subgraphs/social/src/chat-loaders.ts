import { parseUuid, type RequestReads } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import DataLoader from 'dataloader'
import type { Channel } from './domain/channel.js'
import { messageIdOf, seenAmongMany, seenBy, type Message, type MessagePlace } from './domain/message.js'
import { findBlockedBy } from './repositories/block.js'
import { findChannels } from './repositories/channel.js'
import { findMessages, findMessagesBefore } from './repositories/message.js'
import {
  countWaitingReports,
  findReports,
  findWaitingReports,
  type MessageReport,
} from './repositories/message-report.js'
import { findReadStates, type ReadState } from './repositories/read-position.js'
import { mayRead } from './services/chat/channel-access.js'

/** One request's reads of chat: messages as the viewer sees them. `readable` alone checks who may see a channel. */
export interface ChatLoaders {
  readonly channel: DataLoader<string, Channel | null>
  readonly message: DataLoader<MessagePlace, Message | null, string>
  /** Of the viewer. */
  readonly readState: DataLoader<string, ReadState>
  /** True where the viewer may read the channel. */
  readonly readable: DataLoader<Channel, boolean, string>
  /** Of reports, only for moderators. */
  report(id: string): Promise<MessageReport | null>
  waitingReports(page: Parameters<typeof findWaitingReports>[1]): Promise<readonly MessageReport[]>
  waitingReportCount(): Promise<number>
  messagesBefore(asked: { channel: Channel; below: number; limit: number }): Promise<readonly Message[]>
}

const BATCH_MAX = 1_000
const NONE: ReadonlySet<string> = new Set()

export function createChatLoaders(needs: {
  viewerId: string | null
  reads: RequestReads
  primary: Queryable
}): ChatLoaders {
  const { reads, primary } = needs
  const viewerId = parseUuid(needs.viewerId ?? '')
  const channel: ChatLoaders['channel'] = new DataLoader(
    async ids => {
      const found = await findChannels(reads, ids)
      return ids.map(id => found.get(id) ?? null)
    },
    { maxBatchSize: BATCH_MAX },
  )
  /** Messages as the viewer sees them; each is given with its channel. */
  const seen = async (found: readonly { readonly message: Message; readonly in: Channel }[]) => {
    const senders = found.flatMap(({ message, in: { kind } }) => (kind === 'DIRECT' ? [] : message.fromUserId))
    const others = [...new Set(senders)].filter(id => id !== viewerId)
    const blocked = viewerId === null || others.length === 0 ? NONE : await findBlockedBy(reads, viewerId, others)
    return found.map(({ message, in: { kind } }) =>
      kind === 'DIRECT' ? seenBy(message, viewerId) : seenAmongMany(message, blocked),
    )
  }
  return {
    channel,
    message: new DataLoader(
      async places => {
        const [messages, channels] = await Promise.all([
          findMessages(reads, places),
          channel.loadMany(places.map(({ channelId }) => channelId)),
        ])
        const found = messages.flatMap((message, index) => {
          const known = channels[index]
          return message !== null && known && !(known instanceof Error) ? { message, in: known, index } : []
        })
        const answers = places.map((): Message | null => null)
        for (const [at, message] of (await seen(found)).entries()) answers[found[at]?.index ?? -1] = message
        return answers
      },
      { maxBatchSize: BATCH_MAX, cacheKeyFn: messageIdOf },
    ),
    readState: new DataLoader(
      async ids => {
        if (viewerId === null) return ids.map(() => ({ upTo: 0, unread: 0 }))
        const asked = ids.map(channelId => ({ channelId, userId: viewerId }))
        return await findReadStates(reads, asked)
      },
      { maxBatchSize: BATCH_MAX },
    ),
    readable: new DataLoader(
      async channels => {
        if (viewerId === null) return channels.map(() => false)
        // The primary: a member who was sent away must not go on reading from a replica that is behind.
        return await mayRead(
          primary,
          channels.map(channel => ({ channel, userId: viewerId })),
        )
      },
      { maxBatchSize: BATCH_MAX, cacheKeyFn: ({ id }) => id },
    ),
    report: async id => (await findReports(reads, [id])).get(id) ?? null,
    waitingReports: page => findWaitingReports(reads, page),
    waitingReportCount: () => countWaitingReports(reads),
    messagesBefore: async ({ channel: asked, ...page }) => {
      const messages = await findMessagesBefore(reads, { channelId: asked.id, ...page })
      return await seen(messages.map(message => ({ message, in: asked })))
    },
  }
}
