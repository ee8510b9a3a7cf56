import { RequestFault } from '@waystone/kit/errors'
import { forViewerAlone, OwnFromNowOn } from '@waystone/kit/graphql'
import { createLiveStream } from '@waystone/kit/live'
import type { Channel } from '../../domain/channel.js'
import { messageIdOf, parseMessageId, seenAmongMany, seenBy, type Message } from '../../domain/message.js'
import { channelAccessTopic, channelTopic, MESSAGES_PER_READING, NEW_MESSAGES } from '../../repositories/message.js'
import { friendsTopic } from '../../repositories/player.js'
import type { ChatNeeds } from './chat-needs.js'
import { findReadable } from './channel-access.js'
import { ringTogether } from './ring-together.js'

/** The place before the first message of a channel. */
const BEGINNING = '0'

export interface Following {
  readonly userId: string
  readonly channelId: string
}

export interface FollowRequest extends Following {
  readonly after: string | null
  /** True for messages that go to all readers of the channel: a block of this user hides none of them. */
  readonly forAll: boolean
}

/**
 * Streams the messages of a channel after the one seen last, then new ones. It subscribes before it reads, and
 * each ring only triggers a read from the current number: there are no gaps and no duplicates. Whether the user
 * may still read the channel is looked at when memberships change, and every few seconds.
 * @throws RequestFault BAD_USER_INPUT for a channel that the user cannot read, and for an `after` that is no
 * message's id
 */
export async function followChannel(
  needs: ChatNeeds,
  { userId, channelId, after, forAll }: FollowRequest,
): Promise<AsyncIterableIterator<Message>> {
  const { live, logger, newest } = needs
  const place = placeOf(after)
  const channel = await readableFor(needs, { userId, channelId })
  if (place !== null && place.channelId !== null && place.channelId !== channel.id) throw badAfter()
  const bell = await live.follow(channelTopic(channel.id))
  try {
    // Read after the bell is followed: what is sent later rings.
    const lastNumber = await newest.lastNumber(channel.id)
    let number = Math.min(place?.number ?? lastNumber, lastNumber)
    const read = async (ids: readonly string[]) => {
      // A ring with nothing but NEW_MESSAGES is no reason to look at memberships.
      const isOfMessages = ids.length > 0 && ids.every(id => id === NEW_MESSAGES)
      if (!isOfMessages && !(await newest.isReadable({ channel, userId }))) {
        bell.close()
        return { items: [] }
      }
      const found = await newest.messagesAfter({ channelId: channel.id, number })
      const items =
        forAll && channel.kind !== 'DIRECT' ? found : await seenIn(needs, { channel, userId, messages: found })
      number = found.at(-1)?.number ?? number
      return { items, isMore: found.length === MESSAGES_PER_READING }
    }
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}

/**
 * Streams no messages, and ends when the user may read the channel no more. It is the user's own where the user is
 * shown other messages than the other readers: in a channel of two, and for as long as the user has blocked anyone. Of
 * a user who blocks somebody meanwhile it says so, once.
 * @throws RequestFault BAD_USER_INPUT for a channel that the user cannot read
 */
export async function followChannelAccess(
  needs: ChatNeeds,
  { userId, channelId }: Following,
): Promise<AsyncIterableIterator<OwnFromNowOn>> {
  const { live, logger, newest } = needs
  const channel = await readableFor(needs, { userId, channelId })
  const bell = ringTogether(
    await Promise.all([
      live.follow(channelAccessTopic(channel.ownerId ?? channel.id)),
      live.follow(friendsTopic(userId)),
    ]),
  )
  try {
    const [number, hasBlocked] = await Promise.all([newest.lastNumber(channel.id), newest.hasBlocked(userId)])
    let isOwn = channel.kind === 'DIRECT' || hasBlocked
    const isOwnAtFirst = isOwn
    const read = async () => {
      if (!(await newest.isReadable({ channel, userId }))) bell.close()
      if (bell.isClosed || isOwn || !(await newest.hasBlocked(userId))) return { items: [] }
      isOwn = true
      return { items: [new OwnFromNowOn(messageIdOf({ channelId: channel.id, number }))] }
    }
    const stream = createLiveStream({ bell, read, logger })
    return isOwnAtFirst ? forViewerAlone(stream) : stream
  } catch (error) {
    bell.close()
    throw error
  }
}

async function readableFor(needs: ChatNeeds, following: Following): Promise<Channel> {
  const readable = await findReadable(needs.pool, following)
  if (readable === null) throw unreadable()
  return readable
}

async function seenIn(
  { newest }: ChatNeeds,
  { channel, userId, messages }: { channel: Channel; userId: string; messages: readonly Message[] },
): Promise<readonly Message[]> {
  if (channel.kind === 'DIRECT') return messages.map(message => seenBy(message, userId))
  const blocked = await newest.blockedSenders({ userId, senderIds: messages.map(({ fromUserId }) => fromUserId) })
  return messages.map(message => seenAmongMany(message, blocked))
}

function placeOf(after: string | null): { readonly channelId: string | null; readonly number: number } | null {
  if (after === null) return null
  if (after === BEGINNING) return { channelId: null, number: 0 }
  const place = parseMessageId(after)
  if (place === null) throw badAfter()
  return place
}

const unreadable = () => new RequestFault('BAD_USER_INPUT', '"channelId" must be the id of a channel that you can read')
const badAfter = () =>
  new RequestFault('BAD_USER_INPUT', '"after" must be the id of a message of the channel, or 0 for all of them')
