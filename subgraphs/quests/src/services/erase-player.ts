import type { Queryable } from '@waystone/kit/postgres'
import { erasePlayers as eraseInDatabase } from '../repositories/erased-player.js'
import type { Needs } from './needs.js'

/**
 * Erases what is personal of users whose accounts are deleted: the time zones, also within recorded events.
 * Events, progress and completions stay, under the id.
 */
export const erasePlayers = (
  { clock }: Pick<Needs, 'clock'>,
  tx: Queryable,
  userIds: readonly string[],
): Promise<void> => eraseInDatabase(tx, { userIds, at: clock.now() })
