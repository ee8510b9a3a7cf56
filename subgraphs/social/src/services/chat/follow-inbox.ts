import { createBell, createLiveStream, type Bell, type LiveTopic } from '@waystone/kit/live'
import type { ChannelKind } from '../../domain/channel.js'
import type { Message } from '../../domain/message.js'
import { channelTopic, MESSAGES_PER_READING } from '../../repositories/message.js'
import type { ChatNeeds } from './chat-needs.js'
import { findChannelList } from './channel-list.js'

/** Rings when a user can read another channel, or one fewer. */
export const channelsTopic = (userId: string): LiveTopic => ({ topic: 'channels', key: userId })

/** A ring of `channels` stands for the list of channels itself. */
const LIST = 'channels'

interface Followed {
  readonly bell: Bell
  readonly kind: ChannelKind
  number: number
}

/**
 * Streams the messages of all channels that a user can read, from now on. The list of channels is read anew
 * when it changes, and every few seconds: a channel that is new since then is told from its first message on.
 */
export async function followInbox(needs: ChatNeeds, userId: string): Promise<AsyncIterableIterator<Message>> {
  const { live, logger, newest, clock } = needs
  const channels = new Map<string, Followed>()
  let listedAt = clock.now()
  const bell = createBell(() => {
    list.close()
    for (const { bell: own } of channels.values()) own.close()
  })
  const list = await live.follow(channelsTopic(userId))
  const forward = async (from: Bell, id: string): Promise<void> => {
    for (await from.rung(); !from.isClosed; await from.rung()) {
      from.hear()
      bell.ring(id)
    }
  }
  const refresh = async (isFirst: boolean): Promise<void> => {
    const startedAt = clock.now()
    const listed = await findChannelList(needs, userId)
    const kept = new Set(listed.map(({ id }) => id))
    for (const [id, { bell: gone }] of channels) {
      if (kept.has(id)) continue
      gone.close()
      channels.delete(id)
    }
    for (const { id, kind, createdAt } of listed.filter(channel => !channels.has(channel.id))) {
      const own = await live.follow(channelTopic(id))
      const number = !isFirst && createdAt >= listedAt ? 0 : await newest.lastNumber(id)
      channels.set(id, { bell: own, kind, number })
      void forward(own, id)
    }
    listedAt = startedAt
  }
  const read = async (ids: readonly string[]) => {
    if (ids.includes(LIST)) await refresh(false)
    const items: Message[] = []
    let isMore = false
    for (const [channelId, followed] of channels) {
      const { bell: own } = followed
      if (own.isClosed || !ids.includes(channelId)) continue
      const messages = await newest.messagesAfter({ channelId, number: followed.number })
      followed.number = messages.at(-1)?.number ?? followed.number
      const senderIds = followed.kind === 'DIRECT' ? [] : messages.map(({ fromUserId }) => fromUserId)
      const blocked = await newest.blockedSenders({ userId, senderIds })
      items.push(
        ...messages.filter(({ withheldFrom, fromUserId }) => withheldFrom !== userId && !blocked.has(fromUserId)),
      )
      if (messages.length < MESSAGES_PER_READING) continue
      isMore = true
      bell.ring(channelId)
    }
    return { items, isMore }
  }
  try {
    await refresh(true)
    void forward(list, LIST)
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}
