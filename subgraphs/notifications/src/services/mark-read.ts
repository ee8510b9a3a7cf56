import { RequestFault } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction } from '@waystone/kit/postgres'
import { isAlwaysTold } from '../domain/settings.js'
import { dropDeliveries } from '../repositories/delivery.js'
import { markMailsRead } from '../repositories/mail.js'
import { markRead } from '../repositories/notification.js'
import type { Needs } from './needs.js'

const IDS_MAX = 100

/**
 * Marks notifications of a user as read: those with these ids, or all for null. What still waits to be pushed of them
 * is dropped, since the user has seen it; but not of the account's security, which somebody else may have read.
 * @returns how many were unread
 */
export async function markNotificationsRead(
  { pool, clock }: Pick<Needs, 'pool' | 'clock'>,
  { userId, ids }: { userId: string; ids: readonly string[] | null },
): Promise<number> {
  const known = ids === null ? null : readIds(ids)
  return await withTransaction(pool, async tx => {
    const read = await markRead(tx, { userId, ids: known, at: clock.now() })
    const notificationIds = read.flatMap(({ id, kind }) => (isAlwaysTold(kind) ? [] : [id]))
    if (notificationIds.length > 0)
      await dropDeliveries(tx, { notificationIds, error: 'The notification was read first' })
    return read.length
  })
}

/** @returns how many were unread */
export const readMails = (
  { pool, clock }: Pick<Needs, 'pool' | 'clock'>,
  { userId, ids }: { userId: string; ids: readonly string[] },
): Promise<number> => markMailsRead(pool, { userId, ids: readIds(ids), at: clock.now() })

function readIds(ids: readonly string[]): readonly string[] {
  if (ids.length > IDS_MAX)
    throw new RequestFault('BAD_USER_INPUT', `"ids" must hold at most ${IDS_MAX} ids, and holds ${ids.length}`)
  return ids.flatMap(id => parseUuid(id) ?? [])
}
