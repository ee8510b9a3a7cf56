import { RequestFault } from '@waystone/kit/errors'
import { createLiveStream } from '@waystone/kit/live'
import type { Completion } from '../domain/apply-event.js'
import { uuidOf } from '../domain/uuid.js'
import { COMPLETIONS_PER_READING } from '../repositories/completion.js'
import { completionTopic } from '../repositories/recording.js'
import type { Needs } from './needs.js'

/** The position before a user's first completion, for a subscriber that has seen none yet. */
const BEGINNING = '0'

/**
 * Streams a user's completions after the one seen last, then new ones. It subscribes before it reads, and
 * each message only triggers a read from the current sequence: there are no gaps and no duplicates, also when
 * messages are lost, late, duplicated or out of order.
 * @throws RequestFault BAD_USER_INPUT when `after` is no completion of the user's
 */
export async function followCompletions(
  needs: Needs,
  { userId, after }: { userId: string; after: string | null },
): Promise<AsyncIterableIterator<Completion>> {
  const { live, newestCompletions, logger } = needs
  const bell = await live.follow(completionTopic(userId))
  try {
    let sequence = after === BEGINNING ? 0 : await sequenceOf(needs, { userId, after })
    const read = async () => {
      const items = await newestCompletions.after({ userId, sequence })
      sequence = items.at(-1)?.sequence ?? sequence
      return { items, isMore: items.length === COMPLETIONS_PER_READING }
    }
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}

async function sequenceOf(
  { newestCompletions }: Needs,
  { userId, after }: { userId: string; after: string | null },
): Promise<number> {
  const id = after === null ? null : uuidOf(after)
  const isReadable = after === null || id !== null
  const sequence = isReadable ? await newestCompletions.sequence({ userId, after: id }) : null
  if (sequence === null)
    throw new RequestFault('BAD_USER_INPUT', '"after" must be the id of a completion of yours, or 0 for all of them')
  return sequence
}
