import type { Channel } from '../../domain/channel.js'
import { findChannelsOf } from '../../repositories/channel.js'
import { findOwnersOf } from '../../repositories/channel-member.js'
import type { Needs } from '../needs.js'

/** The channels that a user can read, the one with the newest message first. */
export async function findChannelList({ pool }: Pick<Needs, 'pool'>, userId: string): Promise<readonly Channel[]> {
  return await findChannelsOf(pool, { userId, ownerIds: await findOwnersOf(pool, userId) })
}
