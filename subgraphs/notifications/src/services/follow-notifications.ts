import { RequestFault } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { createLiveStream } from '@waystone/kit/live'
import type { Notification } from '../domain/notification.js'
import { NOTIFICATIONS_PER_READING } from '../repositories/newest-notifications.js'
import { notificationTopic } from '../repositories/notification.js'
import type { Needs } from './needs.js'

/** An `after` that no notification has: everything that is kept. */
const BEGINNING = '0'

/**
 * Streams a user's notifications: those after `after`, then those that come. It listens before it reads, and each
 * message only triggers a read from the current number: there are no gaps and no duplicates, also when messages are
 * lost, late, duplicated or out of order.
 * @throws RequestFault BAD_USER_INPUT when `after` is no notification of the user's
 */
export async function followNotifications(
  needs: Pick<Needs, 'live' | 'newestNotifications' | 'logger'>,
  { userId, after }: { userId: string; after: string | null },
): Promise<AsyncIterableIterator<Notification>> {
  const { live, newestNotifications, logger } = needs
  const bell = await live.follow(notificationTopic(userId))
  try {
    let sequence = after === BEGINNING ? 0 : await sequenceOf(needs, { userId, after })
    const read = async () => {
      const items = await newestNotifications.after({ userId, sequence })
      sequence = items.at(-1)?.sequence ?? sequence
      return { items, isMore: items.length === NOTIFICATIONS_PER_READING }
    }
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}

async function sequenceOf(
  { newestNotifications }: Pick<Needs, 'newestNotifications'>,
  { userId, after }: { userId: string; after: string | null },
): Promise<number> {
  const id = after === null ? null : parseUuid(after)
  const isReadable = after === null || id !== null
  const sequence = isReadable ? await newestNotifications.sequence({ userId, after: id }) : null
  if (sequence === null)
    throw new RequestFault('BAD_USER_INPUT', '"after" must be the id of a notification of yours, or 0 for all of them')
  return sequence
}
