import { findPlayers } from '@waystone/events'
import type { Settings } from '../domain/settings.js'
import { keepTimeZones } from '../repositories/player.js'
import type { Needs } from './needs.js'

const DEADLINE_MS = 1_000
/** The zone of users whom `users` does not know any more. */
const DEFAULT_TIME_ZONE = 'UTC'

/** Checks whether quiet hours cannot be computed yet. */
export const needsTimeZone = ({ quietHours, timeZone }: Settings): boolean => quietHours !== null && timeZone === null

/**
 * Asks users once for the time zones that quiet hours go by and that no event has said: accounts from before this
 * subgraph. All of a batch are one call, and the answer is kept, unless an event has said a zone meanwhile.
 * @param settings of at most PLAYERS_PER_CALL_MAX users
 * @returns the settings with the zones; without them while users does not answer
 */
export async function learnTimeZones(
  { pool, serviceClient, logger }: Pick<Needs, 'pool' | 'serviceClient' | 'logger'>,
  settings: ReadonlyMap<string, Settings>,
): Promise<ReadonlyMap<string, Settings>> {
  const userIds = [...settings].flatMap(([userId, one]) => (needsTimeZone(one) ? [userId] : []))
  if (userIds.length === 0) return settings
  try {
    const { players } = await serviceClient.call(findPlayers, { userIds }, { deadlineMs: DEADLINE_MS })
    const told = new Map(players.map(({ userId, timeZone }) => [userId, timeZone]))
    const zones = new Map(userIds.map(userId => [userId, told.get(userId) ?? DEFAULT_TIME_ZONE]))
    const kept = await keepTimeZones(pool, zones)
    return new Map(
      [...settings].map(([userId, one]) => [userId, { ...one, timeZone: kept.get(userId) ?? one.timeZone }]),
    )
  } catch (error) {
    logger.warn({ err: error }, 'users does not say time zones, so pushes that may fall into quiet hours wait')
    return settings
  }
}
