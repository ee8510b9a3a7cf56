import { RequestFault } from '@waystone/kit/errors'
import type { Channel } from '../../domain/channel.js'
import { moveReadPosition } from '../../repositories/read-position.js'
import type { Needs } from '../needs.js'
import { findReadable } from './channel-access.js'

/** @throws RequestFault BAD_USER_INPUT for a channel that the user cannot read, and for a number below 0 */
export async function markRead(
  needs: Needs,
  { userId, channelId, upTo }: { userId: string; channelId: string; upTo: number },
): Promise<Channel> {
  if (upTo < 0) throw new RequestFault('BAD_USER_INPUT', '"upTo" must be the number of a message, or 0')
  const channel = await findReadable(needs.pool, { channelId, userId })
  if (channel === null)
    throw new RequestFault('BAD_USER_INPUT', '"channelId" must be the id of a channel that you can read')
  await moveReadPosition(needs.pool, { channelId: channel.id, userId, upTo })
  return channel
}
