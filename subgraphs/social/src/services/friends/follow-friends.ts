import { RequestFault } from '@waystone/kit/errors'
import { createLiveStream } from '@waystone/kit/live'
import { friendsTopic } from '../../repositories/player.js'
import type { Needs } from '../needs.js'

/** The number of the newest change of what a user is shown of friends, requests and blocks; 0 before the first. */
export type FriendsRevision = (userId: string) => Promise<number>

export interface FriendsChange {
  readonly userId: string
  readonly revision: number
}

/** As the database numbers changes. */
const REVISION = /^\d{1,9}$/

/**
 * Streams that friends, requests or blocks of a user have changed after a change that is known; several changes at once
 * are one. It subscribes before it reads, and a ring only triggers a read from the last number: nothing is missed.
 * @param after null for changes from now on
 * @throws RequestFault BAD_USER_INPUT for what is no number of a change
 */
export async function followFriends(
  { live, logger, friendsRevision }: Needs & { readonly friendsRevision: FriendsRevision },
  { userId, after }: { userId: string; after: string | null },
): Promise<AsyncIterableIterator<FriendsChange>> {
  if (after !== null && !REVISION.test(after))
    throw new RequestFault('BAD_USER_INPUT', '"after" must be the id of a change that was told, or 0')
  const bell = await live.follow(friendsTopic(userId))
  try {
    const newest = await friendsRevision(userId)
    let told = Math.min(after === null ? newest : Number(after), newest)
    const read = async () => {
      const revision = await friendsRevision(userId)
      if (revision <= told) return { items: [] }
      told = revision
      return { items: [{ userId, revision }] }
    }
    return createLiveStream({ bell, read, logger })
  } catch (error) {
    bell.close()
    throw error
  }
}
