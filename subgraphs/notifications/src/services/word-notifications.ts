import type { Queryable } from '@waystone/kit/postgres'
import { texts } from '../content/index.js'
import type { Notification, Words } from '../domain/notification.js'
import { wordsOf } from '../domain/wording.js'
import { findSettings } from '../repositories/player.js'
import { findSendings } from '../repositories/sending.js'
import { findNames } from './find-names.js'
import type { Needs } from './needs.js'

type Wordless = Pick<Notification, 'kind' | 'data' | 'userId' | 'sendingId'>

/**
 * Makes the words of notifications, in their order, each in the language that its user has set by now. They are not
 * kept: a corrected translation and another language reach what is there already, and no name of another user has to
 * be erased from it.
 */
export async function wordNotifications(
  needs: Pick<Needs, 'serviceClient' | 'logger'>,
  db: Queryable,
  notifications: readonly Wordless[],
): Promise<readonly Words[]> {
  const sendingIds = [...new Set(notifications.flatMap(({ sendingId }) => sendingId ?? []))]
  const userIds = [...new Set(notifications.map(({ userId }) => userId))]
  const [settings, sendings, names] = await Promise.all([
    findSettings(db, userIds),
    sendingIds.length === 0 ? new Map() : findSendings(db, sendingIds),
    findNames(needs, notifications),
  ])
  return notifications.map(notification =>
    wordsOf(texts, notification, {
      language: settings.get(notification.userId)?.language ?? 'en',
      sending: sendings.get(notification.sendingId ?? '') ?? null,
      names,
    }),
  )
}
