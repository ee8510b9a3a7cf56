import { createLiveStream } from '@waystone/kit/live'
import type { DrawnPull } from '../domain/pull-order.js'
import { settledTopic } from '../repositories/pull.js'
import type { Needs } from './needs.js'

/**
 * A user's pulls as they settle. A message that is lost is a pull that is not told: the user's list of pulls
 * has it.
 */
export async function followSettledPulls(needs: Needs, userId: string): Promise<AsyncIterableIterator<DrawnPull>> {
  const { live, newestPulls, logger } = needs
  const bell = await live.follow(settledTopic(userId))
  const read = async (ids: readonly string[]) => {
    const found = await Promise.all(ids.map(id => newestPulls(id)))
    return { items: found.flatMap(pull => (pull?.userId === userId ? [pull] : [])) }
  }
  return createLiveStream({ bell, read, logger })
}
