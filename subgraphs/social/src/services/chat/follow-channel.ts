import { RequestFault } from '@waystone/kit/errors'
import { forViewerAlone } from '@waystone/kit/graphql'
import { createLiveStream } from '@waystone/kit/live'
import { parseMessageId, seenBy, type Message } from '../../domain/message.js'
import { channelAccessTopic, channelTopic, MESSAGES_PER_READING, NEW_MESSAGES } from '../../repositories/message.js'
import type { ChatNeeds } from './chat-needs.js'
import { findReadable } from './channel-access.js'

/** The place before the first message of a channel. */
const BEGINNING = '0'

export interface FollowRequest {
  readonly userId: string
  readonly channelId: string
  readonly after: string | null
  /** True for a stream that brings no messages, and ends when the user may read the channel no more. */
  readonly accessOnly: boolean
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
  { userId, channelId, after, accessOnly }: FollowRequest,
): Promise<AsyncIterableIterator<Message>> {
  const { live, logger, newest } = needs
  const place = placeOf(after)
  const readable = await findReadable(needs.pool, { channelId, userId })
  if (readable === null) throw unreadable()
  if (place !== null && place.channelId !== null && place.channelId !== readable.id) throw badAfter()
  const bell = await live.follow(
    accessOnly ? channelAccessTopic(readable.ownerId ?? readable.id) : channelTopic(readable.id),
  )
  try {
    // Read after the bell is followed: what is sent later rings.
    const lastNumber = await newest.lastNumber(readable.id)
    let number = Math.min(place?.number ?? lastNumber, lastNumber)
    const read = async (ids: readonly string[]) => {
      // A ring with nothing but NEW_MESSAGES is no reason to look at memberships.
      const isOfMessages = ids.length > 0 && ids.every(id => id === NEW_MESSAGES)
      if (!isOfMessages && !(await newest.isReadable({ channel: readable, userId }))) {
        bell.close()
        return { items: [] }
      }
      if (accessOnly) return { items: [] }
      const items = await newest.messagesAfter({ channelId: readable.id, number })
      number = items.at(-1)?.number ?? number
      return { items: items.map(message => seenBy(message, userId)), isMore: items.length === MESSAGES_PER_READING }
    }
    const stream = createLiveStream({ bell, read, logger })
    // A message may be withheld from one of the two.
    return readable.kind === 'DIRECT' ? forViewerAlone(stream) : stream
  } catch (error) {
    bell.close()
    throw error
  }
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
