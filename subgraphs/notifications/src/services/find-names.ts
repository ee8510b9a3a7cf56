import { findPlayers, PLAYERS_PER_CALL_MAX } from '@waystone/events'
import type { Notification } from '../domain/notification.js'
import { idIn } from '../domain/wording.js'
import type { Needs } from './needs.js'

const DEADLINE_MS = 1_000

/**
 * Names of the users whom notifications speak of. While users does not answer there are none, and notifications are
 * shown without.
 */
export async function findNames(
  { serviceClient, logger }: Pick<Needs, 'serviceClient' | 'logger'>,
  notifications: readonly Pick<Notification, 'kind' | 'data'>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(notifications.flatMap(one => idIn(one) ?? []))]
  const names = new Map<string, string>()
  try {
    for (let start = 0; start < ids.length; start += PLAYERS_PER_CALL_MAX) {
      const userIds = ids.slice(start, start + PLAYERS_PER_CALL_MAX)
      const { players } = await serviceClient.call(findPlayers, { userIds }, { deadlineMs: DEADLINE_MS })
      for (const { userId, username } of players) names.set(userId, username)
    }
  } catch (error) {
    logger.warn({ err: error }, 'users does not say the names in notifications, which go without')
  }
  return names
}
