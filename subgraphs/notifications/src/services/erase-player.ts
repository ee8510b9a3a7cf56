import { typesWithTimeZone } from '@waystone/events'
import { deleteRefusedEventsOf } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { addErasedUser } from '../repositories/erased-user.js'
import { deleteMailsOf } from '../repositories/mail.js'
import { deleteNotificationsOf } from '../repositories/notification.js'
import { erasePlayerRow } from '../repositories/player.js'
import { deleteTokensOf } from '../repositories/push-token.js'
import type { Needs } from './needs.js'

/**
 * Erases what is known of a user whose account is deleted: notifications with what was pushed, devices, mails and
 * settings. What mails have granted stays, under the id: the economy rests on it. The user's row is locked first, so
 * that nothing is told at the same time.
 */
export async function erasePlayer({ clock }: Pick<Needs, 'clock'>, tx: Queryable, userId: string): Promise<void> {
  const at = clock.now()
  await erasePlayerRow(tx, { userId, at })
  await addErasedUser(tx, { userId, at })
  await deleteNotificationsOf(tx, userId)
  await deleteTokensOf(tx, userId)
  await deleteMailsOf(tx, userId)
  await deleteRefusedEventsOf(tx, { aggregateIds: [userId], types: typesWithTimeZone })
}
