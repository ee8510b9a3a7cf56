import { isBanned } from '../domain/user.js'
import { findUsers } from '../repositories/user.js'
import type { Needs } from './needs.js'

export interface Player {
  readonly userId: string
  readonly username: string
  readonly standing: 'NEW' | 'ACTIVE' | 'BANNED'
  readonly timeZone: string
}

/** Returns the part of these accounts that other subgraphs may know; unknown and deleted accounts are left out. */
export async function findPlayers(
  { pool, clock }: Pick<Needs, 'pool' | 'clock'>,
  userIds: readonly string[],
): Promise<readonly Player[]> {
  const found = await findUsers(pool, userIds)
  return [...found.values()].flatMap(user => {
    const { id: userId, username, standing, timeZone } = user
    if (standing === 'DELETED') return []
    return [{ userId, username, standing: isBanned(user, clock.now()) ? 'BANNED' : standing, timeZone }]
  })
}
