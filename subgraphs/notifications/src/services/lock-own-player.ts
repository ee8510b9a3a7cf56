import { RequestFault } from '@waystone/kit/errors'
import type { Queryable } from '@waystone/kit/postgres'
import { lockPlayer, type LockedPlayer } from '../repositories/player.js'

/**
 * Locks the account that an access token names.
 * @throws RequestFault UNAUTHENTICATED when it is deleted; its tokens end within minutes
 */
export async function lockOwnPlayer(tx: Queryable, userId: string): Promise<LockedPlayer> {
  const player = await lockPlayer(tx, userId)
  if (player === null) throw new RequestFault('UNAUTHENTICATED', 'The account of this access token does not exist')
  return player
}
